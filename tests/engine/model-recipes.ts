import {
  activations,
  type Batch,
  defaultRecipe,
  type ExpressionRecipe,
  hiddenActivations,
  type MlpRecipe,
  optimizers,
  outputs,
  type PerceptronRecipe,
  type Recipe,
  reductions,
  samplings,
} from '../../src/contract/recipe';

const { dataset, sampling, batch, optimizer, graph, seed } = defaultRecipe;
const training = { dataset, sampling, batch, optimizer, graph, learningRate: 0.02, seed } as const;
const stop = { steps: 200, lossBelow: 0 };

export function perceptron(choices: Partial<PerceptronRecipe> = {}): PerceptronRecipe {
  const initial = { w: 0.3, b: -0.2 };
  return { model: 'perceptron', activation: 'identity', ...training, initial, stop, ...choices };
}

/** 2-3-2-1 on five points of two moons. */
export function mlp(choices: Partial<MlpRecipe> = {}): MlpRecipe {
  return {
    model: 'mlp',
    ...training,
    activation: 'tanh',
    hidden: [3, 2],
    output: 'linear',
    loss: 'mean',
    dataset: { kind: 'moons', count: 5, noise: 0.1, test: 0 },
    stop,
    ...choices,
  };
}

/** Neurons with a penalty for large weights: w1 is used three times, 0.1 is a constant, c an input. */
export function expression(choices: Partial<ExpressionRecipe> = {}): ExpressionRecipe {
  return {
    model: 'expression',
    text: 'z = w1*x + b\nh = tanh(z)*w2 + c\npenalty = 0.1*w1*w1\nloss = (h - y)**2 + penalty',
    names: [
      { name: 'w1', role: 'parameter', initial: 0.4 },
      { name: 'x', role: 'data', column: 'x' },
      { name: 'b', role: 'parameter', initial: -0.3 },
      { name: 'w2', role: 'parameter', initial: 0.9 },
      { name: 'c', role: 'input', value: 0.25 },
      { name: 'y', role: 'data', column: 'y' },
    ],
    ...training,
    dataset: { kind: 'line', count: 5, noise: 0.3, test: 0 },
    stop,
    ...choices,
  };
}

/** Every kind of model: four perceptrons, eight networks, an expression. */
export const everyModel: readonly Recipe[] = [
  ...activations.map((activation) =>
    perceptron({ activation, dataset: { kind: 'line', count: 5, noise: 0.3, test: 0 } }),
  ),
  ...hiddenActivations.flatMap((activation) =>
    outputs.flatMap((output) => reductions.map((loss) => mlp({ activation, output, loss }))),
  ),
  expression(),
];

const batches: readonly Batch[] = [1, 2, 'full'];

/** Each optimiser with every way to take the five examples: one at a time, mini-batches of 2, 2 and 1, all at once. */
export const everyTraining = optimizers.flatMap((name) =>
  samplings.flatMap((order) =>
    batches.map((size) => ({ optimizer: name, sampling: order, batch: size })),
  ),
);

/** A recipe in a few words, as a test's name. */
export function inWords(recipe: Recipe): string {
  const { model } = recipe;
  if (model === 'expression') return model;
  if (model === 'perceptron') return `${model} ${recipe.activation}`;
  return `${model} ${recipe.activation}, output ${recipe.output}, ${recipe.loss} of the losses`;
}
