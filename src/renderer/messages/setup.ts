import { datasetName, inputCount } from '../../contract/dataset';
import type { Activation, Recipe } from '../../contract/recipe';
import { count } from '../format';

export const shortActivations: Readonly<Record<Activation, string>> = {
  identity: 'identity',
  relu: 'ReLU',
  'relu-abs': 'ReLU by abs',
  'relu-notebook': 'notebook’s ReLU',
};

const datasets = {
  one: 'one example',
  pair: 'pair',
  integers: 'integers 1–3',
  karpathy: 'Karpathy’s four',
  line: 'noisy line',
  moons: 'moons',
  circles: 'circles',
  xor: 'XOR',
  spiral: 'spiral',
  points: 'your own points',
};

/** A recipe's dataset in a few words. */
export const datasetWords = ({ dataset }: Recipe): string => datasets[datasetName(dataset)];

export function modelName(recipe: Recipe): string {
  if (recipe.model === 'expression') return 'expression';
  if (recipe.model === 'perceptron') return shortActivations[recipe.activation];
  const shape = [inputCount(recipe.dataset), ...recipe.hidden, 1].join('-');
  return `MLP ${shape} ${recipe.activation === 'relu' ? 'ReLU' : 'tanh'}`;
}

/** What is said of a recipe's fields. */
export const setup = {
  label: 'Setup',
  model: 'Model',
  models: { perceptron: 'Perceptron', mlp: 'MLP', expression: 'Expression' },
  activation: 'Activation',
  activations: {
    identity: 'identity',
    relu: 'ReLU',
    'relu-abs': 'ReLU as (z + |z|) / 2',
    'relu-notebook': 'the same, as the notebook wrote it',
  },
  notes: {
    identity: 'The loss is the full square, without a ½.',
    relu: 'ReLU′(0) = 0: from w = b = 0 nothing moves.',
    'relu-abs': 'abs′(0) = 0: at z = 0 half of the gradient comes through.',
    'relu-notebook':
      'Its abs has no backward rule: half of the gradient comes through, whatever z is.',
  },
  data: 'Data',
  dataset: 'Dataset',
  datasets,
  rules: { perceptron: 'y = 2x', mlp: '', expression: '' },
  count: 'Examples',
  noise: 'Noise',
  test: 'Test examples',
  mlp: {
    hidden: 'Hidden layers',
    accepted: 'one to six whole numbers from 1 to 64, such as 4, 4',
    output: 'Output',
    outputs: { linear: 'linear', tanh: 'tanh' },
    loss: 'Loss of a batch',
    reductions: { mean: 'mean', sum: 'sum' },
    activations: { tanh: 'tanh', relu: 'ReLU' },
    parameters: (number: number) => `${count(number)} parameters`,
  },
  expression: {
    label: 'Expression',
    note: 'One assignment a line. The line loss = … is what is trained.',
    roles: { parameter: 'parameter', input: 'typed value' } as Readonly<Record<string, string>>,
    column: (name: string) => `data: ${name}`,
    initial: (name: string) => `Initial ${name}`,
    value: (name: string) => `Value of ${name}`,
  },
  sampling: 'Sampling',
  samplings: { 'in-order': 'in order', random: 'at random' },
  batch: 'Batch',
  batches: { '1': 'one at a time', mini: 'mini-batches', full: 'all examples' },
  batchSize: 'Batch size',
  optimizer: 'Optimizer',
  optimizers: { sgd: 'SGD', momentum: 'momentum 0.9', adam: 'Adam' },
  samplingForced: 'Integers are always drawn at random.',
  table: {
    prediction: 'ŷ',
    loss: 'loss',
    caption: 'Examples',
    look: 'look at it',
    lookField: 'Show example',
    lookAt: (sample: number) => `Show example ${count(sample)} in the graph`,
    more: (more: number, training: number, test: number) =>
      [
        ...(more > 0 ? [`and ${count(more)} more`] : []),
        ...(test > 0 ? [`${count(training)} to train with, ${count(test)} to test with`] : []),
      ].join('; '),
  },
  learningRate: 'Learning rate',
  learningRateSlider: 'η on a logarithmic scale',
  learningRateNote: 'A change takes effect at the next step.',
  zeroGradients: 'Zero the gradients before each step',
  zeroGradientsOff: 'Forgotten: each step’s gradients of the parameters are added to the old ones.',
  graph: {
    reuse: 'Reuse the graph of the first step',
    oneAtATime: 'A graph is reused with one example at a time.',
    zeroed: 'Zeroed gradients',
    zeroedWords: { once: 'parameters', 'once-zeroed': 'every node' },
    notes: {
      once: 'No forward pass after the first: the loss stands still, and every other node adds each step’s gradient to its old one, so the updates grow.',
      'once-zeroed':
        'No forward pass after the first: the loss stands still, and so do the gradients; the parameters run away in equal steps.',
    },
    nothingZeroed:
      'No forward pass after the first, and nothing is zeroed: the loss stands still, and every gradient grows.',
  },
  startAndStop: 'Start and stop',
  w: 'Initial w',
  b: 'Initial b',
  seed: 'Seed',
  steps: 'Steps',
  lossBelow: 'Stop below loss',
  newRun: 'Every other change starts a new run.',
};
