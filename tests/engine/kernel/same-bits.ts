import { History } from '../../../src/engine/history';
import type { RunSource } from '../../../src/engine/replay';
import { Trainer } from '../../../src/engine/trainer';

/** A number by its bits, except that all NaN are alike. */
const bits = (numbers: Iterable<number>) =>
  Array.from(numbers, (value) => (Object.is(value, -0) ? '-0' : String(value)));

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
    sampler: { ...sampler, random: sampler.random && [...sampler.random] },
    gates: { open: [...gates.open], dead: gates.dead && [...gates.dead] },
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

/** What a run looks like after each of these stretches, its rows recorded or not. */
export function stretches(
  { recipe, interventions }: RunSource,
  backend: 'tape' | 'kernel',
  sizes: readonly number[],
) {
  const silent = new Trainer(recipe, interventions, backend);
  const recording = new Trainer(recipe, interventions, backend);
  const history = new History(recording.row.length);
  return sizes.map((size) => {
    silent.advance(size);
    recording.record(size, history);
    return { silent: seen(silent), recording: seen(recording), history: recorded(history) };
  });
}
