import { describe, expect, it } from 'vitest';
import {
  type Dataset,
  type GeneratedDataset,
  type GeneratedKind,
  generatedKinds,
  inputCount,
  trainingCount,
} from '../../src/contract/dataset';
import { type Examples, examplesOf } from '../../src/engine/datasets';
import { Mt19937 } from '../../src/engine/mt19937';
import { COLUMN, Trainer } from '../../src/engine/trainer';
import { mlp, perceptron } from './model-recipes';

const SEED = 42;

function made(dataset: Dataset, seed = SEED): Examples {
  return examplesOf(dataset, new Mt19937(seed));
}

/** Row by row: an example's inputs, then its target. */
function rows({ columns, count }: Examples): number[][] {
  return Array.from({ length: count }, (_, i) => columns.map((column) => column[i] as number));
}

function generated(kind: GeneratedKind, choices: Partial<GeneratedDataset> = {}): GeneratedDataset {
  return { kind, count: 60, noise: 0, test: 0, ...choices };
}

const classes = ['moons', 'circles', 'xor', 'spiral'] as const;
const radius = ([x = 0, y = 0]: readonly number[]) => Math.hypot(x, y);
const byClass = (all: readonly number[][], target: number) =>
  all.filter((row) => row[2] === target);

describe('generated datasets', () => {
  it.each(generatedKinds)('%s has as many examples and inputs as it says', (kind) => {
    for (const [count, test] of [
      [2, 0],
      [2, 1],
      [7, 3],
      [100, 99],
    ] as const) {
      const dataset = generated(kind, { count, test, noise: 0.2 });
      const examples = made(dataset);
      expect(examples).toMatchObject({
        count,
        training: count - test,
        inputs: inputCount(dataset),
      });
      expect(trainingCount(dataset)).toBe(examples.training);
      expect(examples.columns.map((column) => column.length)).toEqual(
        Array.from({ length: inputCount(dataset) + 1 }, () => count),
      );
      expect(
        rows(examples)
          .flat()
          .every((value) => Number.isFinite(value)),
      ).toBe(true);
    }
  });

  it.each(classes)(
    '%s has the targets 1 and −1 only, half of each where they are drawn by halves',
    (kind) => {
      const all = rows(made(generated(kind, { count: 61, noise: 0.5 })));
      expect(new Set(all.map((row) => row[2]))).toEqual(new Set([1, -1]));
      const ones = byClass(all, 1).length;
      if (kind === 'xor') expect(ones).toBeGreaterThan(20);
      else expect([30, 31]).toContain(ones);
    },
  );

  it('line: y = 2x with x uniform in (−1, 1); noise moves y alone', () => {
    const exact = rows(made(generated('line', { count: 500 })));
    for (const [x, y] of exact) expect(y).toBe(2 * (x ?? 0));
    expect(Math.max(...exact.map(([x = 0]) => Math.abs(x)))).toBeLessThan(1);
    expect(exact.filter(([x = 0]) => x > 0.5).length).toBeGreaterThan(90);

    const noisy = rows(made(generated('line', { count: 500, noise: 0.5 })));
    expect(noisy.map(([x]) => x)).toEqual(exact.map(([x]) => x));
    const errors = noisy.map(([x = 0, y = 0]) => y - 2 * x);
    const square = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
    // The noise's variance is its strength squared.
    expect(Math.abs(Math.sqrt(square) - 0.5)).toBeLessThan(0.05);
  });

  it('moons: an upper half circle with target 1, and a lower one around (1, ½)', () => {
    const all = rows(made(generated('moons')));
    for (const row of byClass(all, 1)) {
      expect(radius(row)).toBeCloseTo(1, 14);
      expect(row[1]).toBeGreaterThanOrEqual(0);
    }
    for (const [x = 0, y = 0] of byClass(all, -1)) {
      expect(radius([x - 1, y - 0.5])).toBeCloseTo(1, 14);
      expect(y).toBeLessThanOrEqual(0.5);
    }
  });

  it('spiral: two arms that are each other’s mirror images', () => {
    for (const row of rows(made(generated('spiral')))) {
      const angle = 3.5 * Math.PI * radius(row) + (row[2] === 1 ? 0 : Math.PI);
      expect(row[0]).toBeCloseTo(radius(row) * Math.cos(angle), 12);
      expect(row[1]).toBeCloseTo(radius(row) * Math.sin(angle), 12);
    }
  });
});

describe('the test split', () => {
  it('tests the last of the examples as Python’s shuffle orders them', () => {
    const points = (test: number): Dataset => ({
      kind: 'points',
      x: Array.from({ length: 6 }, (_, i) => [i]),
      y: Array.from({ length: 6 }, () => 0),
      test,
    });
    const shuffled = new Mt19937(SEED).shuffled(6);
    const tested = rows(made(points(2)))
      .slice(4)
      .map(([x]) => x as number);
    expect(tested).toEqual(shuffled.slice(4).toSorted());
  });

  it('is respected by the trainer, which takes its batches from the training examples alone', () => {
    const dataset = generated('moons', { count: 20, test: 8, noise: 0.1 });
    for (const batch of [1, 5, 'full'] as const) {
      const recipe = mlp({ dataset, batch, sampling: 'random', stop: { steps: 60, lossBelow: 0 } });
      const trainer = new Trainer(recipe);
      const seen = new Set<number>();
      while (trainer.ended === null) {
        for (const index of trainer.batch) seen.add(index);
        trainer.advance(1);
      }
      expect(Math.max(...seen)).toBeLessThan(12);
      if (batch !== 1) expect(seen.size).toBe(12);
    }
  });

  it('gives the test loss after each epoch: of the parameters as they are then, over the others', () => {
    const dataset = generated('line', { count: 6, test: 2, noise: 0.4 });
    const trainer = new Trainer(perceptron({ dataset }));
    const tested = rows(trainer.examples).slice(4) as [number, number][];
    for (let step = 1; step <= 12; step++) {
      trainer.advance(1);
      const [w = 0, b = 0] = trainer.committed;
      const losses = tested.map(([x, y]) => (x * w + b - y) * (x * w + b - y));
      const mean = losses.reduce((sum, loss) => sum + loss) / 2;
      expect(trainer.row[COLUMN.testLoss]).toBe(step % 4 === 0 ? mean : Number.NaN);
    }
  });
});
