import { describe, expect, test } from 'vitest';
import { exercise10, expressionRecipe, karpathyRecipe } from '../../src/contract/recipe';
import {
  canBeEdited,
  columnOf,
  drawsAnew,
  exampleOf,
  withEditedExample,
} from '../../src/renderer/setup/edited-example';

const pair = {
  names: ['x', 'y'],
  columns: [Float64Array.of(1, 3), Float64Array.of(2, 6)],
  count: 2,
};
const wide = { ...pair, names: ['x1', 'x2', 'y'] };

describe('a number of an example that is edited', () => {
  test('makes the dataset points of one’s own', () => {
    expect(withEditedExample('pair', pair, 2, 1, -1)).toEqual({
      kind: 'points',
      x: [[1], [3]],
      y: [2, -1],
      test: 0,
    });
  });

  test('is that of the example that is shown, also where another has the same number', () => {
    const twins = { ...pair, columns: [Float64Array.of(1, 1), Float64Array.of(2, 9)] };
    expect(withEditedExample('pair', twins, 2, 0, 4).x).toEqual([[1], [4]]);
  });

  test('keeps the order of points of one’s own, whose test examples stand last in the view', () => {
    const points = { kind: 'points', x: [[1], [2], [3]], y: [2, 4, 6], test: 1 } as const;
    const view = {
      names: ['x', 'y'],
      columns: [Float64Array.of(2, 3, 1), Float64Array.of(4, 6, 2)],
      count: 3,
    };
    expect(withEditedExample(points, view, 3, 0, 7)).toEqual({ ...points, x: [[7], [2], [3]] });
  });

  test('is possible as long as a table has room', () => {
    expect(canBeEdited({ ...pair, count: 2000 })).toBe(true);
    expect(canBeEdited({ ...pair, count: 2001 })).toBe(false);
  });

  test('is told to draw more anew, where weights or the split were drawn after the examples', () => {
    const moons = { kind: 'moons', count: 10, noise: 0.1, test: 0 } as const;
    const line = { ...moons, kind: 'line', test: 2 } as const;
    expect(drawsAnew({ ...karpathyRecipe, dataset: moons })).toBe(true);
    expect(drawsAnew({ ...exercise10, dataset: line })).toBe(true);
    expect(drawsAnew({ ...exercise10, dataset: { ...line, test: 0 } })).toBe(false);
    expect(drawsAnew(karpathyRecipe)).toBe(false);
  });
});

test('an example is found by the numbers that the graph shows', () => {
  expect(exampleOf(pair, new Map([[0, 3]]))).toBe(2);
  expect(
    exampleOf(
      pair,
      new Map([
        [0, 3],
        [1, 6],
      ]),
    ),
  ).toBe(2);
  expect(
    exampleOf(
      pair,
      new Map([
        [0, 3],
        [1, 2],
      ]),
    ),
  ).toBeNull();
});

test('a leaf belongs to the column that its name is bound to; x is the first of several inputs, too', () => {
  expect(columnOf(exercise10, pair, 'y')).toBe(1);
  const names = [{ name: 'input', role: 'data', column: 'x' }] as const;
  expect(columnOf({ ...expressionRecipe, names }, wide, 'input')).toBe(0);
  expect(columnOf({ ...expressionRecipe, names }, pair, 'input')).toBe(0);
  expect(columnOf(exercise10, pair, 'w')).toBe(-1);
});
