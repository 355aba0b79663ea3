import { pythonNames } from '../python/names';
import type { RunParts } from '../python/run-parts';

/** What every nn.Module has (PyTorch 1.13 … 2.9), and what the script calls in `forward`. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    'T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval ' +
    'extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules mtia ' +
    'named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer ' +
    'register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook ' +
    'register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter ' +
    'register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory ' +
    'state_dict to to_empty train training type xpu zero_grad ' +
    'self torch nn keep kept AbsWithoutBackward super'
  ).split(' '),
);

/** A name for each node of the graph, which can be an attribute of an nn.Module too. */
export function moduleNames({ tape }: Pick<RunParts, 'tape'>): readonly string[] {
  // What begins with an underscore is the module's own.
  const labels = tape.nodes.map(({ label }) => (label.startsWith('_') ? '' : label));
  return pythonNames(labels, TAKEN);
}
