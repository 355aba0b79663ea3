import * as v from 'valibot';
import { type Dataset, datasetSchema, inputCount, trainingCount } from './dataset';
import { parseNumber } from './number-text';
import { chosenBy, fieldRule, fields, inRange, type NumberRange, numberIn, oneOf } from './ranges';

export const models = ['perceptron', 'mlp', 'expression'] as const;
export type ModelKind = (typeof models)[number];

export const activations = ['identity', 'relu', 'relu-abs', 'relu-notebook'] as const;
export type Activation = (typeof activations)[number];

/** Of an MLP's hidden neurons. */
export const hiddenActivations = ['tanh', 'relu'] as const;
export type HiddenActivation = (typeof hiddenActivations)[number];

export const outputs = ['linear', 'tanh'] as const;
export type Output = (typeof outputs)[number];

/** What a batch's losses come to. */
export const reductions = ['mean', 'sum'] as const;
export type Reduction = (typeof reductions)[number];

export const samplings = ['in-order', 'random'] as const;
export type Sampling = (typeof samplings)[number];

export const optimizers = ['sgd', 'momentum', 'adam'] as const;
export type Optimizer = (typeof optimizers)[number];

/**
 * When the graph is built. rebuilt: anew for each step. once: for the first step only, as by a loop that forgets the forward
 * pass; every step goes backward through the same nodes and zeroes the parameters' gradients. once-zeroed: it zeroes every
 * node's.
 */
export const graphUses = ['rebuilt', 'once', 'once-zeroed'] as const;
export type GraphUse = (typeof graphUses)[number];

/** Examples an update looks at: one at a time, a mini-batch of that many, or the whole dataset. */
export type Batch = number | 'full';

/** The number fields of a recipe: what each accepts and where it starts. Units: none; steps are parameter updates. */
export const recipeNumbers = {
  learningRate: { min: 0, minIncluded: false, max: 1e12, integer: false, default: 0.01 },
  w: { min: -1e300, minIncluded: true, max: 1e300, integer: false, default: 0 },
  b: { min: -1e300, minIncluded: true, max: 1e300, integer: false, default: 0 },
  seed: { min: 0, minIncluded: true, max: Number.MAX_SAFE_INTEGER, integer: true, default: 42 },
  steps: { min: 1, minIncluded: true, max: 1e9, integer: true, default: 1000 },
  lossBelow: { min: 0, minIncluded: true, max: 1e300, integer: false, default: 0 },
} as const satisfies Record<string, NumberRange & { readonly default: number }>;

export type RecipeNumber = keyof typeof recipeNumbers;

/** The number that was typed, with −0 as 0; null when it is none or out of range. */
export function numberFrom(range: NumberRange, text: string): number | null {
  const value = parseNumber(text);
  if (value === null || !inRange(value, range)) return null;
  return value === 0 ? 0 : value;
}

/** What every model's recipe states of its training. */
interface TrainingRecipe {
  readonly dataset: Dataset;
  readonly sampling: Sampling;
  readonly batch: Batch;
  readonly optimizer: Optimizer;
  /** A graph that is built once is that of one example. */
  readonly graph: GraphUse;
  /** η > 0. */
  readonly learningRate: number;
  /** Seeds MT19937 as Python's `random.seed` does; 0 … 2⁵³ − 1. */
  readonly seed: number;
  readonly stop: {
    /** Parameter updates, 1 … 1e9. */
    readonly steps: number;
    /** ε: stop once the mean loss of an epoch is below it. 0 never stops. */
    readonly lossBelow: number;
  };
}

/** Everything that determines a run of the perceptron ŷ = f(x·w + b), L = (ŷ − y)², to the last bit. */
export interface PerceptronRecipe extends TrainingRecipe {
  readonly model: 'perceptron';
  readonly activation: Activation;
  readonly initial: { readonly w: number; readonly b: number };
}

/** A multi-layer perceptron with one output; its inputs are the dataset's. Weights start as uniform(−1, 1), biases as 0. */
export interface MlpRecipe extends TrainingRecipe {
  readonly model: 'mlp';
  readonly activation: HiddenActivation;
  /** Neurons of each hidden layer, from the input on. */
  readonly hidden: readonly number[];
  readonly output: Output;
  readonly loss: Reduction;
}

