import type { Recipe } from '../contract/recipe';
import { BatchPass } from './batch-pass';
import type { Examples } from './datasets';
import { GateWatch } from './dead-units';
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
  /** Node computations that one value takes. */
  readonly work: number;
  readonly #tape: Tape;
  readonly #data: DataLeaves;
  readonly #parameters: ParameterLeaves;
  readonly #pass: BatchPass;
  readonly #samples: readonly number[];

  /** @param samples indices from 0, at least one */
  constructor({ recipe, model, examples }: SurfaceSource, samples: readonly number[]) {
    const tape = new Tape(model.root);
    this.#tape = tape;
    this.#data = new DataLeaves(model, tape, examples);
    this.#parameters = new ParameterLeaves(model, tape);
    const gates = new GateWatch([], tape);
    const through = { tape, data: this.#data, parameters: this.#parameters, gates };
    this.#pass = new BatchPass(recipe, through, samples.length);
    this.#samples = samples;
    this.work = tape.nodes.length * samples.length;
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
    const { data } = this.#tape;
    const { losses } = this.#pass;
    for (let i = this.#samples.length - 1; i >= 0; i--) {
      this.#data.set(data, this.#samples[i] as number);
      this.#tape.forward();
      losses[i] = data[data.length - 1] as number;
    }
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
  /** Node computations that one value takes. */
  readonly work: number;
  readonly #tape: Tape;
  readonly #parameters: ParameterLeaves;
  readonly #data: DataLeaves;
  /** The leaves of each input's column. */
  readonly #inputs: readonly (readonly number[])[];

  /** @throws RangeError where the model has no prediction */
  constructor({ model, examples }: SurfaceSource) {
    const { prediction } = model;
    if (!prediction) throw new RangeError('This model has no prediction.');
    // No further than the prediction: neither target nor loss is of interest.
    const tape = new Tape(prediction);
    const upToPrediction = { ...model, root: prediction };
    this.#tape = tape;
    this.#parameters = new ParameterLeaves(upToPrediction, tape);
    this.#data = new DataLeaves(upToPrediction, tape, examples);
    this.#inputs = Array.from({ length: examples.inputs }, (_, column) =>
      model.data
        .filter((leaf) => leaf.column === column && tape.has(leaf.node))
        .map(({ node }) => tape.indexOf(node)),
    );
    this.work = tape.nodes.length;
  }

  /** @param named parameters by name */
  at(named: ReadonlyMap<string, number>): void {
    const { names, nodes } = this.#parameters;
    names.forEach((name, i) => {
      this.#tape.data[nodes[i] as number] = named.get(name) as number;
    });
  }

  atExample(index: number): number {
    this.#data.set(this.#tape.data, index);
    return this.#computed();
  }

  atInputs(inputs: readonly number[]): number {
    inputs.forEach((value, i) => {
      for (const node of this.#inputs[i] ?? []) this.#tape.data[node] = value;
    });
    return this.#computed();
  }

  #computed(): number {
    const { data } = this.#tape;
    this.#tape.forward();
    return data[data.length - 1] as number;
  }
}
