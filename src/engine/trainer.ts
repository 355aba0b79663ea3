import { type SHOWN_PARAMETERS } from '../contract/lab-events';
import type { Zeroed } from '../contract/explanation';
import type { Change, Intervention } from '../contract/intervention';
import type { Recipe } from '../contract/recipe';
import type { Divergence } from '../contract/run-document';
import type { Checkpoint, Ended } from './checkpoint';
import { BatchPass } from './batch-pass';
import { type Examples, examplesOf } from './datasets';
import { GateWatch } from './dead-units';
import { firstNotFinite } from './divergence';
import { buildModel } from './build-model';
import type { Model } from './model';
import { InterventionQueue } from './interventions';
import { DataLeaves, ParameterLeaves } from './leaves';
import { Mt19937 } from './mt19937';
import { Optimizer } from './optimizer';
import { Sampler } from './sampler';
import { Tape } from './tape';
import { TestLoss } from './test-loss';
import type { Value } from './value';

/** A row's first columns: what one step saw before its update. The parameters after it and their gradients follow. */
export const COLUMN = {
  /** Counts from 1; NaN, as the prediction, for a batch. */
  sample: 0,
  prediction: 1,
  loss: 2,
  learningRate: 3,
  /** Mean of the step losses of the epoch that this step completes; NaN inside an epoch. */
  epochLoss: 4,
  /** Over the test examples, after that epoch; NaN inside an epoch, and where there are none. */
  testLoss: 5,
} as const;
const FIXED_COLUMNS = 6;

