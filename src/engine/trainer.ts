import type { Change, Intervention } from '../contract/intervention';
import type { Examples } from '../contract/lab-events';
import type { Recipe } from '../contract/recipe';
import type { Divergence, StopReason } from '../contract/run-document';
import { examplesOf } from './datasets';
import { buildPerceptron, type Model } from './perceptron';
import { Optimizer, type OptimizerState } from './optimizer';
import { Sampler, type SamplerState } from './sampler';
import { Tape } from './tape';

/** A row's columns: what one step saw before its update, and w, b after it. */
export const COLUMN = {
  sample: 0,
  x: 1,
  y: 2,
  prediction: 3,
  loss: 4,
  w: 5,
  b: 6,
  dw: 7,
  db: 8,
  learningRate: 9,
  /** Mean loss of the epoch that this step completes; NaN inside an epoch. */
  epochLoss: 10,
} as const;
export const COLUMNS = 11;

/** Everything that the steps to come depend on, and what the graph shows. */
export interface Checkpoint {
  readonly step: number;
  readonly learningRate: number;
  readonly zeroGradients: boolean;
  readonly epochSum: number;
  readonly applied: number;
  readonly ended: Trainer['ended'];
  readonly divergedAt: Divergence | null;
  readonly sampler: SamplerState;
  readonly optimizer: OptimizerState;
  readonly data: Float64Array;
  readonly grad: Float64Array;
  readonly row: Float64Array;
}

/** Receives each committed step's row; the array is reused. */
export type RowSink = (row: Float64Array, step: number) => void;

/**
 * Trains a recipe by gradient descent, a batch a step, and is deterministic to the last bit: the same recipe and
 * interventions give the same rows however the steps are cut into calls of `advance`.
 */
export class Trainer {
  /** Committed updates. */
  step = 0;
  learningRate: number;
  /** Why no further step is possible; null while one is. */
  ended: Exclude<StopReason, 'stopped'> | null = null;
  divergedAt: Divergence | null = null;
  /** The last committed step's row; all NaN before the first. */
  readonly row = new Float64Array(COLUMNS).fill(Number.NaN);
  readonly tape: Tape;
  readonly model: Model;
  readonly examples: Examples;

  readonly #recipe: Recipe;
  readonly #interventions: Intervention[];
  readonly #sampler: Sampler;
  readonly #input: number;
  readonly #target: number;
  readonly #prediction: number;
  readonly #loss: number;
  readonly #parameters: readonly number[];
  readonly #updated: Float64Array;
  readonly #isParameter: Uint8Array;
  readonly #optimizer: Optimizer;
  /** Each example's loss within a batch. */
  readonly #losses: Float64Array;
  /** Updates that pass over the dataset once. */
  readonly updatesPerEpoch: number;
  #zeroGradients = true;
  #epochSum = 0;
  #applied = 0;

