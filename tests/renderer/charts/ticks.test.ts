import { describe, expect, test } from 'vitest';
import {
  type AxisTick,
  linearTicks,
  logTicks,
  stepTicks,
} from '../../../src/renderer/charts/ticks';

const SIZE = 11;

function expectApart(ticks: readonly AxisTick[], at: (value: number) => number, least: number) {
  const places = ticks.map(({ value }) => at(value)).sort((a, b) => a - b);
  places.slice(1).forEach((place, i) => {
    expect(place - (places[i] as number), JSON.stringify(ticks)).toBeGreaterThanOrEqual(least);
  });
  expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
}

describe('numbers up a small logarithmic axis', () => {
  test.each([
    [0.38, 0.4],
    [0.01, 4],
    [1e-30, 4],
    [1e-300, 1e300],
    [3.9, 4.1],
    [0.2, 1.1],
    [7e-9, 2e-8],
    [1, 1000],
    [5e-324, 1e-300],
  ])('from %d to %d stand apart, at least two of them', (min, max) => {
    for (const height of [45, 60, 82, 200]) {
      const ticks = logTicks(min, max, height, SIZE);
      const span = Math.log10(max) - Math.log10(min);
      const at = (value: number) => (height * (Math.log10(value) - Math.log10(min))) / span;
      expectApart(ticks, at, SIZE * 1.5);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
    }
  });
});

test('an axis without numbers, or without height, has no or one number', () => {
  expect(logTicks(0, 4, 80, SIZE)).toEqual([]);
  expect(logTicks(Number.NaN, Number.NaN, 80, SIZE)).toEqual([]);
  expect(logTicks(1e-9, 4, -10, SIZE)).toHaveLength(1);
});

test('numbers up a linear axis stand apart and are told apart', () => {
  for (const [min, max] of [
    [0, 2],
    [-1e-9, 1e-9],
    [1.999_999, 2.000_001],
    [-3e8, 1e9],
    [39.999_999_9, 40],
  ] as const) {
    for (const height of [45, 82, 300]) {
      const ticks = linearTicks(min, max, height, SIZE);
      expectApart(ticks, (value) => (height * (value - min)) / (max - min), SIZE * 1.3);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
    }
  }
});

test('numbers of steps are whole, told apart and do not touch, down to two steps of ten millions', () => {
  for (const [first, last] of [
    [0, 160],
    [0, 10_000_000],
    [9_999_991, 10_000_000],
    [7_654_321, 7_654_322],
    [12_000, 13_500],
    [1, 2],
  ] as const) {
    const ticks = stepTicks(first, last, 210, SIZE);
    expect(ticks.length).toBeGreaterThan(0);
    const longest = Math.max(...ticks.map(({ text }) => text.length)) * 0.6 * SIZE;
    expectApart(ticks, (value) => (210 * (value - first)) / (last - first), longest);
    for (const { value } of ticks) expect(Number.isInteger(value)).toBe(true);
  }
  expect(stepTicks(0, 20_000, 210, SIZE).map(({ text }) => text)).toContain('10k');
});
