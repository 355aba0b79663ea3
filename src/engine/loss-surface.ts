import type { Recipe } from '../contract/recipe';
import { BatchPass } from './batch-pass';
import type { Examples } from './datasets';
import { GateWatch } from './dead-units';
import { ForwardPass } from './forward-pass';
import { DataLeaves, ParameterLeaves } from './leaves';
import type { Model } from './model';
import { Tape } from './tape';

/** What a surface is computed from; nothing of it changes. */
export interface SurfaceSource {
  readonly recipe: Recipe;
  readonly model: Model;
  readonly examples: Examples;
}

/** The loss of some examples as a function of the parameters: the same sums in the same order as in a training step. */
export class LossSurface {
  readonly #tape: Tape;
  readonly #parameters: ParameterLeaves;
  readonly #pass: BatchPass;
  readonly #forward: ForwardPass;
  readonly #samples: readonly number[];
  /** The samples' numbers, data leaf by data leaf. */
  readonly #columns: readonly Float64Array[];

  /**
   * @param samples indices from 0, at least one
   * @param values losses that are wanted, about: for many of them a kernel is made
   */
  constructor({ recipe, model, examples }: SurfaceSource, samples: readonly number[], values = 1) {
    const tape = new Tape(model.root);
    const data = new DataLeaves(model, tape, examples);
    const parameters = new ParameterLeaves(model, tape);
    const gates = new GateWatch([], tape);
    this.#tape = tape;
    this.#parameters = parameters;
    this.#pass = new BatchPass(recipe, { tape, data, parameters, gates }, samples.length);
    const source = { recipe, examples, tape, data, parameters };
    this.#forward = new ForwardPass(source, values * samples.length);
    this.#samples = samples;
    this.#columns = Array.from(data.nodes, (_, leaf) => {
      const column = data.column(leaf);
      return Float64Array.from(samples, (sample) => column[sample] as number);
    });
  }

  /** What one value takes, in computations of a node by the tape, about. */
  get work(): number {
    return this.#forward.work * this.#samples.length;
  }

  get byKernel(): boolean {
    return this.#forward.byKernel;
  }

  /** @param parameters in declared order */
  at(parameters: Float64Array): void {
    this.#parameters.write(this.#tape.data, parameters);
  }

  /** Moves one parameter. */
  set(parameter: number, value: number): void {
    this.#tape.data[this.#parameters.nodes[parameter] as number] = value;
  }

  /** Of the parameters as they were set; Infinity or NaN where it overflows. */
  loss(): number {
    const { losses } = this.#pass;
    this.#forward.run(this.#columns, losses);
    return this.#pass.total(losses, losses.length);
  }

  /** ∂L/∂p of each parameter, in declared order. */
  gradient(): Float64Array {
    this.#pass.run(this.#samples, 'every-node', false);
    return this.#parameters.read(this.#tape.grad);
  }
}

/** What the model predicts from its inputs. */
export class PredictionSurface {
  readonly #tape: Tape;
  readonly #parameters: ParameterLeaves;
  readonly #data: DataLeaves;
  readonly #forward: ForwardPass;
  /** The column that each data leaf takes. */
  readonly #columnOf: readonly number[];

  /**
   * @param values predictions that are wanted, about: for many of them a kernel is made
   * @throws RangeError where the model has no prediction
   */
  constructor({ recipe, model, examples }: SurfaceSource, values = 1) {
    const { prediction } = model;
    if (!prediction) throw new RangeError('This model has no prediction.');
    // No further than the prediction: neither target nor loss is of interest.
    const tape = new Tape(prediction);
    const upToPrediction = { ...model, root: prediction };
    const data = new DataLeaves(upToPrediction, tape, examples);
    const parameters = new ParameterLeaves(upToPrediction, tape);
    this.#tape = tape;
    this.#data = data;
    this.#parameters = parameters;
    this.#forward = new ForwardPass({ recipe, examples, tape, data, parameters }, values);
    this.#columnOf = model.data.filter(({ node }) => tape.has(node)).map(({ column }) => column);
  }

  /** What one value takes, in computations of a node by the tape, about. */
  get work(): number {
    return this.#forward.work;
  }

  get byKernel(): boolean {
    return this.#forward.byKernel;
  }

  /** @param named parameters by name */
  at(named: ReadonlyMap<string, number>): void {
    const { names, nodes } = this.#parameters;
    names.forEach((name, i) => {
      this.#tape.data[nodes[i] as number] = named.get(name) as number;
    });
  }

  /**
   * @param columns of the inputs, and of the target where a prediction is made from that; without a column a leaf keeps the
   * last example's number
   * @returns a prediction for each example of the columns
   */
  over(columns: readonly Float64Array[]): Float64Array {
    const count = columns[0]?.length ?? 0;
    const { data } = this.#tape;
    const taken = this.#columnOf.map((column, leaf) => {
      const kept = data[this.#data.nodes[leaf] as number] as number;
      return columns[column] ?? new Float64Array(count).fill(kept);
    });
    const values = new Float64Array(count);
    this.#forward.run(taken, values);
    taken.forEach((column, leaf) => {
      if (count > 0) data[this.#data.nodes[leaf] as number] = column[count - 1] as number;
    });
    return values;
  }
}
