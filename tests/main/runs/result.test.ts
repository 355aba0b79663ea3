import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/contract/lab-events';
import { runChecksum } from '../../../src/main/runs/checksum';
import { defaultRecipe, karpathyRecipe } from '../../../src/contract/recipe';
import { type Reached, resultOf } from '../../../src/main/runs/result';

const reached: Reached = {
  step: 1,
  loss: 4,
  parameters: Float64Array.of(0.4, 0.4),
  names: ['w', 'b'],
};

describe('the result of a run', () => {
  it.each<{ outcome: Outcome | null; stop: string }>([
    { outcome: { kind: 'steps' }, stop: 'steps' },
    { outcome: { kind: 'loss' }, stop: 'loss' },
    { outcome: null, stop: 'stopped' },
    {
      outcome: {
        kind: 'failed',
        error: { code: 'worker-failed', message: '', where: null, params: {} },
      },
      stop: 'stopped',
    },
  ])('$outcome.kind ends as $stop', ({ outcome, stop }) => {
    expect(resultOf(defaultRecipe, reached, outcome)).toEqual({
      steps: 1,
      stop,
      w: 0.4,
      b: 0.4,
      loss: 4,
      checksum: runChecksum(1, [0.4, 0.4]),
      divergedAt: null,
    });
  });

  it('says where a diverged run failed', () => {
    const at = { step: 2, node: 'loss' };
    const result = resultOf(defaultRecipe, reached, { kind: 'diverged', at });
    expect([result.stop, result.divergedAt]).toEqual(['diverged', at]);
  });

  it('has no loss before the first committed update', () => {
    expect(resultOf(defaultRecipe, { ...reached, step: 0, loss: null }, null).loss).toBeNull();
  });

  it('of another model names every parameter, in declared order', () => {
    const result = resultOf(karpathyRecipe, { ...reached, names: ['w1_1_1', 'b1_1'] }, null);
    expect(Object.entries('parameters' in result ? result.parameters : {})).toEqual([
      ['w1_1_1', 0.4],
      ['b1_1', 0.4],
    ]);
    expect(result.checksum).toBe(runChecksum(1, [0.4, 0.4]));
  });
});
