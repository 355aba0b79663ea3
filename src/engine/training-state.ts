import type { SHOWN_PARAMETERS } from '../contract/lab-events';
import type { Zeroed } from '../contract/explanation';
import type { Recipe } from '../contract/recipe';
import type { Divergence } from '../contract/run-document';
import { BatchPass } from './batch-pass';
import { buildModel } from './build-model';
import type { Checkpoint, Ended } from './checkpoint';
import { type Examples, examplesOf } from './datasets';
import { GateWatch } from './dead-units';
import { DataLeaves, ParameterLeaves } from './leaves';
import type { Model } from './model';
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
export const FIXED_COLUMNS = 6;

/** Parameters whose values and gradients stand in rows: the first in declared order. */
export const TRACKED: typeof SHOWN_PARAMETERS = 16;

/** Everything that a run's steps read and write; a backend takes it from step to step. */
export class TrainingState {
  /** Committed updates. */
  step = 0;
  learningRate: number;
  zeroGradients = true;
  ended: Ended = null;
  divergedAt: Divergence | null = null;
  /** Sum of the step losses of the epoch under way. */
  epochSum = 0;
  /** The last committed step's row; all NaN before the first. */
  readonly row: Float64Array;
  readonly tape: Tape;
  readonly model: Model;
  readonly examples: Examples;
  readonly data: DataLeaves;
  readonly parameters: ParameterLeaves;
  readonly sampler: Sampler;
  readonly optimizer: Optimizer;
  readonly gates: GateWatch;
  readonly pass: BatchPass;
  /** Null where there are no test examples. */
  readonly test: TestLoss | null;
  /** Updates that pass over the training examples once. */
  readonly updatesPerEpoch: number;
  /** The parameters before the first update, in declared order. */
  readonly initial: Float64Array;
  /** Parameters that stand in rows. */
  readonly tracked: number;
  /** The prediction's index on the tape, or −1. */
  readonly prediction: number;

  constructor(readonly recipe: Recipe) {
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
    this.sampler = new Sampler(recipe.sampling, count, size, random);

    this.data = new DataLeaves(model, tape, examples);
    const place = (node: Value | null) => (node && tape.has(node) ? tape.indexOf(node) : -1);
    this.prediction = place(model.prediction);
    this.parameters = new ParameterLeaves(model, tape);
    const { length } = this.parameters.names;
    this.initial = this.parameters.committed.slice();
    this.tracked = Math.min(TRACKED, length);
    this.row = new Float64Array(FIXED_COLUMNS + 2 * this.tracked).fill(Number.NaN);
    this.optimizer = new Optimizer(recipe.optimizer, length);
    this.gates = new GateWatch(model.gates, tape);
    const { data, parameters, gates } = this;
    this.pass = new BatchPass(recipe, { tape, data, parameters, gates }, size);
    this.test = examples.count > count ? new TestLoss(tape, examples) : null;
    this.setExample(this.sampler.batch[0] as number);
    if (!model.trains) tape.forward();
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

  /** Sets the data leaves to training example `index`. */
  setExample(index: number): void {
    this.data.set(this.tape.data, index);
  }

  /** Writes the last committed step's parameters, their gradients and the learning rate into its row. */
  writeRow(loss: number, sample: number, prediction: number): void {
    const { row, tracked, parameters, tape } = this;
    row[COLUMN.sample] = sample;
    row[COLUMN.prediction] = prediction;
    row[COLUMN.loss] = loss;
    row[COLUMN.learningRate] = this.learningRate;
    for (let i = 0; i < tracked; i++) {
      row[FIXED_COLUMNS + i] = parameters.committed[i] as number;
      row[FIXED_COLUMNS + tracked + i] = tape.grad[parameters.nodes[i] as number] as number;
    }
  }

  /** Says whether the step that was just committed is the run's last. */
  judgeEnd(): void {
    const { stop } = this.recipe;
    if ((this.row[COLUMN.epochLoss] as number) < stop.lossBelow) this.ended = 'loss';
    else if (this.step === stop.steps) this.ended = 'steps';
  }

  /**
   * @param applied interventions that were taken up
   * @param graph whether to keep what the graph shows, too
   */
  save(applied: number, graph: boolean): Checkpoint {
    const { data, grad } = this.tape;
    return {
      step: this.step,
      learningRate: this.learningRate,
      zeroGradients: this.zeroGradients,
      epochSum: this.epochSum,
      applied,
      ended: this.ended,
      divergedAt: this.divergedAt,
      sampler: this.sampler.save(),
      optimizer: this.optimizer.save(),
      gates: this.gates.save(),
      parameters: this.parameters.read(data),
      gradients: this.parameters.read(grad),
      committed: this.parameters.committed.slice(),
      row: this.row.slice(),
      graph: graph ? { data: data.slice(), grad: grad.slice() } : null,
    };
  }

  restore(from: Checkpoint): void {
    const { data, grad } = this.tape;
    this.step = from.step;
    this.learningRate = from.learningRate;
    this.zeroGradients = from.zeroGradients;
    this.epochSum = from.epochSum;
    this.sampler.restore(from.sampler);
    this.optimizer.restore(from.optimizer);
    this.gates.restore(from.gates);
    if (from.graph) {
      data.set(from.graph.data);
      grad.set(from.graph.grad);
    }
    this.parameters.write(data, from.parameters);
    this.parameters.write(grad, from.gradients);
    this.parameters.committed.set(from.committed);
    this.row.set(from.row);
    this.ended = from.ended;
    this.divergedAt = from.divergedAt;
  }
}
