import { expect, test } from 'vitest';
import { cutTo } from '../../../src/renderer/pictures/cut';

const area = { left: 0, right: 10, top: 0, bottom: 10 };
const line = (...points: [number, number][]) => points.map(([x, y]) => ({ x, y }));

test('a line is cut where it leaves the area, and begins again where it comes back', () => {
  expect(cutTo(area, line([-5, 5], [5, 5], [5, -5], [8, -5], [8, 5]))).toEqual([
    line([0, 5], [5, 5], [5, 0]),
    line([8, 0], [8, 5]),
  ]);
});

test('a line that only crosses the area is drawn across it; one beside it is not', () => {
  expect(cutTo(area, line([-10, -10], [20, 20]))).toEqual([line([0, 0], [10, 10])]);
  expect(cutTo(area, line([-10, 20], [20, 20]))).toEqual([]);
  expect(cutTo(area, line([3, 4]))).toEqual([line([3, 4])]);
  expect(cutTo(area, line([30, 4]))).toEqual([]);
});
