import { describe, expect, test } from 'vitest';
import { bandsOf, levelsOf, overflowOf } from '../../../src/renderer/surfaces/contour-bands';

/** z over the unit square, in steps of a tenth. */
const gridOf = (z: (x: number, y: number) => number) => ({
  values: Float64Array.from({ length: 121 }, (_, i) => z((i % 11) / 10, Math.floor(i / 11) / 10)),
  columns: 11,
  rows: 11,
});
/** The corners of a path, in pairs. */
const corners = (path: string) =>
  [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);

describe('levels', () => {
  test('of a loss that falls towards 0 are 1, 2, 5 times powers of ten', () => {
    const { values } = gridOf((x, y) => 10 * (x + y - 1) ** 2);
    expect(levelsOf(values)).toEqual([
      0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5,
    ]);
  });

  test('of what spans less than a decade, or goes below 0, are even', () => {
    expect(levelsOf(gridOf((x) => 5 + x).values).slice(0, 3)).toEqual([5, 5.1, 5.2]);
    expect(levelsOf(gridOf((x) => x - 0.5).values)).toContain(0);
  });

  test('of one value, or of none that is finite, are none', () => {
    expect(levelsOf(gridOf(() => 3).values)).toEqual([]);
    expect(levelsOf(gridOf(() => Infinity).values)).toEqual([]);
  });
});

describe('a band', () => {
  test('begins where the values reach its level', () => {
    const [band] = bandsOf(
      gridOf((x) => x),
      [0.35],
    );
    const inner = corners(band?.path ?? '').filter(([, y]) => y > 0.05 && y < 0.95);
    expect(inner.length).toBeGreaterThan(4);
    for (const [x] of inner) expect(Math.abs(x - 0.35) < 1e-3 || x > 0.99).toBe(true);
  });

  test('of a level that no value is below is the whole picture, corners and all', () => {
    const [band] = bandsOf(
      gridOf((x, y) => x + y),
      [0],
    );
    expect(corners(band?.path ?? '')).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]);
  });

  test('is not moved by what overflows beside it', () => {
    const calm = gridOf((x) => x);
    const wild = gridOf((x) => (x > 0.85 ? Infinity : x));
    expect(overflowOf(calm)).toBe('');
    const [before] = bandsOf(calm, [0.35]);
    const [after] = bandsOf(wild, [0.35]);
    const left = (path = '') => corners(path).filter(([x]) => x < 0.5);
    expect(left(after?.path)).toEqual(left(before?.path));
    const grey = corners(overflowOf(wild)).map(([x]) => x);
    expect(Math.min(...grey)).toBeGreaterThan(0.8);
    expect(Math.max(...grey)).toBeGreaterThan(0.95);
  });
});
