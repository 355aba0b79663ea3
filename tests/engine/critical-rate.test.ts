import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExampleOrder } from '../../src/contract/diagnosis';
import { criticalRate, regimeAt } from '../../src/engine/critical-rate';
import { Trainer } from '../../src/engine/trainer';
import { at, rowsOf, recipeOf } from './training';

type Matrix = number[][];

const identity = (n: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
const mean = (all: Matrix[]): Matrix =>
  all[0]!.map((row, i) => row.map((_, j) => all.reduce((s, m) => s + m[i]![j]! / all.length, 0)));
const kronecker = (a: Matrix): Matrix =>
  a.flatMap((row) => a.map((other) => row.flatMap((value) => other.map((v) => value * v))));

/** I − ηH of one example. */
const update = (x: number, rate: number): Matrix => [
  [1 - 2 * rate * x * x, -2 * rate * x],
  [-2 * rate * x, 1 - 2 * rate],
];

/** The exact recursion of an epoch (in order), a step (full batch), a step's second moments (random). */
function recursion(x: readonly number[], sampling: ExampleOrder, rate: number): Matrix {
  const updates = x.map((value) => update(value, rate));
  if (sampling === 'in-order') return updates.reduce((p, a) => times(a, p), identity(2));
  return mean(sampling === 'random' ? updates.map(kronecker) : updates);
}

/** Growth of the largest error a turn, ln ‖M^(2^40)‖ / 2^40: negative when it shrinks. */
function growth(matrix: Matrix): number {
  let power = matrix;
  let logarithm = 0;
  for (let turns = 1; turns <= 2 ** 40; turns *= 2) {
    const size = Math.max(...power.flat().map(Math.abs));
    if (size === 0) return -Infinity;
    power = power.map((row) => row.map((value) => value / size));
    logarithm += Math.log(size) / turns;
    power = times(power, power);
  }
  return logarithm;
}

const inputs = (minLength: number) =>
  fc.array(
    fc.integer({ min: -5000, max: 5000 }).map((n) => n / 1000),
    { minLength, maxLength: 20 },
  );
/** Examples that lie apart: of examples that are almost alike one direction hardly shrinks at any rate. */
const apart = inputs(2).filter((x) => Math.max(...x) - Math.min(...x) > 0.1);
const each: ExampleOrder[] = ['in-order', 'random', 'full-batch'];

describe('the critical learning rate', () => {
  it.each([0, 1, 2, 3, -0.5])('of the one example %d is 1/(x² + 1), however it is taken', (x) => {
    for (const sampling of each) {
      const expected = { rate: 1 / (x * x + 1), kind: 'settles-below' };
      const rest = { standsStillAt: [], flipsAloneAt: null };
      expect(criticalRate([x], sampling)).toStrictEqual({ ...expected, ...rest });
      expect(criticalRate([x, x, x], sampling)).toStrictEqual({ ...expected, ...rest });
    }
  });

  it('of the pair in order is 0.3, although 1/6 stands still and x = 3 alone flips at 0.1', () => {
    const { standsStillAt, ...rest } = criticalRate([1, 3], 'in-order');
    const flipsAloneAt = { x: 3, rate: 0.1 };
    expect(rest).toStrictEqual({ rate: 0.3, kind: 'settles-below', flipsAloneAt });
    expect(standsStillAt).toHaveLength(1);
    expect(standsStillAt[0]).toBeCloseTo(1 / 6, 14);
  });

  it('of the pair in a full batch is 0.17157287525381', () => {
    expect(criticalRate([1, 3], 'full-batch').rate).toBeCloseTo(0.17157287525381, 14);
  });

  it('of random draws is the mean-square rate', () => {
    const pair = criticalRate([1, 3], 'random');
    expect(Math.abs(pair.rate - 0.11257411327720689)).toBeLessThan(1e-12);
    expect(pair.kind).toBe('safe-below');
    const integers = criticalRate([1, 2, 3], 'random');
    expect(Math.abs(integers.rate - 0.12968685573484912)).toBeLessThan(1e-12);
  });

  it('of any two examples in order is where the closed form says', () => {
    fc.assert(
      fc.property(
        apart.map((x) => [Math.min(...x), Math.max(...x)] as const),
        ([x, y]) => {
          const [a, b, g] = [x * x + 1, y * y + 1, x * y + 1];
          // 1 + T + D = 4 − 4η(a + b) + 4η²(ab + g²), and 1 − D = 2η(a + b) − 4η²ab.
          const discriminant = (a - b) ** 2 - 4 * g * g;
          const q = a * b + g * g;
          const flips = (a + b - Math.sqrt(Math.max(0, discriminant))) / (2 * q);
          const expected = discriminant > 1e-9 ? flips : (a + b) / (2 * a * b);
          fc.pre(Math.abs(discriminant) > 1e-9);
          expect(criticalRate([x, y], 'in-order').rate / expected).toBeCloseTo(1, 8);
        },
      ),
    );
  });

  it.each(each)(
    '%s: the exact recursion shrinks just below it and grows just above',
    (sampling) => {
      fc.assert(
        fc.property(apart, (x) => {
          const { rate, standsStillAt } = criticalRate(x, sampling);
          const near = standsStillAt.some((still) => Math.abs(still / rate - 1) < 1e-4);
          if (!near) expect(growth(recursion(x, sampling, rate * (1 - 1e-6)))).toBeLessThan(0);
          expect(growth(recursion(x, sampling, rate * (1 + 1e-6)))).toBeGreaterThan(0);
        }),
        { numRuns: 500 },
      );
    },
  );

  it.each(each)('%s: nothing grows anywhere below it', (sampling) => {
    fc.assert(
      fc.property(apart, (x) => {
        const { rate } = criticalRate(x, sampling);
        for (let i = 1; i < 400; i++) {
          expect(growth(recursion(x, sampling, (rate * i) / 400))).toBeLessThan(1e-10);
        }
      }),
      { numRuns: 50 },
    );
  });

  it.each(each)('%s: is finite and positive for examples of any kind', (sampling) => {
    const wild = fc.double({ min: -1e150, max: 1e150, noNaN: true });
    const small = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(wild, small, fc.integer({ min: -5, max: 5 })), {
          minLength: 1,
          maxLength: 20,
        }),
        (x) => {
          const { rate } = criticalRate(x, sampling);
          expect(Number.isFinite(rate)).toBe(true);
          expect(rate).toBeGreaterThan(0);
        },
      ),
    );
    expect(criticalRate([1e200, 1], sampling).rate).toBe(0);
    // Their difference squared is no normal number.
    expect(criticalRate([0, 3.1434555694052576e-162], sampling).rate).toBeCloseTo(1, 12);
  });

  it('of a thousand examples, also sorted so that products leave the range of numbers', () => {
    const x = Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1000) / 100 - 5);
    for (const data of [x, [...x].sort((a, b) => a * a - b * b)]) {
      const { rate } = criticalRate(data, 'in-order');
      expect(growth(recursion(data, 'in-order', rate * (1 - 1e-6)))).toBeLessThan(0);
      expect(growth(recursion(data, 'in-order', rate * (1 + 1e-6)))).toBeGreaterThan(0);
    }
  });

  it('needs an example, and finite inputs', () => {
    expect(() => criticalRate([], 'random')).toThrow(RangeError);
    expect(() => criticalRate([1, Number.NaN], 'in-order')).toThrow(RangeError);
  });
});

