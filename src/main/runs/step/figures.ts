import type { Explanation, GraphView, MicroEvent } from '../../../contract/explanation';
import type { Checkpoint } from '../../../engine/checkpoint';
import { StepExplanation } from '../../../engine/explain';
import { HAS_GRAD, type Moment } from '../../../engine/moment';
import type { RunSource } from '../../../engine/replay';
import { Trainer } from '../../../engine/trainer';

type Of<Kind extends MicroEvent['kind']> = Extract<MicroEvent, { readonly kind: Kind }>;
export type Forward = Of<'forward'>;
export type Backward = Of<'backward'>;
export type Update = Of<'update'>;

/** An example's calculations, and the graph's numbers when they are done. */
export interface ExampleFigures {
  /** Counts from 1 in the training examples. */
  readonly sample: number;
  /** What it gives to the leaves; empty where the graph is used again. */
  readonly given: Of<'example'>['leaves'];
  readonly forward: readonly Forward[];
  readonly seed: Of<'seed'>;
  readonly edges: readonly Backward[];
  /** By node number. */
  readonly data: Float64Array;
  /** By node number; 0 where no gradient arrives. */
  readonly grad: Float64Array;
}

/** The numbers of one step, as training computes them. */
export interface StepFigures {
  readonly head: Explanation;
  /** Whether there is a loss. */
  readonly trains: boolean;
  /** What the step begins with: values of the leaves that no example gives, and gradients that were kept. */
  readonly start: Moment;
  /** In the order in which they are gone through: from the batch's last. Those that were asked for. */
  readonly examples: readonly ExampleFigures[];
  /** The examples' losses, in the batch's order; empty where nothing is trained. */
  readonly losses: readonly number[];
  /** Of the batch; null where nothing is trained. */
  readonly loss: number | null;
  /** In declared order; empty where nothing is trained. */
  readonly updates: readonly Update[];
  /** Whether all numbers that an update needs are finite, so that it can be made. */
  readonly finite: boolean;
}

/**
 * @param before where the run stands before the step
 * @param wanted edges up to which examples are asked for, at least one of them
 */
export function stepFigures(
  run: RunSource,
  before: Checkpoint,
  view: GraphView,
  wanted: number,
): StepFigures {
  const trainer = trainerAt(run, before);
  const explanation = new StepExplanation(trainer, {
    view,
    from: null,
    example: null,
    scope: null,
  });
  const { head } = explanation;
  const start = explanation.moment(0);
  const backward = head.phases.filter(({ phase }) => phase === 'backward');
  const edges = (backward[0]?.count ?? 1) - 1;
  const examples = Math.min(head.batch.length, Math.max(1, Math.floor(wanted / (edges || 1))));
  const end = backward[examples - 1];
  const events = explanation.events(0, end ? end.first + end.count : 0);
  const { trains } = trainer.model;
  const given = { head, trains, start, examples: examplesIn(events, head, start) };
  if (!trains) return { ...given, losses: [], loss: null, updates: [], finite: true };

  // The step as it is trained, since events of a large batch take far longer.
  const twin = trainerAt(run, before);
  twin.applyInterventions();
  const loss = twin.pass.run(twin.batch, twin.zeroed, twin.reuses);
  const updates = updatesOf(twin, head);
  const moved = updates.every(({ gradient, after }) => Number.isFinite(gradient + after));
  const losses = [...twin.pass.losses.subarray(0, twin.batch.length)];
  return { ...given, losses, loss, updates, finite: moved && Number.isFinite(loss) };
}

function trainerAt({ recipe, interventions }: RunSource, before: Checkpoint): Trainer {
  const trainer = new Trainer(recipe, interventions);
  trainer.restore(before);
  return trainer;
}

function updatesOf(trainer: Trainer, { graph }: Explanation): readonly Update[] {
  const { tape, parameterNodes, parameterNames, learningRate } = trainer;
  const nodes = new Map(
    graph.flatMap(({ name, role }, i) => (role === 'parameter' ? [[name, i] as const] : [])),
  );
  return parameterNames.map((name, i) => {
    const gradient = tape.grad[parameterNodes[i] as number] as number;
    const { before, after, detail: move } = trainer.move(i, gradient);
    const node = nodes.get(name) as number;
    return { kind: 'update', node, before, learningRate, gradient, after, move };
  });
}

/** Every example's events, with the numbers that they leave behind. */
function examplesIn(
  events: readonly MicroEvent[],
  { graph, batch }: Explanation,
  start: Moment,
): readonly ExampleFigures[] {
  const parameters = graph.map(({ role }) => role === 'parameter');
  let data = start.data.slice();
  let grad = Float64Array.from(start.grad, (value, i) =>
    ((start.reached[i] ?? 0) & HAS_GRAD) === 0 ? 0 : value,
  );
  return stretches(events).map((stretch, i) => {
    if (i > 0) {
      // The graph of the next example is a new one; the parameters and what they have gathered stay.
      data = start.data.slice();
      grad = grad.map((value, node) => (parameters[node] ? value : 0));
    }
    const [entered] = stretch.filter(({ kind }) => kind === 'example') as Of<'example'>[];
    const forward = stretch.filter((event): event is Forward => event.kind === 'forward');
    const [seed] = stretch.filter((event): event is Of<'seed'> => event.kind === 'seed');
    const edges = stretch.filter((event): event is Backward => event.kind === 'backward');
    if (!seed) throw new Error('An example has a backward pass.');
    for (const { node, value } of entered?.leaves ?? []) data[node] = value;
    for (const { node, value } of forward) data[node] = value;
    grad[seed.node] = seed.sum;
    for (const { to, sum } of edges) grad[to] = sum;
    const sample = entered?.sample ?? batch.at(-1) ?? 1;
    const given = entered?.leaves ?? [];
    return { sample, given, forward, seed, edges, data: data.slice(), grad: grad.slice() };
  });
}

/** Cut before each example that enters the graph. */
function stretches(events: readonly MicroEvent[]): readonly (readonly MicroEvent[])[] {
  const starts = events.flatMap(({ kind }, i) => (kind === 'example' ? [i] : []));
  const cuts = starts.length === 0 ? [0] : starts;
  return cuts.map((from, i) => events.slice(from, cuts[i + 1]));
}
