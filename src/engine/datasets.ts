import type { Dataset, FixedDataset, GeneratedKind } from '../contract/dataset';
import type { Mt19937 } from './mt19937';
import { cos, sin } from './trigonometric';

/** A dataset's examples, those of the training first. */
export interface Examples {
  /** Inputs an example has. */
  readonly inputs: number;
  /** The inputs' columns, then the target's. */
  readonly columns: readonly Float64Array[];
  /** Training examples: the first so many. */
  readonly training: number;
  /** Examples in all. */
  readonly count: number;
}

/** Inputs and target of one example. */
type Example = readonly number[];

const twice = (x: readonly number[]): Example[] => x.map((value) => [value, 2 * value]);

const fixed: Readonly<Record<FixedDataset, readonly Example[]>> = {
  // The seminar's, all y = 2x.
  one: twice([1]),
  pair: twice([1, 3]),
  integers: twice([1, 2, 3]),
  // Karpathy, "The spelled-out intro to neural networks and backpropagation".
  karpathy: [
    [2, 3, -1, 1],
    [3, -1, 0.5, -1],
    [0.5, 1, 1, -1],
    [1, 1, -1, 1],
  ],
};

const PI = 3.141592653589793;

/** A point without noise. `first` is true for the first half of the examples: one class, one arm, one moon. */
const generate: Readonly<Record<GeneratedKind, (first: boolean, random: Mt19937) => Example>> = {
  /** y = 2x, x uniform in (−1, 1). */
  line: (_, random) => {
    const x = -1 + 2 * random.random();
    return [x, 2 * x];
  },
  /** Two interleaved half circles, as in scikit-learn's make_moons; the angle is uniform. */
  moons: (first, random) => {
    const angle = PI * random.random();
    return first ? [cos(angle), sin(angle), 1] : [1 - cos(angle), 0.5 - sin(angle), -1];
  },
  /** The inner circle has radius ½. */
  circles: (first, random) => {
    const angle = 2 * PI * random.random();
    const radius = first ? 1 : 0.5;
    return [radius * cos(angle), radius * sin(angle), first ? -1 : 1];
  },
  /** Uniform in the square; 1 where the signs of the inputs differ. */
  xor: (_, random) => {
    const x1 = -1 + 2 * random.random();
    const x2 = -1 + 2 * random.random();
    return [x1, x2, x1 * x2 < 0 ? 1 : -1];
  },
  /** Two arms of one and three quarter turns. */
  spiral: (first, random) => {
    const radius = random.random();
    const angle = 1.75 * 2 * PI * radius + (first ? 0 : PI);
    return [radius * cos(angle), radius * sin(angle), first ? 1 : -1];
  },
};

/**
 * The examples of a dataset. Draws from `random` in this order: the points, their noise, the split; fixed datasets and
 * points without test examples draw nothing. Noise is the sum of twelve random() minus six, times its strength; it is added to
 * each input of a classification problem, and to the target of the line.
 * The test examples are the last of a shuffle of all; both parts keep the order in which the examples were made.
 */
export function examplesOf(dataset: Dataset, random: Mt19937): Examples {
  if (typeof dataset === 'string') return arranged(fixed[dataset], 0, random);
  if (dataset.kind === 'points') {
    const { x, y, test } = dataset;
    return arranged(
      x.map((inputs, i) => [...inputs, y[i] as number]),
      test,
      random,
    );
  }
  const { kind, count, noise, test } = dataset;
  const half = Math.floor((count + 1) / 2);
  const exact = Array.from({ length: count }, (_, i) => generate[kind](i < half, random));
  return arranged(
    exact.map((example) => noisy(example, kind, noise, random)),
    test,
    random,
  );
}

function noisy(example: Example, kind: GeneratedKind, noise: number, random: Mt19937): Example {
  const target = example.length - 1;
  return example.map((value, i) => {
    const disturbed = kind === 'line' ? i === target : i !== target;
    return disturbed ? value + noise * bell(random) : value;
  });
}

/** Nearly normal: mean 0, variance 1. */
function bell(random: Mt19937): number {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += random.random();
  return sum - 6;
}

function arranged(examples: readonly Example[], test: number, random: Mt19937): Examples {
  const training = examples.length - test;
  const indices = examples.map((_, i) => i);
  const order = test === 0 ? indices : split(random.shuffled(examples.length), training);
  const width = examples[0]?.length ?? 0;
  return {
    inputs: width - 1,
    columns: Array.from({ length: width }, (_, c) =>
      Float64Array.from(order, (i) => examples[i]?.[c] as number),
    ),
    training,
    count: examples.length,
  };
}

function split(shuffled: readonly number[], training: number): readonly number[] {
  const rising = (a: number, b: number) => a - b;
  return [...shuffled.slice(0, training).sort(rising), ...shuffled.slice(training).sort(rising)];
}
