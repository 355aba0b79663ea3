import { describe, expect, test } from 'vitest';
import { emptyCell } from '../../../src/renderer/data/cell';
import {
  draftOf,
  type DraftTable,
  faultsOf,
  fits,
  pointsOf,
  withBlock,
  withCell,
  withInputs,
  withoutRows,
  withRowInserted,
} from '../../../src/renderer/data/draft-table';

const pair: DraftTable = {
  inputs: 1,
  rows: [
    [1, 2],
    [3, 6],
  ],
  test: 0,
};
const bad = { text: 'abc', fault: 'no-number' } as const;

test('a table begins with the examples as they stand, and points with their own order', () => {
  const examples = {
    names: ['x', 'y'],
    columns: [Float64Array.of(3, 1), Float64Array.of(6, 2)],
    count: 2,
  };
  const line = { kind: 'line', count: 2, noise: 0, test: 1 } as const;
  expect(draftOf(line, examples)).toEqual({
    inputs: 1,
    rows: [
      [3, 6],
      [1, 2],
    ],
    test: 1,
  });
  const points = { kind: 'points', x: [[1], [3]], y: [2, 6], test: 1 } as const;
  expect(draftOf(points, examples)).toEqual({ ...pair, test: 1 });
});

test('a cell below the last row begins a row, whose other cells are empty', () => {
  const { rows } = withCell(pair, { row: 2, column: 1 }, 9);
  expect(rows[2]).toEqual([emptyCell, 9]);
  expect(rows[0]).toBe(pair.rows[0]);
});

test('a block covers what is there and adds rows; whether it has room can be asked before', () => {
  const block = [[5], [7], [9]];
  expect(withBlock(pair, { row: 1, column: 1 }, block).rows).toEqual([
    [1, 2],
    [3, 5],
    [emptyCell, 7],
    [emptyCell, 9],
  ]);
  expect(fits(pair, { row: 1, column: 1 }, 3, 1)).toBe(true);
  expect(fits(pair, { row: 1, column: 1 }, 3, 2)).toBe(false);
  expect(fits(pair, { row: 1999, column: 0 }, 2, 1)).toBe(false);
});

test('rows are inserted and taken away; there are never more than 2,000', () => {
  expect(withRowInserted(pair, 1).rows).toEqual([
    [1, 2],
    [emptyCell, emptyCell],
    [3, 6],
  ]);
  expect(withoutRows(pair, 0, 5).rows).toEqual([]);
  expect(withoutRows(pair, 2, 2)).toBe(pair);
  const full = { ...pair, rows: Array.from({ length: 2000 }, () => [1, 2]) };
  expect(withRowInserted(full, 3)).toBe(full);
  expect(withBlock(full, { row: 1999, column: 0 }, [[5], [6]]).rows).toHaveLength(2000);
});

test('an input more is an empty column before the target, one less takes the last away', () => {
  const wide = withInputs(pair, 3);
  expect(wide.rows[1]).toEqual([3, emptyCell, emptyCell, 6]);
  expect(withInputs(wide, 1)).toEqual(pair);
});

describe('the points that training takes', () => {
  test('are the rows as they stand, and the rows that test are fewer than all', () => {
    expect(pointsOf({ ...pair, test: 7 })).toEqual({
      kind: 'points',
      x: [[1], [3]],
      y: [2, 6],
      test: 1,
    });
  });

  test('are none while a cell cannot be used, which is named by row and column', () => {
    const table = withCell(pair, { row: 1, column: 0 }, bad);
    expect(pointsOf(table)).toBeNull();
    expect(faultsOf(table)).toEqual([{ row: 1, column: 0, cell: bad }]);
  });

  test('do without rows that hold nothing; of nothing else there are none', () => {
    expect(pointsOf(withRowInserted(pair, 0))).toEqual(pointsOf(pair));
    expect(faultsOf(withRowInserted(pair, 0))).toEqual([]);
    expect(pointsOf({ ...pair, rows: [] })).toBeNull();
  });
});
