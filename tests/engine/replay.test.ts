import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../src/contract/intervention';
import { defaultRecipe, type Recipe } from '../../src/contract/recipe';
import { replay, type RunSource } from '../../src/engine/replay';
import { Trainer } from '../../src/engine/trainer';
import { COLUMNS } from './training';

const recipe: Recipe = {
  ...defaultRecipe,
  activation: 'relu-abs',
  dataset: 'integers',
  sampling: 'random',
  stop: { steps: 500, lossBelow: 0 },
};
const interventions: readonly Intervention[] = [
  { step: 100, change: { kind: 'learning-rate', value: 0.05 } },
  { step: 200, change: { kind: 'zero-gradients', on: false } },
  { step: 210, change: { kind: 'zero-gradients', on: true } },
  { step: 300, change: { kind: 'parameter', name: 'w', value: -1 } },
];
const run: RunSource = { recipe, interventions };

/** The rows of steps from … to, by replay. */
function exactRows(from: number, to: number): Float64Array {
  const rows = new Float64Array((to - from + 1) * COLUMNS);
  replay(run, to, (row, step) => {
    if (step >= from) rows.set(row, (step - from) * COLUMNS);
  });
  return rows;
}

/** Every row, kept while training in chunks of an odd size. */
function recorded(): Float64Array {
  const rows = new Float64Array(recipe.stop.steps * COLUMNS);
  const trainer = new Trainer(recipe, interventions);
  while (trainer.ended === null) {
    trainer.advance(7, (row, step) => rows.set(row, (step - 1) * COLUMNS));
  }
  return rows;
}

describe('promise 15: exact rows by replay', () => {
  it('equal the rows recorded while training, for any stretch', () => {
    const all = recorded();
    const step = fc.integer({ min: 1, max: recipe.stop.steps });
    fc.assert(
      fc.property(step, step, (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const expected = all.subarray((from - 1) * COLUMNS, to * COLUMNS);
        expect(exactRows(from, to)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('a replay goes to the step it is asked for', () => {
    const all = recorded();
    const trainer = replay(run, 123);
    expect(trainer.step).toBe(123);
    expect(trainer.ended).toBeNull();
    expect(trainer.row).toEqual(all.subarray(122 * COLUMNS, 123 * COLUMNS));
  });

  it("or to the run's own end where that comes first", () => {
    const short = { recipe: { ...recipe, stop: { steps: 500, lossBelow: 1 } }, interventions: [] };
    const trainer = replay(short, 500);
    expect(trainer.ended).toBe('loss');
    expect(trainer.step).toBeLessThan(500);
  });
});
