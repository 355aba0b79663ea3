import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Buckets, History, MAX_BUCKETS } from '../../src/engine/history';

/** Records rows of one column. */
function record(values: Iterable<number>): History {
  const history = new History(1);
  for (const value of values) history.record(Float64Array.of(value));
  return history;
}

const count = (length: number, from = 0) => Array.from({ length }, (_, i) => from + i);
const isPowerOfTwo = (n: number) => Number.isInteger(Math.log2(n));

interface Bucket {
  readonly min: number;
  readonly max: number;
  readonly last: number;
}

/** Buckets of one column, computed from all of its values. */
function bruteForce(values: readonly number[], stride: number): Bucket[] {
  const buckets: Bucket[] = [];
  for (let from = 0; from < values.length; from += stride) {
    const present = values.slice(from, from + stride).filter((value) => !Number.isNaN(value));
    buckets.push({
      min: present.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      max: present.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      last: present.at(-1) ?? Number.NaN,
    });
  }
  return buckets.map((bucket) =>
    Number.isNaN(bucket.last) ? { min: Number.NaN, max: Number.NaN, last: Number.NaN } : bucket,
  );
}

function bucketsOf({ columns, count: used }: Buckets, column = 0): Bucket[] {
  const { min, max, last } = columns[column]!;
  return Array.from({ length: used }, (_, i) => ({ min: min[i]!, max: max[i]!, last: last[i]! }));
}

describe('buckets', () => {
  it('hold one step each until 4,096 are used up', () => {
    const { stride, count: used } = record(count(MAX_BUCKETS)).buckets;
    expect([stride, used]).toEqual([1, 4096]);
  });

  it('double their width then', () => {
    const { stride, count: used } = record(count(MAX_BUCKETS + 1)).buckets;
    expect([stride, used]).toEqual([2, 2049]);
  });

  it('are none before the first step', () => {
    expect(new History(3).buckets.count).toBe(0);
    expect(new History(3).decimate(512).count).toBe(0);
  });

  it('equal those computed from every value, whatever the number of steps; NaN counts as no value', () => {
    const value = fc.oneof(
      { weight: 5, arbitrary: fc.double({ noNaN: true }) },
      { weight: 2, arbitrary: fc.constant(Number.NaN) },
      fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0),
    );
    const steps = fc.oneof(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 4000, max: 20_000 }),
      fc.constantFrom(4096, 4097, 8192, 8193, 16_384),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), steps, (pattern, length) => {
        // Not a multiple of the widths, so that the pattern meets every bucket differently.
        const values = count(length).map(
          (i) => pattern[(i + Math.floor(i / 37)) % pattern.length]!,
        );
        const { buckets } = record(values);
        expect(buckets.count).toBeLessThanOrEqual(MAX_BUCKETS);
        expect(isPowerOfTwo(buckets.stride)).toBe(true);
        // Normalised: fast-check likes −0, and a minimum of 0 and −0 may be either.
        const plain = (all: Bucket[]) =>
          all.map(({ min, max, last }) => [min + 0, max + 0, last + 0]);
        expect(plain(bucketsOf(buckets))).toEqual(plain(bruteForce(values, buckets.stride)));
      }),
      { numRuns: 60 },
    );
  });

  it('keep columns apart', () => {
    const history = new History(3);
    for (let i = 0; i < 5000; i++) history.record(Float64Array.of(i, -i, Number.NaN));
    const { buckets } = history;
    expect(bucketsOf(buckets, 0)[0]).toEqual({ min: 0, max: 1, last: 1 });
    expect(bucketsOf(buckets, 1)[1]).toEqual({ min: -3, max: -2, last: -3 });
    expect(bucketsOf(buckets, 2).every(({ last }) => Number.isNaN(last))).toBe(true);
  });
});

describe('decimate', () => {
  it.each([1, 511, 512, 513, 4096, 4097, 100_001])(
    'gives %d steps at most 512 buckets, which equal those computed from every value',
    (length) => {
      const values = count(length).map((i) => (i % 7 === 0 ? Number.NaN : Math.sin(i) * i));
      const decimated = record(values).decimate(512);
      expect(decimated.count).toBeLessThanOrEqual(512);
      expect(isPowerOfTwo(decimated.stride)).toBe(true);
      expect(decimated.count).toBe(Math.ceil(length / decimated.stride));
      expect(bucketsOf(decimated)).toEqual(bruteForce(values, decimated.stride));
    },
  );

  it('leaves the history as it was', () => {
    const history = record(count(5000));
    const before = bucketsOf(history.buckets);
    history.decimate(512);
    expect(bucketsOf(history.buckets)).toEqual(before);
  });
});

describe('promise 14: memory is bounded by construction', () => {
  it('two million steps keep the same arrays, of 4,096 numbers each', () => {
    const history = new History(2);
    const arrays = history.buckets.columns.flatMap(({ min, max, last }) => [min, max, last]);
    const row = new Float64Array(2);
    for (let i = 0; i < 2_000_000; i++) {
      row[0] = i;
      history.record(row);
    }
    const after = history.buckets.columns.flatMap(({ min, max, last }) => [min, max, last]);
    expect(after.every((array, i) => array === arrays[i] && array.length === MAX_BUCKETS)).toBe(
      true,
    );
    expect(history.buckets.stride).toBe(512);
  });
});