describe('the trainer at the critical rate', () => {
  const losses = (dataset: 'one' | 'pair', learningRate: number, steps: number) =>
    rowsOf(new Trainer(recipeOf({ dataset, sampling: 'in-order', learningRate, steps }))).map(
      (row) => at(row, 'loss'),
    );

  it.each([
    ['one', 0.5, 100_000],
    ['pair', 0.3, 100_000],
  ] as const)('%s: settles just below %d and grows just above', (dataset, rate, steps) => {
    // The pair's error turns: its largest loss of a thousand steps is compared.
    const peaks = (learningRate: number) => {
      const all = losses(dataset, learningRate, steps);
      return [Math.max(...all.slice(0, 1000)), Math.max(...all.slice(-1000))] as const;
    };
    const [first, last] = peaks(rate * (1 - 1e-6));
    expect(last).toBeLessThan(0.95 * first);
    const [before, after] = peaks(rate * (1 + 1e-6));
    expect(after).toBeGreaterThan(1.05 * before);
  });

  it('the pair settles on both sides of 1/6, and not there', () => {
    for (const rate of [0.16, 0.173]) {
      expect(losses('pair', rate, 5000).at(-1)).toBeLessThan(1e-6);
    }
    expect(Math.max(...losses('pair', 1 / 6, 5000).slice(-2))).toBeGreaterThan(0.1);
  });
});

describe('the regime at a learning rate', () => {
  it.each([
    [[1], 'in-order', 0.1, 'settles'],
    [[1], 'in-order', 0.5, 'flips-for-ever'],
    [[1], 'random', 0.6, 'diverges'],
    [[3], 'in-order', 0.1, 'flips-for-ever'],
    [[1, 3], 'in-order', 0.1, 'settles'],
    [[1, 3], 'in-order', 1 / 6, 'stands-still'],
    [[1, 3], 'in-order', 0.2, 'settles'],
    [[1, 3], 'in-order', 0.3, 'flips-for-ever'],
    [[1, 3], 'in-order', 0.31, 'diverges'],
    [[1, 3], 'full-batch', 0.1, 'settles'],
    [[1, 3], 'full-batch', 0.17157287525381, 'flips-for-ever'],
    [[1, 3], 'full-batch', 0.2, 'diverges'],
    [[1, 3], 'random', 0.11, 'safe'],
    [[1, 3], 'random', 0.2, 'may-blow-up'],
    [[1, 2, 3], 'random', 0.13, 'may-blow-up'],
    // Past its critical rate 0.1313 this pair diverges, and settles again before it diverges for good.
    [[1, 3.1], 'in-order', 0.15, 'diverges'],
    [[1, 3.1], 'in-order', 0.25, 'settles'],
    [[1, 3.1], 'in-order', 0.31, 'diverges'],
  ] as const)('%j %s at %d: %s', (x, sampling, learningRate, regime) => {
    expect(regimeAt(x, sampling, learningRate)).toBe(regime);
  });
});