/** Parameters whose values and gradients stand in rows: the first in declared order. */
export const TRACKED: typeof SHOWN_PARAMETERS = 16;

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
  zeroGradients = true;
  ended: Ended = null;
  divergedAt: Divergence | null = null;
  /** The last committed step's row; all NaN before the first. */
  readonly row: Float64Array;
  readonly tape: Tape;
  readonly model: Model;
  readonly examples: Examples;
  /** Names of the parameters, in declared order. */
  readonly parameterNames: readonly string[];
  /** How many of them stand in rows. */
  readonly tracked: number;
  /** The parameters after the last committed update, or the initial ones before the first. */
  readonly committed: Float64Array;
  /** Before the first update. */
  readonly initial: Float64Array;
  readonly pass: BatchPass;
  /** Updates that pass over the training examples once. */
  readonly updatesPerEpoch: number;

  readonly #interventions: InterventionQueue;
  readonly #sampler: Sampler;
  readonly #data: DataLeaves;
  readonly #prediction: number;
  readonly #parameters: ParameterLeaves;
  readonly #updated: Float64Array;
  readonly #optimizer: Optimizer;
  readonly #gates: GateWatch;
  /** Null where there are no test examples. */
  readonly #test: TestLoss | null;
  #epochSum = 0;

  constructor(
    readonly recipe: Recipe,
    interventions: readonly Intervention[] = [],
  ) {
    this.#interventions = new InterventionQueue(interventions);
    this.learningRate = recipe.learningRate;
    // One stream a run: data, noise, split, initial weights, then samples.
    const random = new Mt19937(recipe.seed);
    this.examples = examplesOf(recipe.dataset, random);
    this.model = buildModel(recipe, this.examples.inputs, random);
    this.tape = new Tape(this.model.root);
    const { tape, model, examples } = this;
    const count = examples.training;
    const size = recipe.batch === 'full' ? count : recipe.batch;
    this.updatesPerEpoch = -Math.floor(-count / size);
    this.#sampler = new Sampler(recipe.sampling, count, size, random);

    this.#data = new DataLeaves(model, tape, examples);
    const place = (node: Value | null) => (node && tape.has(node) ? tape.indexOf(node) : -1);
    this.#prediction = place(model.prediction);
    this.#parameters = new ParameterLeaves(model, tape);
    const { names, committed } = this.#parameters;
    this.parameterNames = names;
    this.committed = committed;
    this.initial = committed.slice();
    this.#updated = new Float64Array(names.length);
    this.tracked = Math.min(TRACKED, names.length);
    this.row = new Float64Array(FIXED_COLUMNS + 2 * this.tracked).fill(Number.NaN);
    this.#optimizer = new Optimizer(recipe.optimizer, names.length);
    this.#gates = new GateWatch(model.gates, tape);
    const through = { tape, data: this.#data, parameters: this.#parameters, gates: this.#gates };
    this.pass = new BatchPass(recipe, through, size);
    this.#test = examples.count > count ? new TestLoss(tape, examples) : null;
    this.setExample(this.batch[0] as number);
    if (!model.trains) tape.forward();
  }

  /** The column of a row that holds tracked parameter i after the update. */
  parameterColumn(i: number): number {
    return FIXED_COLUMNS + i;
  }

  gradientColumn(i: number): number {
    return FIXED_COLUMNS + this.tracked + i;
  }

  /** The loss before the last committed update; null before the first. */
  get loss(): number | null {
    return this.step === 0 ? null : (this.row[COLUMN.loss] as number);
  }

  /** Indices from 0 of the training examples that the coming step takes. */
  get batch(): readonly number[] {
    return this.#sampler.batch;
  }

  /** Nodes of the parameters on the tape, in declared order. */
  get parameterNodes(): Int32Array {
    return this.#parameters.nodes;
  }

  get dead(): GateWatch['report'] {
    return this.#gates.report;
  }

  /** Whose gradients the coming step zeroes: a graph that is built anew has only the parameters from before. */
  get zeroed(): Zeroed {
    if (!this.zeroGradients) return 'none';
    return this.recipe.graph === 'once-zeroed' ? 'every-node' : 'parameters';
  }

  /** Whether the coming step goes backward through the graph of the step before, without a forward pass. */
  get reuses(): boolean {
    return this.recipe.graph !== 'rebuilt' && this.step > 0;
  }

  /** Lets `change` hold from the coming update on, and returns it with that step. */
  intervene(change: Change): Intervention {
    this.applyInterventions();
    const intervention = this.#interventions.insert({ step: this.step + 1, change });
    this.applyInterventions();
    return intervention;
  }

  /**
   * Takes up to `count` steps and stops at the run's end.
   * After a divergence the trainer stands at its last finite state: the graph, the row and the parameters of `step`.
   */
  advance(count: number, sink?: RowSink): void {
    if (this.ended !== null || !this.model.trains) return;
    const start = this.save(true);
    const last = Math.min(this.step + count, this.recipe.stop.steps);
    while (this.step < last) {
      if (!this.#update()) {
        const reached = this.step;
        const divergedAt = { step: reached + 1, ...this.#notFinite() };
        this.restore(start);
        while (this.step < reached) this.#update();
        // Also undoes what a change at rest set for the step that failed.
        this.#parameters.write(this.tape.data, this.committed);
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

  /**
   * @param graph whether to keep what the graph shows, too; without it a restored trainer shows it after its next step. A graph
   * that is built once is always kept.
   */
  save(graph = this.recipe.graph !== 'rebuilt'): Checkpoint {
    const { data, grad } = this.tape;
    return {
      step: this.step,
      learningRate: this.learningRate,
      zeroGradients: this.zeroGradients,
      epochSum: this.#epochSum,
      applied: this.#interventions.applied,
      ended: this.ended,
      divergedAt: this.divergedAt,
      sampler: this.#sampler.save(),
      optimizer: this.#optimizer.save(),
      gates: this.#gates.save(),
      parameters: this.#parameters.read(data),
      gradients: this.#parameters.read(grad),
      committed: this.committed.slice(),
      row: this.row.slice(),
      graph: graph ? { data: data.slice(), grad: grad.slice() } : null,
    };
  }

  restore(from: Checkpoint): void {
    const { data, grad } = this.tape;
    this.step = from.step;
    this.learningRate = from.learningRate;
    this.zeroGradients = from.zeroGradients;
    this.#epochSum = from.epochSum;
    this.#interventions.applied = from.applied;
    this.#sampler.restore(from.sampler);
    this.#optimizer.restore(from.optimizer);
    this.#gates.restore(from.gates);
    if (from.graph) {
      data.set(from.graph.data);
      grad.set(from.graph.grad);
    }
    this.#parameters.write(data, from.parameters);
    this.#parameters.write(grad, from.gradients);
    this.committed.set(from.committed);
    this.row.set(from.row);
    this.ended = from.ended;
    this.divergedAt = from.divergedAt;
  }

  /** Sets the data leaves to training example `index`. */
  setExample(index: number): void {
    this.#data.set(this.tape.data, index);
  }

  /** Takes up the changes that hold from the coming step on. */
  applyInterventions(): void {
    for (const change of this.#interventions.due(this.step + 1)) {
      if (change.kind === 'learning-rate') this.learningRate = change.value;
      else if (change.kind === 'zero-gradients') this.zeroGradients = change.on;
      else {
        const index = this.parameterNodes[this.parameterNames.indexOf(change.name)];
        if (index !== undefined) this.tape.data[index] = change.value;
      }
    }
  }

  /** How the optimiser would move parameter i by `gradient` in the coming step. */
  move(i: number, gradient: number) {
    const before = this.tape.data[this.parameterNodes[i] as number] as number;
    const after = this.#optimizer.moved(i, before, gradient, this.learningRate);
    return { before, after, detail: this.#optimizer.detail(i) };
  }

  /** One step. False: nothing was committed, because a number that an update needs is not finite. */
  #update(): boolean {
    const { tape, row, batch } = this;
    const { data, grad } = tape;
    this.applyInterventions();
    const loss = this.pass.run(batch, this.zeroed, this.reuses);
    if (!Number.isFinite(loss) || !this.#descend()) return false;

    this.step += 1;
    this.#optimizer.commit();
    const single = batch.length === 1 && this.pass.losses.length === 1;
    row[COLUMN.sample] = single ? (batch[0] as number) + 1 : Number.NaN;
    row[COLUMN.prediction] =
      single && this.#prediction >= 0 ? (data[this.#prediction] as number) : Number.NaN;
    row[COLUMN.loss] = loss;
    row[COLUMN.learningRate] = this.learningRate;
    this.#parameters.write(data, this.#updated);
    this.committed.set(this.#updated);
    for (let i = 0; i < this.tracked; i++) {
      row[FIXED_COLUMNS + i] = this.#updated[i] as number;
      row[FIXED_COLUMNS + this.tracked + i] = grad[this.parameterNodes[i] as number] as number;
    }
    this.#endOfEpoch(loss);
    if (this.recipe.graph === 'rebuilt') this.#sampler.next();
    if ((row[COLUMN.epochLoss] as number) < this.recipe.stop.lossBelow) this.ended = 'loss';
    else if (this.step === this.recipe.stop.steps) this.ended = 'steps';
    return true;
  }

  /** Where the optimiser moves each parameter, into #updated. False when a gradient or a new parameter is not finite. */
  #descend(): boolean {
    const { data, grad } = this.tape;
    const { nodes } = this.#parameters;
    for (let i = 0; i < nodes.length; i++) {
      const index = nodes[i] as number;
      const gradient = grad[index] as number;
      const before = data[index] as number;
      const value = this.#optimizer.moved(i, before, gradient, this.learningRate);
      this.#updated[i] = value;
      if (!Number.isFinite(gradient) || !Number.isFinite(value)) return false;
    }
    return true;
  }

  /** Counts the loss; where this step completes an epoch, its mean, the test loss and the dead units are known. */
  #endOfEpoch(loss: number): void {
    const { row } = this;
    this.#epochSum += loss;
    row[COLUMN.epochLoss] = Number.NaN;
    row[COLUMN.testLoss] = Number.NaN;
    if (this.step % this.updatesPerEpoch !== 0) return;
    row[COLUMN.epochLoss] = this.#epochSum / this.updatesPerEpoch;
    this.#epochSum = 0;
    this.#gates.endEpoch();
    const losses = this.#test?.losses(this.#parameters, this.#data);
    if (losses) row[COLUMN.testLoss] = this.pass.total(losses, losses.length);
  }

  #notFinite() {
    const { tape, batch, pass } = this;
    return firstNotFinite({
      tape,
      // A graph that is used again was finite when it was computed.
      batch: this.reuses ? [] : batch,
      setExample: (index) => this.setExample(index),
      loss: pass.total(pass.losses, batch.length),
      parameters: this.parameterNodes,
      updated: this.#updated,
    });
  }
}
