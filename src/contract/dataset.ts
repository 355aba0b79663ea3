import * as v from 'valibot';
import { chosenBy, fields, type NumberRange, numberIn, oneOf } from './ranges';

/** The seminar's data (one input, all y = 2x), and the four points with three inputs of Karpathy's lecture. */
export const fixedDatasets = ['one', 'pair', 'integers', 'karpathy'] as const;
export type FixedDataset = (typeof fixedDatasets)[number];

/** Drawn from the seed: a noisy line y = 2x, and four classification problems with targets −1 and 1. */
export const generatedKinds = ['line', 'moons', 'circles', 'xor', 'spiral'] as const;
export type GeneratedKind = (typeof generatedKinds)[number];

export interface GeneratedDataset {
  readonly kind: GeneratedKind;
  /** Examples in all, test examples included. */
  readonly count: number;
  /** Strength of the noise: what a sum of twelve uniform draws minus six is multiplied by. */
  readonly noise: number;
  /** Examples that training never sees. */
  readonly test: number;
}

/** A learner's own table: example i has the inputs x[i] and the target y[i]. */
export interface PointsDataset {
  readonly kind: 'points';
  /** Each with the same number of inputs, 1 … 3. */
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly test: number;
}

export type Dataset = FixedDataset | GeneratedDataset | PointsDataset;

/** A dataset's name: a fixed one's word, or its kind. */
export const datasetNames = [...fixedDatasets, ...generatedKinds, 'points'] as const;
export type DatasetName = (typeof datasetNames)[number];

export const datasetNumbers = {
  count: { min: 2, minIncluded: true, max: 10_000, integer: true, default: 100 },
  noise: { min: 0, minIncluded: true, max: 10, integer: false, default: 0.1 },
  test: { min: 0, minIncluded: true, max: 9_999, integer: true, default: 0 },
  value: { min: -1e300, minIncluded: true, max: 1e300, integer: false, default: 0 },
} as const satisfies Record<string, NumberRange & { readonly default: number }>;

/** Rows of a table of one's own: its recipe travels in frames of at most 1 MiB. */
export const MAX_POINTS = 2000;
export const MAX_INPUTS = 3;

const inputCounts: Readonly<Record<Exclude<DatasetName, 'points'>, number>> = {
  one: 1,
  pair: 1,
  integers: 1,
  karpathy: 3,
  line: 1,
  moons: 2,
  circles: 2,
  xor: 2,
  spiral: 2,
};
const fixedCounts: Readonly<Record<FixedDataset, number>> = {
  one: 1,
  pair: 2,
  integers: 3,
  karpathy: 4,
};

export function datasetName(dataset: Dataset): DatasetName {
  return typeof dataset === 'string' ? dataset : dataset.kind;
}

/** Inputs an example has. */
export function inputCount(dataset: Dataset): number {
  if (typeof dataset === 'string') return inputCounts[dataset];
  return dataset.kind === 'points' ? (dataset.x[0]?.length ?? 0) : inputCounts[dataset.kind];
}

/** Examples that training takes its batches from. */
export function trainingCount(dataset: Dataset): number {
  if (typeof dataset === 'string') return fixedCounts[dataset];
  return (dataset.kind === 'points' ? dataset.y.length : dataset.count) - dataset.test;
}

/** Names of an example's numbers, inputs first: x, y with one input, else x1, x2, …, y. */
export function columnNames(inputs: number): readonly string[] {
  const names = inputs === 1 ? ['x'] : Array.from({ length: inputs }, (_, i) => `x${i + 1}`);
  return [...names, 'y'];
}

const TEST = 'fewer test examples than there are examples';
const LISTS = `as many targets as rows of inputs, 1 … ${MAX_POINTS}`;
const INPUTS = `1 … ${MAX_INPUTS} inputs, the same number in every row`;

const generatedSchema = v.pipe(
  fields({
    kind: oneOf(generatedKinds),
    count: numberIn(datasetNumbers.count),
    noise: numberIn(datasetNumbers.noise),
    test: numberIn(datasetNumbers.test),
  }),
  v.forward(
    v.partialCheck([['count'], ['test']], ({ count, test }) => test < count, TEST),
    ['test'],
  ),
);

const value = numberIn(datasetNumbers.value);
const pointsSchema = v.pipe(
  fields({
    kind: v.literal('points', 'points'),
    x: v.pipe(
      v.array(
        v.pipe(v.array(value, INPUTS), v.minLength(1, INPUTS), v.maxLength(MAX_INPUTS, INPUTS)),
        LISTS,
      ),
      v.minLength(1, LISTS),
      v.maxLength(MAX_POINTS, LISTS),
      v.check((rows) => rows.every((row) => row.length === rows[0]?.length), INPUTS),
    ),
    y: v.pipe(v.array(value, LISTS), v.maxLength(MAX_POINTS, LISTS)),
    test: numberIn(datasetNumbers.test),
  }),
  v.forward(
    v.partialCheck([['x'], ['y']], ({ x, y }) => x.length === y.length, LISTS),
    ['y'],
  ),
  v.forward(
    v.partialCheck([['y'], ['test']], ({ y, test }) => test < y.length, TEST),
    ['test'],
  ),
);

const fixedSchema = v.picklist(
  fixedDatasets,
  `${fixedDatasets.join(', ')}, or an object whose kind is ${generatedKinds.join(', ')}, points`,
);
const unknownKind = v.object(
  { kind: oneOf([...generatedKinds, 'points']) },
  'an object with a kind',
) as unknown as v.GenericSchema<unknown, Dataset>;

/** By what was received, so that an error names the field inside an object. */
export const datasetSchema = chosenBy<Dataset>(
  [fixedSchema, generatedSchema, pointsSchema],
  (input) => {
    if (typeof input !== 'object' || input === null) return fixedSchema;
    const { kind } = input as { kind?: unknown };
    if (kind === 'points') return pointsSchema;
    return generatedKinds.some((one) => one === kind) ? generatedSchema : unknownKind;
  },
);
