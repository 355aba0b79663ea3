import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeOf } from '../../../src/main/training/surface-range';

test('a range shows what it must, with room beside it, and is never empty', () => {
  const value = fc.double({ min: -1e300, max: 1e300, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 5 }),
      fc.array(value, { maxLength: 5 }),
      (core, more) => {
        const { min, max } = rangeOf(core, more);
        expect(min).toBeLessThan(max);
        expect(Number.isFinite(max - min) || max - min > 1e300).toBe(true);
        for (const one of core) {
          expect(one).toBeGreaterThanOrEqual(min);
          expect(one).toBeLessThanOrEqual(max);
        }
      },
    ),
  );
});

test('one point stands in the middle; a path that runs away does not make it a dot', () => {
  expect(rangeOf([2], [])).toEqual({ min: 1.3, max: 2.7 });
  expect(rangeOf([0, 1], [3])).toEqual({ min: -0.6000000000000001, max: 3.6 });
  expect(rangeOf([0, 1], [1e9, -1e200])).toEqual(rangeOf([0, 1], []));
  expect(rangeOf([NaN, Infinity, 1], [])).toEqual(rangeOf([1], []));
});