/** What a free name of an expression stands for. */
export type NameBinding =
  | { readonly name: string; readonly role: 'data'; /** x, x1 …, y */ readonly column: string }
  | { readonly name: string; readonly role: 'parameter'; readonly initial: number }
  | { readonly name: string; readonly role: 'input'; readonly value: number };

/** A typed expression; where a line assigns `loss`, its parameters are trained. */
export interface ExpressionRecipe extends TrainingRecipe {
  readonly model: 'expression';
  readonly text: string;
  /** One for each free name, in the order in which results declare parameters. */
  readonly names: readonly NameBinding[];
}

export type Recipe = PerceptronRecipe | MlpRecipe | ExpressionRecipe;

export const mlpLimits = {
  width: { min: 1, minIncluded: true, max: 64, integer: true },
  layers: 6,
} as const;
export const MAX_TEXT = 10_000;
const MAX_NAMES = 200;

const BATCH = 'full, or a whole number from 1 up to the number of examples';
const batchSchema = v.union(
  [v.literal('full'), numberIn({ min: 1, minIncluded: true, max: 100_000, integer: true })],
  BATCH,
);

const training = {
  dataset: datasetSchema,
  sampling: oneOf(samplings),
  // Run documents of version 0.1 do not state them.
  batch: v.optional(batchSchema, 1),
  optimizer: v.optional(oneOf(optimizers), 'sgd'),
  graph: v.optional(oneOf(graphUses), 'rebuilt'),
  learningRate: numberIn(recipeNumbers.learningRate),
  seed: numberIn(recipeNumbers.seed),
  stop: fields({
    steps: numberIn(recipeNumbers.steps),
    lossBelow: numberIn(recipeNumbers.lossBelow),
  }),
};

const perceptronSchema = fields({
  model: v.literal('perceptron', 'perceptron'),
  activation: oneOf(activations),
  ...training,
  initial: fields({ w: numberIn(recipeNumbers.w), b: numberIn(recipeNumbers.b) }),
});

const HIDDEN = `1 … ${mlpLimits.layers} layers of 1 … ${mlpLimits.width.max} neurons`;
const mlpSchema = fields({
  model: v.literal('mlp', 'mlp'),
  activation: oneOf(hiddenActivations),
  ...training,
  hidden: v.pipe(
    v.array(numberIn(mlpLimits.width), HIDDEN),
    v.minLength(1, HIDDEN),
    v.maxLength(mlpLimits.layers, HIDDEN),
  ),
  output: oneOf(outputs),
  loss: oneOf(reductions),
});

const NAME = 'a name of at most 64 characters';
/** Also the label of a node, so it may be any name the engine gives. */
export const nameSchema = v.pipe(v.string(NAME), v.minLength(1, NAME), v.maxLength(64, NAME));
const NAMES = `a list of at most ${MAX_NAMES} names, each once`;
const bindingSchema = v.variant(
  'role',
  [
    fields({
      name: nameSchema,
      role: v.literal('data'),
      column: oneOf(['x', 'x1', 'x2', 'x3', 'y']),
    }),
    fields({ name: nameSchema, role: v.literal('parameter'), initial: numberIn(recipeNumbers.w) }),
    fields({ name: nameSchema, role: v.literal('input'), value: numberIn(recipeNumbers.w) }),
  ],
  'data, parameter, input',
);
const TEXT = `a text of at most ${MAX_TEXT} characters`;
export const textSchema = v.pipe(v.string(TEXT), v.maxLength(MAX_TEXT, TEXT));
const expressionSchema = fields({
  model: v.literal('expression', 'expression'),
  text: textSchema,
  names: v.pipe(
    v.array(bindingSchema, NAMES),
    v.maxLength(MAX_NAMES, NAMES),
    v.check((list) => new Set(list.map(({ name }) => name)).size === list.length, NAMES),
  ),
  ...training,
});

const modelSchema = chosenBy<Recipe>([perceptronSchema, mlpSchema, expressionSchema], (input) => {
  const kind = (input as { model?: unknown } | null | undefined)?.model;
  if (kind === 'mlp') return mlpSchema;
  if (kind === 'expression') return expressionSchema;
  // What is neither is judged as a perceptron, and its model refused by the next line's words.
  return kind === 'perceptron'
    ? perceptronSchema
    : (v.object({ model: oneOf(models) }, 'an object with a model') as unknown as v.GenericSchema<
        unknown,
        Recipe
      >);
});

