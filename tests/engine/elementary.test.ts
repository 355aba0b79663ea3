import { describe, expect, it } from 'vitest';
import { exp, log } from '../../src/engine/elementary';
import { sigmoid, tanh } from '../../src/engine/hyperbolic';
import { power } from '../../src/engine/ops';
import { runChecksum } from '../../src/main/runs/checksum';
import { cos, sin } from '../../src/engine/trigonometric';
import points from './fixtures/elementary.json';

/** The greatest distance from the true values, in units of their last place. Rows: …arguments, nearest, missing. */
function greatestError(rows: readonly number[][], f: (...given: number[]) => number): number {
  return Math.max(...rows.map((row) => errorAt(row, f)));
}

function errorAt(row: readonly number[], f: (...given: number[]) => number): number {
  const [nearest, missing] = row.slice(-2) as [number, number];
  const result = f(...row.slice(0, -2));
  return Math.abs((result - nearest) / lastPlace(nearest, missing) - missing);
}

/** The distance from a double to its neighbour on the side of what is missing. */
function lastPlace(value: number, missing: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) + (missing < 0 === value < 0 ? 1n : -1n));
  return Math.abs(value - view.getFloat64(0));
}

describe('exp', () => {
  it('is within 1 ulp of 60-digit decimals', () => {
    expect(points.exp.length).toBeGreaterThan(1900);
    expect(greatestError(points.exp, exp)).toBeLessThan(1);
  });

  it('is exact at 0 and near it', () => {
    for (const x of [0, -0, Number.MIN_VALUE, -Number.MIN_VALUE, 1e-300, -1e-17]) {
      expect(exp(x)).toBe(1);
    }
  });

  it('ends in 0 and in ∞, at the right arguments', () => {
    expect(exp(709.782712893384)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(exp(709.7827128933841)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-745.1332191019411)).toBe(Number.MIN_VALUE);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(Number.MAX_VALUE)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-Number.MAX_VALUE)).toBe(0);
    expect(exp(Number.NaN)).toBe(Number.NaN);
  });
});

describe('log', () => {
  it('is within 1 ulp of 60-digit decimals', () => {
    expect(points.log.length).toBeGreaterThan(1900);
    expect(greatestError(points.log, log)).toBeLessThan(1);
  });

  it('is exact at 1', () => {
    expect(log(1)).toBe(0);
  });

  it('has no value below 0, and its limits at 0 and ∞', () => {
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    for (const x of [-Number.MIN_VALUE, -1, Number.NEGATIVE_INFINITY, Number.NaN]) {
      expect(log(x)).toBe(Number.NaN);
    }
  });
});

describe('power by exp(n·log a)', () => {
  it('is within 1 + 2.6·|n·ln a| ulp of 60-digit decimals', () => {
    // The errors of log and of the product, as large as the exponent makes them.
    for (const row of points.power) {
      const [a, n] = row as [number, number];
      expect(errorAt(row, power)).toBeLessThan(1 + 2.6 * Math.abs(n * Math.log(a)));
    }
  });
});

describe('promise 15: the same bits on every machine, and in every version that replays a saved run', () => {
  const sum = (rows: readonly number[][], f: (...given: number[]) => number) =>
    runChecksum(
      rows.length,
      rows.map((row) => f(...row.slice(0, -2))),
    );

  it('exp, log, power, tanh, sigmoid, sin and cos', () => {
    expect(sum(points.exp, exp)).toBe('b91946dd213023ba');
    expect(sum(points.log, log)).toBe('037136652300bb12');
    expect(sum(points.power, power)).toBe('dd7a90e592c56521');
    expect(sum(points.tanh, tanh)).toBe('ea577e6cdede3c02');
    expect(sum(points.sigmoid, sigmoid)).toBe('6e6434cc3700081d');
    expect(sum(points.sin, sin)).toBe('5a882b6af874a7c1');
    expect(sum(points.cos, cos)).toBe('c5cf64a6d900738a');
  });
});

describe('tanh and sigmoid', () => {
  it('are within 3 ulp of 60-digit decimals', () => {
    expect(points.tanh.length).toBeGreaterThan(900);
    expect(points.sigmoid.length).toBeGreaterThan(900);
    expect(greatestError(points.tanh, tanh)).toBeLessThan(3);
    expect(greatestError(points.sigmoid, sigmoid)).toBeLessThan(3);
  });

  it('end in their limits, keep the sign of zero, and pass NaN on', () => {
    expect([tanh(400), tanh(-400), tanh(Infinity), tanh(-Infinity)]).toEqual([1, -1, 1, -1]);
    expect([sigmoid(800), sigmoid(-800), sigmoid(Infinity), sigmoid(-Infinity)]).toEqual([
      1, 0, 1, 0,
    ]);
    expect(tanh(-0)).toBe(-0);
    expect([tanh(NaN), sigmoid(NaN)]).toEqual([NaN, NaN]);
  });

  it('tanh is odd, in every bit', () => {
    for (const [x] of points.tanh) expect(tanh(-(x ?? 0))).toBe(-tanh(x ?? 0));
  });
});

describe('sin and cos', () => {
  it('are within 1 ulp of 60-digit decimals, next to their zeros too', () => {
    expect(points.sin.length).toBeGreaterThan(900);
    expect(points.cos.length).toBeGreaterThan(900);
    expect(greatestError(points.sin, sin)).toBeLessThan(1);
    expect(greatestError(points.cos, cos)).toBeLessThan(1);
  });

  it('refuse an angle whose reduction would lose digits', () => {
    for (const x of [1.1e5, -1e6, Infinity, NaN]) {
      expect(() => sin(x)).toThrow(RangeError);
      expect(() => cos(x)).toThrow(RangeError);
    }
  });
});
