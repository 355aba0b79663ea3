import { expect, test } from 'vitest';
import { shownStep } from '../../src/renderer/stepping/shown-step';

const view = 'compact';

test('the step that is shown is the one that is looked at, or the last one, and never before the first', () => {
  expect(shownStep({ place: null, looking: null, view }, 7).step).toBe(7);
  expect(shownStep({ place: null, looking: null, view }, 0).step).toBe(1);
  expect(shownStep({ place: { step: 3, done: 2 }, looking: null, view }, 7).step).toBe(3);
  // In the step that comes.
  expect(shownStep({ place: { step: 8, done: 1 }, looking: null, view }, 7).step).toBe(8);
});

test('an example that is looked at after a step belongs to that step', () => {
  expect(shownStep({ place: { step: 8, done: 1 }, looking: 2, view }, 7).step).toBe(7);
  expect(shownStep({ place: { step: 1, done: 1 }, looking: 2, view }, 0).step).toBe(1);
});
