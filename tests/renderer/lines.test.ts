import { expect, test } from 'vitest';
import { parameterColumns } from './example-view';
import { lossLines } from '../../src/renderer/charts/lines';

const series = (columns: { lossMin: number[]; lossMax: number[]; epochLoss: number[] }) => ({
  step: Float64Array.from(columns.lossMin, (_, i) => i + 1),
  lossMin: Float64Array.from(columns.lossMin),
  lossMax: Float64Array.from(columns.lossMax),
  epochLoss: Float64Array.from(columns.epochLoss),
  testLoss: new Float64Array(columns.lossMin.length).fill(NaN),
  ...parameterColumns([]),
});

test('where a point stands for many steps, a spike stays visible', () => {
  const spiked = series({ lossMin: [1, 0.5], lossMax: [1, 900], epochLoss: [1, 0.5] });
  const [each] = lossLines(spiked, 64, false);
  expect(each?.points).toContainEqual({ x: 2, y: 900 });
  expect(each?.points).toContainEqual({ x: 2, y: 0.5 });
});

test('a step that completes no epoch has no mean', () => {
  const pair = series({ lossMin: [4, 36], lossMax: [4, 36], epochLoss: [NaN, 20] });
  const [each, mean] = lossLines(pair, 1, false);
  expect(each?.points).toHaveLength(2);
  expect(mean?.points).toEqual([{ x: 2, y: 20 }]);
});

test('with one example there is one curve', () => {
  const one = series({ lossMin: [4], lossMax: [4], epochLoss: [4] });
  expect(lossLines(one, 1, true).map(({ weight }) => weight)).toEqual(['strong']);
});
