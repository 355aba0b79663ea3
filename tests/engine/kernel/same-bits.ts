import { History } from '../../../src/engine/history';
import type { RunSource } from '../../../src/engine/replay';
import { Trainer } from '../../../src/engine/trainer';

/** Numbers by their bits, except that all NaN are alike. One text: comparing long lists takes long. */
const bits = (numbers: Iterable<number>) =>
  Array.from(numbers, (value) => (Object.is(value, -0) ? '-0' : String(value))).join(' ');

/** Everything that can be seen of a trainer at rest, and everything that its coming steps depend on. */
function seen(trainer: Trainer) {
  const { sampler, optimizer, gates, graph, parameters, gradients, ...rest } = trainer.save(true);
  return {
    ...rest,
    row: bits(rest.row),
    committed: bits(rest.committed),
    parameters: bits(parameters),
    gradients: bits(gradients),
    graph: graph && { data: bits(graph.data), grad: bits(graph.grad) },
    sampler: { ...sampler, random: sampler.random?.join(' ') },
    gates: { open: gates.open.join(''), dead: gates.dead?.join('') },
    optimizer: {
      ...optimizer,
      first: bits(optimizer.first),
      second: bits(optimizer.second),
    },
  };
}

function recorded(history: History) {
  const { stride, count, columns } = history.buckets;
  const used = ({ min, max, last }: (typeof columns)[number]) =>
    [min, max, last].map((part) => bits(part.subarray(0, count)));
  return { steps: history.steps, stride, columns: columns.map(used) };
}

/** What a run looks like after each of these stretches, its rows recorded or not; and the steps that the kernel took. */
export function stretches(
  { recipe, interventions }: RunSource,
  backend: 'tape' | 'kernel',
  sizes: readonly number[],
) {
  const silent = new Trainer(recipe, interventions, backend);
  const recording = new Trainer(recipe, interventions, backend);
  const history = new History(recording.row.length);
  const all = sizes.map((size) => {
    silent.advance(size);
    recording.record(size, history);
    return { silent: seen(silent), recording: seen(recording), history: recorded(history) };
  });
  return { seen: all, kernelSteps: silent.kernelSteps };
}
