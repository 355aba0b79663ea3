import { expect, test } from 'vitest';
import { moved, nextInOrder, only, rectangle } from '../../../src/renderer/data/selection';

const size = { rows: 10, columns: 3 };

test.each([
  ['ArrowDown', false, { row: 5, column: 1 }],
  ['ArrowUp', true, { row: 0, column: 1 }],
  ['ArrowRight', false, { row: 4, column: 2 }],
  ['ArrowLeft', true, { row: 4, column: 0 }],
  ['PageDown', false, { row: 9, column: 1 }],
  ['PageUp', false, { row: 0, column: 1 }],
  ['Home', false, { row: 4, column: 0 }],
  ['End', true, { row: 9, column: 2 }],
] as const)('%s (with Ctrl: %s) goes where a spreadsheet goes', (key, far, place) => {
  expect(moved(key, far, { row: 4, column: 1 }, size, 8)).toEqual(place);
});

test('no key leads out of the grid, and other keys do not move', () => {
  expect(moved('ArrowUp', false, { row: 0, column: 0 }, size, 8)).toEqual({ row: 0, column: 0 });
  expect(moved('a', false, { row: 0, column: 0 }, size, 8)).toBeNull();
});

test('Tab goes row by row and leaves after the last cell; Shift+Tab leaves before the first', () => {
  expect(nextInOrder({ row: 0, column: 2 }, size, false)).toEqual({ row: 1, column: 0 });
  expect(nextInOrder({ row: 1, column: 0 }, size, true)).toEqual({ row: 0, column: 2 });
  expect(nextInOrder({ row: 9, column: 2 }, size, false)).toBeNull();
  expect(nextInOrder({ row: 0, column: 0 }, size, true)).toBeNull();
});

test('a selection spans from where it began to where it is, in any direction', () => {
  expect(rectangle({ anchor: { row: 5, column: 2 }, active: { row: 3, column: 0 } })).toEqual({
    top: 3,
    bottom: 5,
    left: 0,
    right: 2,
  });
  expect(rectangle(only({ row: 1, column: 1 }))).toEqual({ top: 1, bottom: 1, left: 1, right: 1 });
});
