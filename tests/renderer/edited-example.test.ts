import { describe, expect, test } from 'vitest';
import { expressionRecipe, exercise10 } from '../../src/contract/recipe';
import { columnOf, withEditedExample } from '../../src/renderer/setup/edited-example';

const pair = {
  names: ['x', 'y'],
  columns: [Float64Array.of(1, 3), Float64Array.of(2, 6)],
  count: 2,
};
const shown = (x: number, y: number) =>
  new Map([
    ['x', x],
    ['y', y],
  ]);

describe('a number of an example that is edited', () => {
  test('makes the dataset points of one’s own', () => {
    expect(withEditedExample('pair', pair, shown(3, 6), 'y', -1)).toEqual({
      kind: 'points',
      x: [[1], [3]],
      y: [2, -1],
      test: 0,
    });
  });

  test('keeps the order of points of one’s own, whose test examples stand last in the view', () => {
    const points = { kind: 'points', x: [[1], [2], [3]], y: [2, 4, 6], test: 1 } as const;
    const view = {
      names: ['x', 'y'],
      columns: [Float64Array.of(2, 3, 1), Float64Array.of(4, 6, 2)],
      count: 3,
    };
    expect(withEditedExample(points, view, shown(1, 2), 'x', 7)).toEqual({
      ...points,
      x: [[7], [2], [3]],
    });
  });

  test('finds the example by the leaves that the graph has', () => {
    const edited = withEditedExample('pair', pair, new Map([['x', 3]]), 'x', 4);
    expect(edited?.x).toEqual([[1], [4]]);
    expect(withEditedExample('pair', pair, shown(1, 6), 'x', 4)).toBeNull();
    expect(withEditedExample('pair', pair, shown(1, 2), 'x2', 4)).toBeNull();
  });

  test('is refused where there are too many for a table', () => {
    const many = Float64Array.from({ length: 2001 }, (_, i) => i);
    const table = { names: ['x', 'y'], columns: [many, many], count: 2001 };
    const line = { kind: 'line', count: 2001, noise: 0, test: 0 } as const;
    expect(withEditedExample(line, table, shown(5, 5), 'x', 4)).toBeNull();
  });

  test('belongs to the column that the leaf’s name is bound to', () => {
    expect(columnOf(exercise10, 'x')).toBe('x');
    const names = [{ name: 'input', role: 'data', column: 'x' }] as const;
    expect(columnOf({ ...expressionRecipe, names }, 'input')).toBe('x');
  });
});
