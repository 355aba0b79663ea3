import { expect, test } from 'vitest';
import { parameterColumns } from './example-view';
import { gradientLines, lossLines, parameterLines } from '../../src/renderer/charts/lines';

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

test('a spike of a parameter or a gradient stays visible between two points', () => {
  const calm = Float64Array.of(1, 1.5, 2);
  const all = {
    ...series({ lossMin: [1, 1, 1], lossMax: [1, 1, 1], epochLoss: [1, 1, 1] }),
    ...parameterColumns([calm]),
    parameterRanges: [{ min: Float64Array.of(1, 1, -70), max: Float64Array.of(1, 1.5, 2) }],
    gradientRanges: [{ min: Float64Array.of(0, 0, 0), max: Float64Array.of(0, 900, 0) }],
  };
  const [w] = parameterLines(all, ['w']);
  // Between its neighbours the line itself covers the range.
  expect(w?.points.map(({ y }) => y)).toEqual([1, 1.5, -70, 2]);
  const [gradient] = gradientLines(all, ['w']);
  expect(gradient?.points.map(({ y }) => y)).toEqual([0, 0, 900, 0]);
});
