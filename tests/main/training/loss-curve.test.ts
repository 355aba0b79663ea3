import { describe, expect, test } from 'vitest';
import { fromBase64 } from '../../../src/contract/base64';
import { CURVE_BUCKETS } from '../../../src/contract/sweep';
import { defaultRecipe, karpathyRecipe, type Recipe } from '../../../src/contract/recipe';
import type { BucketedColumn } from '../../../src/engine/history';
import { History } from '../../../src/engine/history';
import { COLUMN, Trainer } from '../../../src/engine/trainer';
import {
  advanceWithCurve,
  type CurveNumbers,
  curveOf,
} from '../../../src/main/training/loss-curve';

const steps = (recipe: Recipe, count: number): Recipe => ({
  ...recipe,
  stop: { steps: count, lossBelow: 0 },
});

function columnsOf({ count, columns }: CurveNumbers) {
  const column = (i: number) => columns.subarray(i * count, (i + 1) * count);
  return { lossMin: column(0), lossMax: column(1), epochLoss: column(2) };
}

describe('a loss curve', () => {
  test.each([
    ['one example', steps({ ...defaultRecipe, learningRate: 0.1 }, 100), 50, 2],
    ['as many steps as buckets', steps(defaultRecipe, 64), 64, 1],
    ['one step', steps(defaultRecipe, 1), 1, 1],
    ['the pair', steps({ ...defaultRecipe, dataset: 'pair' }, 1000), 63, 16],
    [
      'more than the exact rows',
      steps({ ...defaultRecipe, learningRate: 1e-5 }, 130_000),
      64,
      2048,
    ],
    ['a network', steps(karpathyRecipe, 77), 39, 2],
  ])('of %s is that of the run’s history', (_, recipe, count, stride) => {
    const curve = advanceWithCurve(new Trainer(recipe), recipe.stop.steps);
    const trainer = new Trainer(recipe);
    const history = new History(trainer.row.length);
    let start = Number.NaN;
    trainer.advance(recipe.stop.steps, (row) => {
      history.record(row);
      if (Number.isNaN(start)) start = row[COLUMN.epochLoss] as number;
    });
    const buckets = history.decimate(CURVE_BUCKETS);
    expect([curve.count, curve.stride]).toEqual([count, stride]);
    expect([buckets.count, buckets.stride]).toEqual([count, stride]);
    const loss = buckets.columns[COLUMN.loss] as BucketedColumn;
    const mean = buckets.columns[COLUMN.epochLoss] as BucketedColumn;
    const { lossMin, lossMax, epochLoss } = columnsOf(curve);
    expect(lossMin).toEqual(loss.min);
    expect(lossMax).toEqual(loss.max);
    expect(epochLoss).toEqual(mean.last);
    expect(curve.start).toBe(start);
  });

  test('keeps a spike of one step among ten thousand', () => {
    const recipe = steps({ ...defaultRecipe, learningRate: 0.1 }, 10_000);
    const kicked = () =>
      new Trainer(recipe, [{ step: 5000, change: { kind: 'parameter', name: 'w', value: 1e3 } }]);
    let spike = 0;
    kicked().advance(10_000, (row, step) => {
      if (step === 5000) spike = row[COLUMN.loss] as number;
    });
    expect(spike).toBeGreaterThan(1e5);
    const curve = advanceWithCurve(kicked(), 10_000);
    expect(curve.stride).toBe(256);
    const { lossMin, lossMax } = columnsOf(curve);
    expect(lossMax[Math.floor(4999 / curve.stride)]).toBe(spike);
    expect(lossMin[Math.floor(4999 / curve.stride)]).toBeLessThan(1e-20);
  });

  test('of a run that diverges ends with its last committed step', () => {
    const recipe = steps({ ...defaultRecipe, learningRate: 0.6 }, 5000);
    const trainer = new Trainer(recipe);
    const curve = advanceWithCurve(trainer, 5000);
    expect(trainer.divergedAt).toEqual({ step: 1054, node: 'loss' });
    expect([curve.count, curve.stride]).toEqual([33, 32]);
    expect(columnsOf(curve).lossMax.at(-1)).toBe(trainer.loss);
  });

  test('of a run without a committed step is empty', () => {
    const far = { ...defaultRecipe, initial: { w: 1e200, b: 0 } };
    const curve = advanceWithCurve(new Trainer(far), 10);
    expect(curveOf(curve)).toEqual({ start: null, count: 0, stride: 1, columns: '' });
  });

  test('crosses the seam in every bit, NaN included', () => {
    const recipe = steps({ ...defaultRecipe, dataset: 'pair' }, 31);
    const curve = advanceWithCurve(new Trainer(recipe), 31);
    const { count, stride, columns } = curveOf(curve);
    expect([count, stride]).toEqual([31, 1]);
    expect(fromBase64(columns)).toEqual(curve.columns);
    expect([...columnsOf(curve).epochLoss].map(Number.isNaN)).toEqual(
      Array.from({ length: 31 }, (_, i) => i % 2 === 0),
    );
  });
});
