import { expect, test } from 'vitest';
import { panned, type StepRange, zoomed } from '../../../src/renderer/charts/step-range';

test('ten million steps are zoomed down to two and out again, and the step in question stays in sight', () => {
  const steps = 10_000_000;
  const spike = 7_654_321;
  let range: StepRange | null = null;
  let levels = 0;
  for (; levels < 100 && (!range || range.last - range.first > 1); levels++) {
    range = zoomed(range, steps, 0.5, spike);
    expect(range?.first).toBeLessThanOrEqual(spike);
    expect(range?.last).toBeGreaterThanOrEqual(spike);
  }
  expect(range && range.last - range.first + 1).toBe(2);
  expect(zoomed(range, steps, 0.5, spike)).toEqual(range);
  for (let i = 0; range && i < 200; i++) range = zoomed(range, steps, 1.2, spike);
  expect(range).toBeNull();
});

test('a range is moved no further than the run goes', () => {
  const range = { first: 11, last: 20 };
  expect(panned(range, 100, 5)).toEqual({ first: 16, last: 25 });
  expect(panned(range, 100, 500)).toEqual({ first: 91, last: 100 });
  expect(panned(range, 100, -500)).toEqual({ first: 1, last: 10 });
  expect(panned(null, 100, 5)).toBeNull();
});

test('a run of two steps cannot be zoomed', () => {
  expect(zoomed(null, 2, 0.5, 1)).toBeNull();
  expect(zoomed(null, 3, 0.5, 1)).toEqual({ first: 1, last: 2 });
});
