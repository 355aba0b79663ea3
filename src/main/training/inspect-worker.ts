import { parentPort } from 'node:worker_threads';
import { columnNames } from '../../contract/dataset';
import type { CheckedLeaf } from '../../contract/explanation';
import type { Ended } from '../../engine/checkpoint';
import { StepExplanation } from '../../engine/explain';
import { NotThere } from '../../engine/question';
import { checkGradients } from '../../engine/gradient-check';
import { asNotebook } from '../../engine/notebook';
import { ReplayCache } from '../../engine/replay-cache';
import { Tape } from '../../engine/tape';
import { COLUMN, type Trainer } from '../../engine/trainer';
import {
  EXPLAINED_NODES,
  type FromInspector,
  type Inspected,
  type Inspection,
  type Rows,
  type ToInspector,
} from './inspect-messages';
import { networkAt } from './network';
import { Refusal } from './refusal';
import { StretchReplay } from './stretch-replay';
import { lossGrid, predictions } from './surfaces';

/** Milliseconds between two words about progress. */
const PROGRESS_MS = 50;

/** Looks at any step of a run by training it again, without a word to the worker that trains it. */
class Inspector {
  readonly #post: (message: FromInspector) => void;
  #run = 0;
  #cache: ReplayCache | null = null;
  readonly #stretches = new StretchReplay();

  constructor(post: (message: FromInspector) => void) {
    this.#post = post;
  }

  async receive({ id, run, source, nearby, inspection }: ToInspector): Promise<void> {
    if (!this.#cache || run !== this.#run) this.#cache = new ReplayCache(source);
    else this.#cache.update(source);
    this.#run = run;
    const cache = this.#cache;
    if (nearby) cache.know(nearby);
    if (inspection.kind === 'stretch') {
      const { query, steps } = inspection;
      const stretch = this.#stretches.answer(cache, source, query, steps);
      this.#post({ id, kind: 'answer', answer: stretch });
      return;
    }
    try {
      const steps = stepsBefore(inspection);
      // Rows are read one after the other, and counted.
      if (inspection.kind === 'rows' || !cache.reaches(steps)) await this.#reach(id, cache, steps);
      if (cache !== this.#cache) throw new Refusal('run', 'the present run; another one has begun');
      this.#post({ id, kind: 'answer', answer: answer(cache, inspection) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#post({ id, kind: 'refused', where: error.where, accepted: error.accepted });
    }
  }

  /** Lets messages in between two stretches, so that what is covered already is answered at once. */
  async #reach(id: number, cache: ReplayCache, step: number): Promise<void> {
    let due = performance.now() + PROGRESS_MS;
    const from = cache.covered;
    while (cache.covered < step && cache.ended === null) {
      const before = cache.covered;
      cache.extend(step);
      if (cache.covered === before) break;
      if (performance.now() < due || cache.covered >= step) continue;
      due = performance.now() + PROGRESS_MS;
      this.#post({
        id,
        kind: 'progress',
        progress: Math.max(0, (cache.covered - from) / (step - from)),
      });
      await new Promise((resolve) => setImmediate(resolve));
      // Another run may have been asked for meanwhile.
      if (cache !== this.#cache) break;
    }
  }
}

/** What is answered once the run has come so far. */
type Reached = Exclude<Inspection, { kind: 'stretch' }>;

/** Committed updates before what is looked at. */
function stepsBefore(inspection: Reached): number {
  switch (inspection.kind) {
    case 'rows':
      return inspection.last;
    case 'check':
      return inspection.step - 1;
    case 'loss-grid':
    case 'predictions':
    case 'network':
      return (inspection.query.step ?? 1) - 1;
    default:
      return inspection.place.step - 1;
  }
}

function answer(cache: ReplayCache, inspection: Reached): Inspected[Inspection['kind']] {
  switch (inspection.kind) {
    case 'explain':
      return explanation(cache, inspection.place).head;
    case 'events':
      return explanation(cache, inspection.place).events(inspection.first, inspection.count);
    case 'moment':
      return explanation(cache, inspection.place).moment(inspection.events);
    case 'rows':
      return rowsOf(cache, inspection.first, inspection.last);
    case 'check':
      return checked(cache, inspection);
    case 'loss-grid': {
      const { query, now } = inspection;
      return lossGrid(stoodBefore(cache, query.step), query, now);
    }
    case 'predictions': {
      const { query, now } = inspection;
      return predictions(stoodBefore(cache, query.step), query, now);
    }
    case 'network': {
      const { query, now } = inspection;
      return networkAt(stoodBefore(cache, query.step), query, now);
    }
  }
}

