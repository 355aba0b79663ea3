import { expect, test } from 'vitest';
import { frameOf, polyline } from '../../../src/renderer/surfaces/frame';

const size = { width: 300, height: 200, text: 11 };
const axis = (min: number, max: number) => ({ name: 'w', min, max });

test('an axis leads from left to right, from bottom to top, and back', () => {
  const frame = frameOf(axis(-1, 3), axis(0, 10), size);
  expect(frame.x(-1)).toBe(frame.left);
  expect(frame.x(3)).toBe(frame.left + frame.width);
  expect(frame.y(0)).toBe(frame.top + frame.height);
  expect(frame.y(10)).toBe(frame.top);
  expect(frame.xAt(frame.x(1.25))).toBeCloseTo(1.25, 12);
  expect(frame.yAt(frame.y(7))).toBeCloseTo(7, 12);
});

test.each([
  [-1e-7, 2e-7],
  [0, 123456],
  [-1e300, 1e300],
  [1000000.5, 1000001],
])('no tick’s text is clipped between %d and %d', (min, max) => {
  const frame = frameOf(axis(min, max), axis(min, max), size);
  expect(frame.yTicks.length).toBeGreaterThan(1);
  for (const { text } of frame.yTicks) expect(text.length * 6.8).toBeLessThan(frame.left);
  for (const { at } of frame.xTicks) {
    expect(at).toBeGreaterThanOrEqual(frame.left - 0.01);
    expect(at).toBeLessThanOrEqual(frame.left + frame.width + 0.01);
  }
});

test('a line breaks off where it is not finite, and no number is too large for a picture', () => {
  const frame = frameOf(axis(0, 1), axis(0, 1), size);
  const path = polyline(frame, [0, 0.5, NaN, 1, 1], [0, 1, 1, 1e300, NaN]);
  expect(path.match(/M/g)).toHaveLength(2);
  expect(path).toContain(',-100000.00');
  expect(path).not.toMatch(/NaN|Infinity|e\d/);
});
