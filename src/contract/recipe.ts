import * as v from 'valibot';
import { parseNumber } from './number-text';
import { fields, inRange, type NumberRange, numberIn, oneOf } from './ranges';

export const activations = ['identity', 'relu', 'relu-abs', 'relu-notebook'] as const;
export type Activation = (typeof activations)[number];

export const datasets = ['one', 'pair', 'integers'] as const;
export type Dataset = (typeof datasets)[number];

export const samplings = ['in-order', 'random'] as const;
export type Sampling = (typeof samplings)[number];

export const optimizers = ['sgd', 'momentum', 'adam'] as const;
export type Optimizer = (typeof optimizers)[number];

/** Examples a dataset has. */
export const exampleCounts: Readonly<Record<Dataset, number>> = { one: 1, pair: 2, integers: 3 };

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

/** What a person typed into a field, or null when the field does not accept it. */
export function recipeNumberFrom(field: RecipeNumber, text: string): number | null {
  const value = parseNumber(text);
  if (value === null || !inRange(value, recipeNumbers[field])) return null;
  return value === 0 ? 0 : value;
}

/** Everything that determines a run of the perceptron ŷ = f(x·w + b), L = (ŷ − y)², to the last bit. */
export interface PerceptronRecipe {
  readonly model: 'perceptron';
  readonly activation: Activation;
  readonly dataset: Dataset;
  readonly sampling: Sampling;
  readonly batch: Batch;
  readonly optimizer: Optimizer;
  /** η > 0. */
  readonly learningRate: number;
  readonly initial: { readonly w: number; readonly b: number };
  /** Seeds MT19937 as Python's `random.seed` does; 0 … 2⁵³ − 1. */
  readonly seed: number;
  readonly stop: {
    /** Parameter updates, 1 … 1e9. */
    readonly steps: number;
    /** ε: stop once the mean loss of an epoch is below it. 0 never stops. */
    readonly lossBelow: number;
  };
}

/** A union by model kind; later models add members. */
export type Recipe = PerceptronRecipe;

const BATCH = 'full, or a whole number from 1 up to the number of examples';
const batchSchema = v.union(
  [v.literal('full'), numberIn({ min: 1, minIncluded: true, max: 100_000, integer: true })],
  BATCH,
);

const perceptronFields = fields({
  model: v.literal('perceptron', 'perceptron'),
  activation: oneOf(activations),
  dataset: oneOf(datasets),
  sampling: oneOf(samplings),
  // Run documents of version 0.1 do not state them.
  batch: v.optional(batchSchema, 1),
  optimizer: v.optional(oneOf(optimizers), 'sgd'),
  learningRate: numberIn(recipeNumbers.learningRate),
  initial: fields({ w: numberIn(recipeNumbers.w), b: numberIn(recipeNumbers.b) }),
  seed: numberIn(recipeNumbers.seed),
  stop: fields({
    steps: numberIn(recipeNumbers.steps),
    lossBelow: numberIn(recipeNumbers.lossBelow),
  }),
});

export const recipeSchema = v.pipe(
  perceptronFields,
  v.forward(
    v.partialCheck(
      [['dataset'], ['sampling']],
      ({ dataset, sampling }) => dataset !== 'integers' || sampling === 'random',
      'random (the integers are always drawn at random)',
    ),
    ['sampling'],
  ),
  v.forward(
    v.partialCheck(
      [['dataset'], ['batch']],
      ({ dataset, batch }) => batch === 'full' || batch <= exampleCounts[dataset],
      BATCH,
    ),
    ['batch'],
  ),
) satisfies v.GenericSchema<unknown, Recipe>;

export function defaultSampling(dataset: Dataset): Sampling {
  return dataset === 'integers' ? 'random' : 'in-order';
}

/** Examples in each update of an epoch but the last, which may have fewer. */
export function batchSize({ dataset, batch }: Pick<Recipe, 'dataset' | 'batch'>): number {
  return batch === 'full' ? exampleCounts[dataset] : batch;
}

/** Updates an epoch has: a pass over the dataset. */
export function updatesPerEpoch(recipe: Pick<Recipe, 'dataset' | 'batch'>): number {
  return Math.ceil(exampleCounts[recipe.dataset] / batchSize(recipe));
}

/** The recipe on another dataset. Sampling and batch stay as chosen unless one of the two datasets forces them. */
export function withDataset(recipe: Recipe, dataset: Dataset): Recipe {
  const forced = dataset === 'integers' || recipe.dataset === 'integers';
  const sampling =
    forced && dataset !== recipe.dataset ? defaultSampling(dataset) : recipe.sampling;
  const batch = recipe.batch === 'full' ? 'full' : Math.min(recipe.batch, exampleCounts[dataset]);
  return { ...recipe, dataset, sampling, batch };
}

/** The command line's defaults. */
export const defaultRecipe: Recipe = {
  model: 'perceptron',
  activation: 'identity',
  dataset: 'one',
  sampling: 'in-order',
  batch: 1,
  optimizer: 'sgd',
  learningRate: recipeNumbers.learningRate.default,
  initial: { w: recipeNumbers.w.default, b: recipeNumbers.b.default },
  seed: recipeNumbers.seed.default,
  stop: { steps: recipeNumbers.steps.default, lossBelow: recipeNumbers.lossBelow.default },
};

/** The seminar's exercise 10, on which a window opens. */
export const exercise10: Recipe = {
  ...defaultRecipe,
  learningRate: 0.1,
  stop: { ...defaultRecipe.stop, steps: 100 },
};
