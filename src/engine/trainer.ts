import type { Change, Intervention } from '../contract/intervention';
import type { Examples } from '../contract/lab-events';
import type { Recipe } from '../contract/recipe';
import type { Divergence, StopReason } from '../contract/run-document';
import { examplesOf } from './datasets';
import { buildPerceptron, type Model } from './perceptron';
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
  readonly data: Float64Array;
  readonly grad: Float64Array;
  readonly row: Float64Array;
}

/** Receives each committed step's row; the array is reused. */
export type RowSink = (row: Float64Array, step: number) => void;

/**
 * Trains a recipe by gradient descent, one example a step, and is deterministic to the last bit: the same recipe and
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
  #zeroGradients = true;
  #epochSum = 0;
  #applied = 0;

  constructor(recipe: Recipe, interventions: readonly Intervention[] = []) {
    this.#recipe = recipe;
    this.#interventions = [...interventions].sort((a, b) => a.step - b.step);
    this.learningRate = recipe.learningRate;
    this.examples = examplesOf[recipe.dataset];
    this.#sampler = new Sampler(recipe.sampling, this.examples.x.length, recipe.seed);
    this.model = buildPerceptron(recipe);
    this.tape = new Tape(this.model.loss);
    this.#input = this.tape.indexOf(this.model.input);
    this.#target = this.tape.indexOf(this.model.target);
    this.#prediction = this.tape.indexOf(this.model.prediction);
    this.#loss = this.tape.indexOf(this.model.loss);
    this.#parameters = this.model.parameters.map((node) => this.tape.indexOf(node));
    this.#updated = new Float64Array(this.#parameters.length);
    this.#setExample();
  }

  /** Examples, counted from 0, that the coming step takes. */
  get nextExample(): number {
    return this.#sampler.index;
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
    this.#applyInterventions();
    this.#setExample();
    tape.forward();
    this.#zero();
    tape.backward();
    const loss = data[this.#loss] as number;
    if (!Number.isFinite(loss) || !this.#descend()) return false;

    this.step += 1;
    const [w = 0, b = 0] = this.#parameters;
    row[COLUMN.sample] = this.#sampler.index + 1;
    row[COLUMN.x] = data[this.#input] as number;
    row[COLUMN.y] = data[this.#target] as number;
    row[COLUMN.prediction] = data[this.#prediction] as number;
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

  /** p ← p − η·∂L/∂p into #updated. False when a gradient or a new parameter is not finite. */
  #descend(): boolean {
    const { data, grad } = this.tape;
    for (let i = 0; i < this.#parameters.length; i++) {
      const index = this.#parameters[i] as number;
      const gradient = grad[index] as number;
      const value = (data[index] as number) - this.learningRate * gradient;
      if (!Number.isFinite(gradient) || !Number.isFinite(value)) return false;
      this.#updated[i] = value;
    }
    return true;
  }

  /** The mean loss of the epoch when this step completes one, else NaN. */
  #epochMean(loss: number): number {
    this.#epochSum += loss;
    if (this.step % this.examples.x.length !== 0) return Number.NaN;
    const mean = this.#epochSum / this.examples.x.length;
    this.#epochSum = 0;
    return mean;
  }

  /** With forgotten zeroing only the parameters keep their gradients: the graph's other nodes are new at each step. */
  #zero(): void {
    const { grad } = this.tape;
    if (this.#zeroGradients) {
      // For a few nodes a loop is faster than fill().
      for (let i = 0; i < grad.length; i++) grad[i] = 0;
      return;
    }
    const kept = this.#parameters.map((index) => grad[index] as number);
    grad.fill(0);
    this.#parameters.forEach((index, i) => (grad[index] = kept[i] as number));
  }

  /** Also undoes what a change at rest set for the step that failed. */
  #setParameters({ w, b }: { readonly w: number; readonly b: number }): void {
    [w, b].forEach((value, i) => (this.tape.data[this.#parameters[i] as number] = value));
  }

  #setExample(): void {
    const { data } = this.tape;
    data[this.#input] = this.examples.x[this.#sampler.index] as number;
    data[this.#target] = this.examples.y[this.#sampler.index] as number;
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

  /** In evaluation order: forward through the graph, backward through it, then the new parameters. */
  #firstNotFinite(): string {
    const { nodes, data, grad } = this.tape;
    const name = (index: number) => nodes[index]?.label ?? '';
    const forward = data.findIndex((value) => !Number.isFinite(value));
    if (forward >= 0) return name(forward);
    for (let i = nodes.length - 1; i >= 0; i--) if (!Number.isFinite(grad[i])) return name(i);
    const parameter = this.#parameters.find((index) => {
      const value = (data[index] as number) - this.learningRate * (grad[index] as number);
      return !Number.isFinite(value);
    });
    return parameter === undefined ? '' : name(parameter);
  }
}
