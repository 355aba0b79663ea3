import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../../src/contract/base64';
import type { LabView } from '../../../src/contract/lab-events';
import type { Comparison } from '../../../src/contract/library';
import type { LinePicture } from '../../../src/renderer/charts/drawing';
import type { Line } from '../../../src/renderer/charts/lines';
import type { SeriesColumns } from '../../../src/renderer/lab-view';
import { comparedLines } from '../../../src/renderer/library/compared-lines';
import { chartPicture } from '../../../src/renderer/pictures/chart-picture';
import { drawComparison } from '../../../src/renderer/pictures/comparison-picture';
import { drawn } from '../../../src/renderer/pictures/picture-file';
import {
  drawGradients,
  drawLoss,
  drawParameters,
} from '../../../src/renderer/pictures/run-pictures';
import { afterOneStep, parameterColumns } from '../example-view';
import { coloursOf, expectInside, inWindow, parsed, textsOf } from './look-at';

const line = (values: readonly number[], more: Partial<Line> = {}): Line => ({
  name: 'loss',
  token: 'accent',
  weight: 'strong',
  dash: [],
  points: values.map((y, i) => ({ x: i + 1, y })),
  ...more,
});
const chart = (lines: readonly Line[], more: Partial<LinePicture> = {}): LinePicture => ({
  ...{ lines, step: 4, logarithmic: false, unit: 'step', marks: [] },
  ...more,
});
const texts = { title: 'Loss', notes: [], upward: 'loss', summary: '', legend: [] };
const draw = (picture: LinePicture) => drawn((pen) => chartPicture(pen, picture, texts));
const curves = (svg: string) =>
  [...parsed(svg).querySelectorAll('path')].map((path) => path.getAttribute('d') ?? '');

/** Steps of the pair at 0.01, to which the learning rate was changed once. */
const steps = Array.from({ length: 160 }, (_, i) => i + 1);
const series: SeriesColumns = {
  step: Float64Array.from(steps),
  lossMin: Float64Array.from(steps, (k) => 36 * 0.9 ** k * (k % 2 ? 0.2 : 1)),
  lossMax: Float64Array.from(steps, (k) => 36 * 0.9 ** k * (k % 2 ? 0.2 : 1)),
  epochLoss: Float64Array.from(steps, (k) => (k % 2 ? NaN : 30 * 0.9 ** k)),
  testLoss: new Float64Array(160).fill(NaN),
  ...parameterColumns([
    Float64Array.from(steps, (k) => 2 - 2 * 0.9 ** k),
    new Float64Array(160).fill(0.1),
  ]),
};
const whole = { columns: series, stride: 1 };
const view: LabView = {
  ...afterOneStep,
  state: 'finished',
  recipe: { ...afterOneStep.recipe, dataset: 'pair', learningRate: 0.01 },
  interventions: [{ step: 60, change: { kind: 'learning-rate', value: 0.03 } }],
  snapshot: { ...afterOneStep.snapshot, step: 160, epoch: 80 },
  library: {
    ...afterOneStep.library,
    kept: { id: 'a', name: 'Slow & steady <1>', notes: '', tags: [], steps: 160 },
  },
};