function explanation(
  cache: ReplayCache,
  { step, ...question }: Extract<Inspection, { kind: 'explain' }>['place'],
): StepExplanation {
  const trainer = before(cache, step, question.example);
  if (question.scope === null) refuseLarge(trainer);
  try {
    return new StepExplanation(trainer, question);
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
    throw new Refusal(error.where, error.accepted);
  }
}

function refuseLarge({ tape }: Trainer): void {
  const nodes = tape.nodes.length;
  if (nodes <= EXPLAINED_NODES) return;
  throw new Refusal('graph', `a graph of at most ${EXPLAINED_NODES} nodes (this one has ${nodes})`);
}

/**
 * A trainer that stands before `step`. Where an example is only looked at, that may be a step that the run does not take.
 * @throws Refusal when the run does not go on so far
 */
function before(cache: ReplayCache, step: number, example: number | null): Trainer {
  const refused = (last: number) => new Refusal('step', `1 … ${last}, since the run ends there`);
  // A step that diverged can be looked at; one after the end cannot.
  const goesOn = (ended: Ended) => ended === null || ended === 'diverged' || example !== null;
  const { covered, ended } = cache;
  if (!cache.reaches(step - 1)) throw refused(goesOn(ended) ? covered + 1 : covered);
  const trainer = cache.at(step - 1);
  if (!goesOn(trainer.ended)) throw refused(trainer.step);
  return trainer;
}

/** The state before a step, were it one after the end; null: of any, since its parameters are not asked for. */
function stoodBefore(cache: ReplayCache, step: number | null): Trainer {
  const steps = (step ?? 1) - 1;
  if (!cache.reaches(steps)) throw new Refusal('step', `1 … ${cache.covered + 1}`);
  return cache.at(steps);
}

function rowsOf(cache: ReplayCache, first: number, last: number): Rows {
  if (last > cache.covered) throw new Refusal('last', `1 … ${cache.covered}`);
  const trainer = cache.at(first - 1);
  const { examples, parameterNames, tracked } = trainer;
  const shown = parameterNames.slice(0, tracked);
  const inputs = columnNames(examples.inputs);
  const fixed = ['sample', 'prediction', 'loss', 'learningRate', 'epochLoss', 'testLoss'] as const;
  const names = [...fixed, ...inputs, ...shown, ...shown.map((name) => `d${name}`)];
  const count = last - first + 1;
  const columns = new Float64Array(names.length * count);
  trainer.advance(count, (row, step) => {
    const at = step - first;
    const sample = row[COLUMN.sample] as number;
    const values = [
      ...fixed.map((name) => row[COLUMN[name]] as number),
      ...examples.columns.map((column) => column[sample - 1] ?? Number.NaN),
      ...row.subarray(trainer.parameterColumn(0)),
    ];
    values.forEach((value, i) => (columns[i * count + at] = value));
  });
  return { names, count, columns };
}

/** Every leaf of the graph, at the first example of the step or another one. */
function checked(
  cache: ReplayCache,
  { step, view, example }: Extract<Inspection, { kind: 'check' }>,
): readonly CheckedLeaf[] {
  const trainer = before(cache, step, example);
  refuseLarge(trainer);
  const { count } = trainer.examples;
  if (example !== null && example > count) throw new Refusal('example', `1 … ${count}`);
  trainer.applyInterventions();
  trainer.setExample(example === null ? (trainer.batch[0] as number) : example - 1);
  const tape = view === 'compact' ? trainer.tape : notebookTape(trainer);
  const leaves = tape.nodes.flatMap((node, i) => (node.op === null ? [i] : []));
  return checkGradients(tape, leaves).map(({ leaf, ...check }) => ({
    name: tape.nodes[leaf]?.label ?? '',
    ...check,
  }));
}

/** The graph as the notebook builds it, its leaves as the trainer's stand. */
function notebookTape({ tape, model }: Trainer): Tape {
  const { model: rebuilt, nodes } = asNotebook(model);
  const notebook = new Tape(rebuilt.root);
  for (const [node, twin] of nodes) {
    if (node.op !== null) continue;
    notebook.data[notebook.indexOf(twin)] = tape.data[tape.indexOf(node)] as number;
  }
  return notebook;
}

const port = parentPort;
if (!port) throw new Error('The inspecting worker was started outside a worker thread.');
const inspector = new Inspector((message) => port.postMessage(message));
port.on('message', (message: ToInspector) => void inspector.receive(message));
