import type { Zeroed } from '../contract/explanation';
import type { ParameterLeaves } from './leaves';
import { emptyMoment, HAS_DATA, HAS_GRAD, type Moment } from './moment';
import type { Tape } from './tape';
import type { Value } from './value';

/** What a graph holds before a step's first event. */
export interface Beginning {
  readonly tape: Tape;
  /** Leaves whose data an example gives. */
  readonly given: readonly Value[];
  readonly parameters: ParameterLeaves;
  /** The parameters' data, in declared order. */
  readonly values: Float64Array;
  /** By node, what is left of earlier steps and examples. */
  readonly grad: Float64Array;
  /** Whether the parameters keep theirs. */
  readonly kept: boolean;
  /** Of a graph that is used again, whose gradients were zeroed; null: it is a new one. */
  readonly reused: Zeroed | null;
}

/** Of a new graph only leaves have data, but for those that an example gives; gradients only where they were kept. */
export function startMoment(from: Beginning): Moment {
  const { tape, given, parameters, values, grad, kept, reused } = from;
  const moment = emptyMoment(tape);
  if (reused !== null) {
    moment.data.set(tape.data);
    moment.reached.fill(HAS_DATA);
    if (reused === 'every-node') return moment;
    const fresh = new Set(reused === 'parameters' ? parameters.nodes : []);
    grad.forEach((value, node) => {
      if (fresh.has(node)) return;
      moment.grad[node] = value;
      moment.reached[node] = HAS_DATA + HAS_GRAD;
    });
    return moment;
  }
  const byExample = new Set(given);
  tape.nodes.forEach((node, i) => {
    if (node.op !== null || byExample.has(node)) return;
    moment.data[i] = node.data;
    moment.reached[i] = HAS_DATA;
  });
  parameters.write(moment.data, values);
  if (!kept) return moment;
  parameters.nodes.forEach((node) => {
    moment.grad[node] = grad[node] as number;
    moment.reached[node] = HAS_DATA + HAS_GRAD;
  });
  return moment;
}
