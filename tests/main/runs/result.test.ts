import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/contract/lab-events';
import { runChecksum } from '../../../src/main/runs/checksum';
import { resultOf } from '../../../src/main/runs/result';
import type { Standing } from '../../../src/main/training/messages';

const row = { example: null, loss: 4, dw: -4, db: -4, learningRate: 0.1 };
const standing: Standing = {
  step: 1,
  epoch: 1,
  row,
  w: 0.4,
  b: 0.4,
  learningRate: 0.1,
  data: new Float64Array(),
  grad: null,
  stepsPerSecond: null,
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
    expect(resultOf(standing, outcome)).toEqual({
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
    const result = resultOf(standing, { kind: 'diverged', at });
    expect([result.stop, result.divergedAt]).toEqual(['diverged', at]);
  });

  it('has no loss before the first committed update', () => {
    expect(resultOf({ ...standing, step: 0, row: null }, null).loss).toBeNull();
  });
});
