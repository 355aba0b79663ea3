import type { Change } from '../../src/contract/intervention';
import type { Activation, MlpRecipe, Optimizer, Recipe } from '../../src/contract/recipe';
import { topologicalOrder } from '../../src/engine/topology';
import { Value } from '../../src/engine/value';

/** Inputs and target of an example. */
type Example = readonly number[];

/**
 * Trains with Value objects alone, as a student's notebook does: at each step the loss of every example of the batch and their
 * mean or sum become one new graph, backward() goes through it, and the optimiser moves the parameters.
 */
export class ObjectTrainer {
  readonly parameters: number[];
  gradients: number[];
  loss = Number.NaN;
  /** The graph of the last step: its parameters, and what backward starts from. */
  #graph: { readonly leaves: readonly Value[]; readonly root: Value } | null = null;
  readonly #recipe: Recipe;
  readonly #names: readonly string[];
  readonly #optimizer: (i: number, gradient: number, learningRate: number) => number;
  #learningRate: number;
  #zeroGradients = true;

  /** @param initial the parameters' values before the first step, in declared order */
  constructor(recipe: Recipe, names: readonly string[], initial: Float64Array) {
    this.#recipe = recipe;
    this.#names = names;
    this.parameters = [...initial];
    this.gradients = this.parameters.map(() => 0);
    this.#optimizer = optimizerOf(recipe.optimizer, initial.length);
    this.#learningRate = recipe.learningRate;
  }

  change(change: Change): void {
    if (change.kind === 'learning-rate') this.#learningRate = change.value;
    else if (change.kind === 'zero-gradients') this.#zeroGradients = change.on;
    else this.parameters[this.#names.indexOf(change.name)] = change.value;
  }

  step(batch: readonly Example[]): void {
    const graph = this.#recipe.graph === 'rebuilt' ? null : this.#graph;
    this.#graph = graph ?? this.#build(batch);
    const { leaves, root } = this.#graph;
    if (graph) this.#again(graph.leaves, graph.root);
    root.backward();
    this.loss = root.data;
    this.gradients = leaves.map(({ grad }) => grad);
    this.gradients.forEach((gradient, i) => {
      (this.parameters[i] as number) -= this.#optimizer(i, gradient, this.#learningRate);
    });
  }

  #build(batch: readonly Example[]) {
    const leaves = this.parameters.map((data) => new Value(data));
    leaves.forEach((leaf, i) => {
      if (!this.#zeroGradients) leaf.grad = this.gradients[i] as number;
    });
    const total = batch
      .map((example) => lossOf(this.#recipe, leaves, example))
      .reduce((sum, loss) => sum.add(loss));
    const summed = this.#recipe.model === 'mlp' && this.#recipe.loss === 'sum';
    return { leaves, root: summed || batch.length === 1 ? total : total.div(batch.length) };
  }

  /** The nodes as they are, with the parameters where they were moved to: nothing is computed from them anew. */
  #again(leaves: readonly Value[], root: Value): void {
    leaves.forEach((leaf, i) => (leaf.data = this.parameters[i] as number));
    if (!this.#zeroGradients) return;
    const every = this.#recipe.graph === 'once-zeroed';
    const zeroed = every ? topologicalOrder(root, ({ operands }) => operands) : leaves;
    for (const node of zeroed) node.grad = 0;
  }
}

function lossOf(recipe: Recipe, leaves: readonly Value[], example: Example): Value {
  const data = example.map((value) => new Value(value));
  const [inputs, y] = [data.slice(0, -1), data.at(-1) as Value];
  switch (recipe.model) {
    case 'perceptron': {
      const [x, w, b] = [...inputs, ...leaves] as [Value, Value, Value];
      return activated(recipe.activation, x.mul(w).add(b)).sub(y).square();
    }
    case 'mlp':
      return network(recipe, leaves, inputs).sub(y).square();
    case 'expression':
      return penalised(inputs, y, leaves);
  }
}

function activated(activation: Activation, z: Value): Value {
  if (activation === 'identity') return z;
  if (activation === 'relu') return z.relu();
  return z.add(activation === 'relu-abs' ? z.abs() : z.absNotebook()).div(2);
}

function network(recipe: MlpRecipe, leaves: readonly Value[], inputs: readonly Value[]): Value {
  const left = [...leaves];
  const layer = (from: readonly Value[], width: number) =>
    Array.from({ length: width }, () => {
      const weights = left.splice(0, from.length);
      const bias = left.shift() as Value;
      return from.reduce((z, input, i) => z.add((weights[i] as Value).mul(input)), bias);
    });
  const hidden = recipe.hidden.reduce<readonly Value[]>(
    (from, width) =>
      layer(from, width).map((z) => (recipe.activation === 'tanh' ? z.tanh() : z.relu())),
    inputs,
  );
  const z = layer(hidden, 1)[0] as Value;
  return recipe.output === 'tanh' ? z.tanh() : z;
}

/** The loss of model-recipes.ts' expression. */
function penalised([x]: readonly Value[], y: Value, leaves: readonly Value[]): Value {
  const [w1, b, w2] = leaves as [Value, Value, Value];
  const z = w1.mul(x as Value).add(b);
  const h = z.tanh().mul(w2).add(0.25);
  const penalty = new Value(0.1).mul(w1).mul(w1);
  return h.sub(y).square().add(penalty);
}

/** What is subtracted from parameter i: η·g, PyTorch's SGD with momentum 0.9, or its Adam. */
function optimizerOf(name: Optimizer, parameters: number) {
  const velocity: (number | undefined)[] = [];
  const first = new Float64Array(parameters);
  const second = new Float64Array(parameters);
  const powers = Array.from({ length: parameters }, () => ({ beta1: 1, beta2: 1 }));
  return (i: number, gradient: number, learningRate: number): number => {
    if (name === 'sgd') return learningRate * gradient;
    if (name === 'momentum') {
      const before = velocity[i];
      const after = before === undefined ? gradient : 0.9 * before + gradient;
      velocity[i] = after;
      return learningRate * after;
    }
    const power = powers[i] as { beta1: number; beta2: number };
    power.beta1 *= 0.9;
    power.beta2 *= 0.999;
    first[i] = 0.9 * (first[i] as number) + (1 - 0.9) * gradient;
    second[i] = 0.999 * (second[i] as number) + (1 - 0.999) * (gradient * gradient);
    const denominator = Math.sqrt(second[i]) / Math.sqrt(1 - power.beta2) + 1e-8;
    return (learningRate / (1 - power.beta1)) * (first[i] / denominator);
  };
}