  constructor(recipe: Recipe, interventions: readonly Intervention[] = []) {
    this.#recipe = recipe;
    this.#interventions = [...interventions].sort((a, b) => a.step - b.step);
    this.learningRate = recipe.learningRate;
    this.examples = examplesOf[recipe.dataset];
    const count = this.examples.x.length;
    const size = recipe.batch === 'full' ? count : recipe.batch;
    this.updatesPerEpoch = -Math.floor(-count / size);
    this.#sampler = new Sampler(recipe.sampling, count, size, recipe.seed);
    this.model = buildPerceptron(recipe);
    this.tape = new Tape(this.model.loss);
    this.#input = this.tape.indexOf(this.model.input);
    this.#target = this.tape.indexOf(this.model.target);
    this.#prediction = this.tape.indexOf(this.model.prediction);
    this.#loss = this.tape.indexOf(this.model.loss);
    this.#parameters = this.model.parameters.map((node) => this.tape.indexOf(node));
    this.#updated = new Float64Array(this.#parameters.length);
    this.#isParameter = Uint8Array.from(this.tape.nodes, (node) =>
      this.model.parameters.includes(node) ? 1 : 0,
    );
    this.#optimizer = new Optimizer(recipe.optimizer, this.#parameters.length);
    this.#losses = new Float64Array(size);
    this.#setExample(this.#sampler.batch[0] as number);
  }

  /** w and b after the last committed update, or the initial ones before the first. */
  get committed(): { readonly w: number; readonly b: number; readonly loss: number | null } {
    if (this.step === 0) return { ...this.#recipe.initial, loss: null };
    const [w, b, loss] = [COLUMN.w, COLUMN.b, COLUMN.loss].map((column) => this.row[column]);
    return { w: w as number, b: b as number, loss: loss as number };
  }

  /** Lets `change` hold from the coming update on, and returns it with that step. */
  intervene(change: Change): Intervention {
    const intervention = { step: this.step + 1, change };
    // After those that wait for the same step, before those that wait for a later one.
    this.#applyInterventions();
    this.#interventions.splice(this.#applied, 0, intervention);
    this.#applyInterventions();
    return intervention;
  }

  /**
   * Takes up to `count` steps and stops at the run's end.
   * After a divergence the trainer stands at its last finite state: the graph, the row and the parameters of `step`.
   */
  advance(count: number, sink?: RowSink): void {
    if (this.ended !== null) return;
    const start = this.save();
    const last = Math.min(this.step + count, this.#recipe.stop.steps);
    while (this.step < last) {
      if (!this.#update()) {
        const reached = this.step;
        const divergedAt = { step: reached + 1, node: this.#firstNotFinite() };
        this.restore(start);
        while (this.step < reached) this.#update();
        this.#setParameters(this.committed);
        this.divergedAt = divergedAt;
        this.ended = 'diverged';
        return;
      }
      sink?.(this.row, this.step);
      if (this.#over) return;
    }
  }

  get #over(): boolean {
    return this.ended !== null;
  }

  save(): Checkpoint {
    return {
      step: this.step,
      learningRate: this.learningRate,
      zeroGradients: this.#zeroGradients,
      epochSum: this.#epochSum,
      applied: this.#applied,
      ended: this.ended,
      divergedAt: this.divergedAt,
      sampler: this.#sampler.save(),
      optimizer: this.#optimizer.save(),
      data: this.tape.data.slice(),
      grad: this.tape.grad.slice(),
      row: this.row.slice(),
    };
  }

  restore(from: Checkpoint): void {
    this.step = from.step;
    this.learningRate = from.learningRate;
    this.#zeroGradients = from.zeroGradients;
    this.#epochSum = from.epochSum;
    this.#applied = from.applied;
    this.#sampler.restore(from.sampler);
    this.#optimizer.restore(from.optimizer);
    this.tape.data.set(from.data);
    this.tape.grad.set(from.grad);
    this.row.set(from.row);
    this.ended = from.ended;
    this.divergedAt = from.divergedAt;
  }

  /** One step. False: nothing was committed, because a number that an update needs is not finite. */
  #update(): boolean {
    const { tape, row } = this;
    const { data, grad } = tape;
    const { batch } = this.#sampler;
    this.#applyInterventions();
    const loss = this.#pass(batch);
    if (!Number.isFinite(loss) || !this.#descend()) return false;

    this.step += 1;
    this.#optimizer.commit();
    const [w = 0, b = 0] = this.#parameters;
    const single = batch.length === 1 && this.#losses.length === 1;
    row[COLUMN.sample] = single ? (batch[0] as number) + 1 : Number.NaN;
    row[COLUMN.x] = single ? (data[this.#input] as number) : Number.NaN;
    row[COLUMN.y] = single ? (data[this.#target] as number) : Number.NaN;
    row[COLUMN.prediction] = single ? (data[this.#prediction] as number) : Number.NaN;
    row[COLUMN.loss] = loss;
    for (let i = 0; i < this.#parameters.length; i++) {
      data[this.#parameters[i] as number] = this.#updated[i] as number;
    }
    row[COLUMN.w] = data[w] as number;
    row[COLUMN.b] = data[b] as number;
    row[COLUMN.dw] = grad[w] as number;
    row[COLUMN.db] = grad[b] as number;
    row[COLUMN.learningRate] = this.learningRate;
    row[COLUMN.epochLoss] = this.#epochMean(loss);
    this.#sampler.next();
    if ((row[COLUMN.epochLoss] as number) < this.#recipe.stop.lossBelow) this.ended = 'loss';
    else if (this.step === this.#recipe.stop.steps) this.ended = 'steps';
    return true;
  }

  /**
   * Forward and backward through the examples of a batch, from the last to the first, which is the order in which the graph
   * of their mean is gone through backward; the parameters' gradients add up. @returns the mean of the losses
   */
  #pass(batch: readonly number[]): number {
    const { tape } = this;
    this.#zeroParameters();
    const share = 1 / batch.length;
    for (let i = batch.length - 1; i >= 0; i--) {
      this.#setExample(batch[i] as number);
      tape.forward();
      this.#losses[i] = tape.data[this.#loss] as number;
      this.#zeroNodes();
      tape.backward(share);
    }
    let sum = this.#losses[0] as number;
    for (let i = 1; i < batch.length; i++) sum += this.#losses[i] as number;
    return sum / batch.length;
  }

  /** Where the optimiser moves each parameter, into #updated. False when a gradient or a new parameter is not finite. */
  #descend(): boolean {
    const { data, grad } = this.tape;
    for (let i = 0; i < this.#parameters.length; i++) {
      const index = this.#parameters[i] as number;
      const gradient = grad[index] as number;
      const before = data[index] as number;
      const value = this.#optimizer.moved(i, before, gradient, this.learningRate);
      this.#updated[i] = value;
      if (!Number.isFinite(gradient) || !Number.isFinite(value)) return false;
    }
    return true;
  }

  /** The mean loss of the epoch when this step completes one, else NaN. */
  #epochMean(loss: number): number {
    this.#epochSum += loss;
    if (this.step % this.updatesPerEpoch !== 0) return Number.NaN;
    const mean = this.#epochSum / this.updatesPerEpoch;
    this.#epochSum = 0;
    return mean;
  }

  /** Forgotten, the parameters' gradients keep growing; the graph's other nodes are new at each step. */
  #zeroParameters(): void {
    if (!this.#zeroGradients) return;
    for (const index of this.#parameters) this.tape.grad[index] = 0;
  }

  #zeroNodes(): void {
    const { grad } = this.tape;
    for (let i = 0; i < grad.length; i++) if (this.#isParameter[i] === 0) grad[i] = 0;
  }

  /** Also undoes what a change at rest set for the step that failed. */
  #setParameters({ w, b }: { readonly w: number; readonly b: number }): void {
    [w, b].forEach((value, i) => (this.tape.data[this.#parameters[i] as number] = value));
  }

  #setExample(index: number): void {
    const { data } = this.tape;
    data[this.#input] = this.examples.x[index] as number;
    data[this.#target] = this.examples.y[index] as number;
  }

  #applyInterventions(): void {
    for (; this.#applied < this.#interventions.length; this.#applied++) {
      const { step, change } = this.#interventions[this.#applied] as Intervention;
      if (step > this.step + 1) return;
      if (change.kind === 'learning-rate') this.learningRate = change.value;
      else if (change.kind === 'zero-gradients') this.#zeroGradients = change.on;
      else {
        const index = this.model.parameters.findIndex((node) => node.label === change.name);
        this.tape.data[this.#parameters[index] as number] = change.value;
      }
    }
  }

  /** In evaluation order: forward through the graph of each example, their mean, backward, then the new parameters. */
  #firstNotFinite(): string {
    const { tape } = this;
    const { nodes, data, grad } = tape;
    const name = (index: number) => nodes[index]?.label ?? '';
    // As the failed pass left them: forward below overwrites data only.
    for (const example of this.#sampler.batch) {
      this.#setExample(example);
      tape.forward();
      const forward = data.findIndex((value) => !Number.isFinite(value));
      if (forward >= 0) return name(forward);
    }
    const losses = this.#losses.subarray(0, this.#sampler.batch.length);
    if (!Number.isFinite(losses.reduce((sum, loss) => sum + loss, 0))) return name(this.#loss);
    for (let i = nodes.length - 1; i >= 0; i--) if (!Number.isFinite(grad[i])) return name(i);
    const moved = this.#updated.findIndex((value) => !Number.isFinite(value));
    return moved < 0 ? '' : name(this.#parameters[moved] as number);
  }
}