describe('the picture of a chart', () => {
  test('draws every point of a line, and leaves a gap where there is none', async () => {
    const [first = '', second = ''] = curves(
      (await draw(chart([line([4, 3, 2, 1]), line([1, NaN, 2, 3])]))).svg,
    );
    expect(first.match(/[ML]/g)?.join('')).toBe('MLLL');
    // A point alone between gaps would be invisible as a path.
    expect(second.match(/[ML]/g)?.join('')).toBe('MML');
    const numbers = first.match(/[\d.]+/g)?.map(Number) ?? [];
    expect(numbers.filter((_, i) => i % 2 === 0)).toEqual(
      [...numbers.filter((_, i) => i % 2 === 0)].sort((a, b) => a - b),
    );
  });

  test('shows one point as a dot', async () => {
    const { svg } = await draw(chart([line([4])], { step: 1 }));
    expect(curves(svg)).toEqual([]);
    expect(parsed(svg).querySelectorAll('circle')).toHaveLength(1);
  });

  test('has the ticks of the screen’s chart, linear and logarithmic', async () => {
    const linear = await draw(chart([line([4, 3, 2, 1])]));
    expect(textsOf(linear.svg)).toEqual(expect.arrayContaining(['loss', 'step', '0', '4']));
    const powers = await draw(chart([line([1, 1e-3, 1e-6, 1e-9])], { logarithmic: true }));
    expect(textsOf(powers.svg)).toContain('1e−9');
    expectInside(linear);
    expectInside(powers);
  });

  test('tells lines apart by colour and by dashes, a dashed one last', async () => {
    const { svg } = await draw(
      chart([line([1, 2], { token: 'series-b', dash: [5, 4] }), line([2, 1], { weight: 'faint' })]),
    );
    const paths = [...parsed(svg).querySelectorAll('path')];
    expect(paths.map((path) => path.getAttribute('stroke-dasharray'))).toEqual([null, '5 4']);
    expect(paths.map((path) => path.getAttribute('stroke'))).toEqual(['#24476b', '#1d7a55']);
  });

  test('says the run’s name, its recipe, how far it is, and what was changed', async () => {
    const loss = await drawLoss(view, whole, true);
    const all = textsOf(loss.svg);
    expect(all).toContain('Slow & steady <1> · pair · identity · η 0.01 · seed 42');
    expect(all.join(' ')).toContain('Step 160');
    expect(all).toEqual(expect.arrayContaining(['loss, logarithmic', 'each step', 'epoch mean']));
    expect(all).toContain('η 0.03 from step 60');
    expectInside(loss);
    const parameters = await drawParameters(view, whole);
    expect(textsOf(parameters.svg)).toEqual(expect.arrayContaining(['value', 'w', 'b']));
    expectInside(parameters);
  });

  test('names each of many parameters at the end of its line, none over another', async () => {
    const names = Array.from({ length: 16 }, (_, i) => `w1_${i}`);
    const many = {
      ...series,
      ...parameterColumns(names.map((_, i) => new Float64Array(160).fill(i / 100))),
    };
    const picture = await drawParameters(
      { ...view, parameters: names, parameterCount: 41 },
      { columns: many, stride: 1 },
    );
    const labels = [...parsed(picture.svg).querySelectorAll('text')].filter(({ textContent }) =>
      names.includes(textContent),
    );
    const heights = labels.map((label) => Number(label.getAttribute('y'))).sort((a, b) => a - b);
    expect(heights).toHaveLength(16);
    heights.slice(1).forEach((y, i) => expect(y - heights[i]!).toBeGreaterThanOrEqual(13.9));
    expect(textsOf(picture.svg)).toContain('the first 16 of 41');
    expectInside(picture);
  });

  test('shows the steps that the screen shows, its gradients, and the runs beside it', async () => {
    const part = {
      range: { first: 41, last: 80 },
      overlays: [
        {
          name: 'the other',
          ...{ step: series.step, lossMin: series.lossMin, lossMax: series.lossMax },
          parameters: new Map([['w', series.step.map((k) => k / 80)]]),
        },
      ],
    };
    const loss = await drawLoss(view, whole, true, part);
    expect(textsOf(loss.svg).join(' ')).toContain('steps 41 – 80');
    expect(textsOf(loss.svg)).toEqual(expect.arrayContaining(['the other', '50', '80']));
    expect(textsOf(loss.svg)).not.toContain('0');
    expect(curves(loss.svg)).toHaveLength(3);
    expectInside(loss);
    const parameters = await drawParameters(view, whole, part);
    expect(curves(parameters.svg)).toHaveLength(3);
    expectInside(parameters);
    const gradients = await drawGradients(view, whole, part);
    expect(textsOf(gradients.svg)).toEqual(expect.arrayContaining(['∂L/∂w', '∂L/∂b']));
    expect(textsOf(gradients.svg)).not.toContain('the other');
    expect(curves(gradients.svg)).toHaveLength(2);
    expectInside(gradients);
  });

  test('says of a loss of exactly 0 that a logarithmic axis has no place for it', async () => {
    const lossMax = series.lossMax.map((value, i) => (i < 100 ? value : 0));
    const ended = { ...series, lossMax, lossMin: lossMax };
    const { svg } = await drawLoss(view, { columns: ended, stride: 1 }, true);
    expect(textsOf(svg)).toContain('exactly 0 since step 101: not on a log axis');
    expect(textsOf((await drawLoss(view, whole, true)).svg).join()).not.toContain('exactly 0');
  });

  test('is light and of the usual size, whatever the screen shows', async () => {
    const light = await inWindow({ theme: 'light', projector: false }, () =>
      drawLoss(view, whole, true),
    );
    const dark = await inWindow({ theme: 'dark', projector: true }, () =>
      drawLoss(view, whole, true),
    );
    expect(dark).toEqual(light);
    expect(coloursOf(light.svg)).toContain('#24476b');
  });
});

test('the picture of a comparison draws each run’s loss and says what it is set to and came to', async () => {
  const run = (name: string, loss: number) => ({
    ...{ id: name, name, tags: [], note: '', recipeName: 'pair', stored: true, curve: [] },
    ...{ created: null, modified: null, steps: 3, stop: 'steps' as const, loss },
    ...{ updatesPerEpoch: 2, changes: 0, parameters: [{ name: 'w', value: 1.5 }] },
    series: { count: 3, columns: toBase64(Float64Array.of(1, 2, 3, 4, 3, loss, 4, 3, loss)) },
  });
  const comparison: Comparison = {
    runs: [run('slow', 2), run('a name so long that it must be broken '.repeat(4).trim(), 0.5)],
    differences: [{ field: 'learningRate', values: ['0.01', '0.1'] }],
  };
  const lines = comparedLines(comparison.runs, 'step');
  const picture = await drawComparison(comparison, chart(lines, { step: 3, logarithmic: true }));
  const all = textsOf(picture.svg);
  expect(curves(picture.svg)).toHaveLength(2);
  expect(all).toContain('The loss of 2 runs');
  expect(all).toContain('slow');
  expect(all).toContain('learning rate 0.01 · 3 steps · finished · loss 2 · w = 1.5');
  expect(all).toContain('learning rate 0.1 · 3 steps · finished · loss 0.5 · w = 1.5');
  expect(all.filter((text) => text.startsWith('a name so long'))).toHaveLength(1);
  expectInside(picture);
});
