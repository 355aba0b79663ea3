import type { Checkpoint, Ended } from './checkpoint';
import type { RunSource } from './replay';
import { Trainer } from './trainer';

/** Node computations between two checkpoints, about: 10 ms of the tape. */
const WORK = 200_000;
/** Bytes that all checkpoints together may take, about. */
const BYTES = 33_554_432;
const MOST = 1024;
const FEWEST = 32;
/** What may be left of the way to a step, from a place that is used in its stead. */
const MOST_OF_THE_WAY = 0.25;

/** Where whoever trains the run has been last. */
export interface Nearby {
  /** Ascending by step; from each of them the run goes on. */
  readonly checkpoints: readonly Checkpoint[];
  /** The last step that the run took: no step after it is known. */
  readonly until: number;
}

/**
 * A run as often as one likes at any of its steps: checkpoints at equal distances, from the nearest of which a step is
 * replayed. Their distance doubles when there are too many of them, so that memory is bounded.
 */
export class ReplayCache {
  #run: RunSource;
  /** Goes through the run once, from its beginning on. */
  #front: Trainer;
  /** Goes to where it is asked to. */
  #looker: Trainer;
  /** By step: 0, stride, 2·stride, … */
  #checkpoints: Checkpoint[];
  #stride: number;
  #nearby: Nearby = { checkpoints: [], until: 0 };
  readonly #limit: number;

  constructor(run: RunSource) {
    this.#run = run;
    this.#front = new Trainer(run.recipe, run.interventions);
    this.#looker = new Trainer(run.recipe, run.interventions);
    const first = this.#front.save();
    this.#checkpoints = [first];
    const work = this.#front.tape.nodes.length * this.#front.batch.length;
    this.#stride = Math.max(1, Math.floor(WORK / work));
    this.#limit = Math.max(FEWEST, Math.min(MOST, Math.floor(BYTES / bytesOf(first))));
  }

  /** Steps that are covered by checkpoints. */
  get covered(): number {
    return this.#front.step;
  }

  /** Why the run goes no further than what is covered; null while it does. */
  get ended(): Ended {
    return this.#front.ended;
  }

  /** Takes in where the run has been, so that the steps since then need no replay from its beginning. */
  know(nearby: Nearby): void {
    this.#nearby = nearby;
  }

  /** Whether `at` answers at once. */
  reaches(step: number): boolean {
    return step <= this.covered || this.#nearest(step) !== undefined;
  }

  /** Covers about as many steps more as 10 ms allow, but none after `until`. */
  extend(until: number): void {
    const front = this.#front;
    const next = this.#checkpoints.length * this.#stride;
    front.advance(Math.min(until, next) - front.step);
    if (front.step < next || front.ended !== null) return;
    this.#checkpoints.push(front.save());
    if (this.#checkpoints.length <= this.#limit) return;
    this.#checkpoints = this.#checkpoints.filter((_, i) => i % 2 === 0);
    this.#stride *= 2;
  }

  /**
   * A trainer that stands after `step` committed updates; the next call moves it.
   * @throws RangeError when that is not reached
   */
  at(step: number): Trainer {
    const own = this.#checkpoints[Math.floor(step / this.#stride)] ?? this.#checkpoints.at(-1);
    const from = step <= this.covered ? own : this.#nearest(step);
    if (!from) throw new RangeError(`Step ${step} is not covered yet.`);
    this.#looker.restore(from);
    this.#looker.advance(step - this.#looker.step);
    return this.#looker;
  }

  /** The run with further interventions, or others: what came before the first difference stays covered. */
  update(run: RunSource): void {
    const [old, now] = [this.#run.interventions, run.interventions];
    let same = 0;
    while (same < old.length && same < now.length && alike(old[same], now[same])) same++;
    if (same === old.length && same === now.length) return;
    const changed = [old[same], now[same]].flatMap((one) => (one ? [one.step] : []));
    const valid = changed.reduce((a, b) => Math.min(a, b)) - 1;
    this.#run = run;
    const stands = ({ step }: Checkpoint) => step <= valid;
    this.#checkpoints = this.#checkpoints.filter(stands);
    const { checkpoints, until } = this.#nearby;
    this.#nearby = { checkpoints: checkpoints.filter(stands), until: Math.min(until, valid) };
    this.#front = new Trainer(run.recipe, run.interventions);
    this.#looker = new Trainer(run.recipe, run.interventions);
    this.#front.restore(this.#checkpoints.at(-1) as Checkpoint);
  }

  /** Where it has been before `step`, if most of the way from what is covered is saved: else the way is better covered. */
  #nearest(step: number): Checkpoint | undefined {
    const { checkpoints, until } = this.#nearby;
    const near = step > until ? undefined : checkpoints.findLast((one) => one.step <= step);
    return near && step - near.step <= (step - this.covered) * MOST_OF_THE_WAY ? near : undefined;
  }
}

function alike(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function bytesOf({ parameters, optimizer, sampler, graph }: Checkpoint): number {
  const shown = 2 * (graph?.data.length ?? 0);
  const numbers = 3 * parameters.length + optimizer.first.length + optimizer.second.length + shown;
  return 1024 + 8 * numbers + 4 * (sampler.random?.length ?? 0) + 8 * sampler.order.length;
}