export const recipeSchema: v.GenericSchema<unknown, Recipe> = v.pipe(
  modelSchema,
  fieldRule<Recipe>(
    'sampling',
    'random (the integers are always drawn at random)',
    ({ dataset, sampling }) => dataset !== 'integers' || sampling === 'random',
  ),
  fieldRule<Recipe>(
    'batch',
    BATCH,
    ({ dataset, batch }) => batch === 'full' || batch <= trainingCount(dataset),
  ),
  fieldRule<Recipe>(
    'graph',
    'rebuilt (a graph that is built once is that of one example: batch 1)',
    ({ graph, batch }) => graph === 'rebuilt' || batch === 1,
  ),
  fieldRule<Recipe>(
    'dataset',
    'a dataset with one input, since a perceptron has one: one, pair, integers, line, points',
    ({ model, dataset }) => model !== 'perceptron' || inputCount(dataset) === 1,
  ),
);

export function defaultSampling(dataset: Dataset): Sampling {
  return dataset === 'integers' ? 'random' : 'in-order';
}

/** Examples in each update of an epoch but the last, which may have fewer. */
export function batchSize({ dataset, batch }: Pick<Recipe, 'dataset' | 'batch'>): number {
  return batch === 'full' ? trainingCount(dataset) : batch;
}

/** Updates an epoch has: a pass over the training examples. */
export function updatesPerEpoch(recipe: Pick<Recipe, 'dataset' | 'batch'>): number {
  return Math.ceil(trainingCount(recipe.dataset) / batchSize(recipe));
}

/** The recipe on another dataset. Sampling and batch stay as chosen unless one of the two datasets forces them. */
export function withDataset<Kind extends Recipe>(recipe: Kind, dataset: Dataset): Kind {
  const forced = dataset === 'integers' || recipe.dataset === 'integers';
  const sampling =
    forced && dataset !== recipe.dataset ? defaultSampling(dataset) : recipe.sampling;
  const batch = recipe.batch === 'full' ? 'full' : Math.min(recipe.batch, trainingCount(dataset));
  return { ...recipe, dataset, sampling, batch };
}

/** The command line's defaults. */
export const defaultRecipe: PerceptronRecipe = {
  model: 'perceptron',
  activation: 'identity',
  dataset: 'one',
  sampling: 'in-order',
  batch: 1,
  optimizer: 'sgd',
  graph: 'rebuilt',
  learningRate: recipeNumbers.learningRate.default,
  initial: { w: recipeNumbers.w.default, b: recipeNumbers.b.default },
  seed: recipeNumbers.seed.default,
  stop: { steps: recipeNumbers.steps.default, lossBelow: recipeNumbers.lossBelow.default },
};

/** The seminar's exercise 10, on which a window opens. */
export const exercise10: PerceptronRecipe = {
  ...defaultRecipe,
  learningRate: 0.1,
  stop: { ...defaultRecipe.stop, steps: 100 },
};

/** Karpathy's MLP 3-4-4-1 on his four points, as his lecture trains it. */
export const karpathyRecipe: MlpRecipe = {
  model: 'mlp',
  activation: 'tanh',
  hidden: [4, 4],
  output: 'tanh',
  loss: 'sum',
  dataset: 'karpathy',
  sampling: 'in-order',
  batch: 'full',
  optimizer: 'sgd',
  graph: 'rebuilt',
  learningRate: 0.05,
  seed: defaultRecipe.seed,
  stop: { steps: 100, lossBelow: 0 },
};

/** A neuron with ReLU as a student would type it. */
export const expressionRecipe: ExpressionRecipe = {
  model: 'expression',
  text: 'z = w*x + b\nloss = (relu(z) - y)**2',
  names: [
    { name: 'w', role: 'parameter', initial: 0.5 },
    { name: 'x', role: 'data', column: 'x' },
    { name: 'b', role: 'parameter', initial: 0 },
    { name: 'y', role: 'data', column: 'y' },
  ],
  dataset: 'pair',
  sampling: 'in-order',
  batch: 1,
  optimizer: 'sgd',
  graph: 'rebuilt',
  learningRate: 0.05,
  seed: defaultRecipe.seed,
  stop: { steps: 100, lossBelow: 0 },
};
