import { describe, expect, test } from 'vitest';
import { axesOf, bandOf, endOf, heightOf, meanLine } from '../../../src/renderer/sweep/drawing';
import { lossText, powerText, stepText } from '../../../src/renderer/sweep/texts';
import { type ExampleRun, sweepOf } from './example-sweep';

const runsWith = (...ended: ExampleRun[]) =>
  sweepOf(
    [0.1],
    ['identity'],
    ended.map((_, i) => i),
    ended,
  ).runs;

describe('the axes that all cells share', () => {
  test('end at powers of ten around all losses, and at the longest run’s last step', () => {
    const axes = axesOf(runsWith({ losses: [4, 0.5, 0.02] }, { losses: [4, 30] }));
    expect(axes).toEqual({ low: -2, high: 2, ticks: [-2, 0, 2], steps: 3 });
  });

  test('leave out what goes further than eight decades below the start or two above it', () => {
    const axes = axesOf(runsWith({ losses: [4, 1e-31] }, { losses: [4, 1e300] }));
    expect([axes.low, axes.high]).toEqual([-8, 3]);
    expect(axes.ticks).toEqual([-8, -4, 0]);
  });

  test('have room where every loss is the same, and where there is none above 0', () => {
    const alike = axesOf(runsWith({ losses: [1, 1] }));
    expect([alike.low, alike.high]).toEqual([0, 1]);
    const none = axesOf(runsWith({ losses: [0] }, { losses: [], diverged: true }));
    expect([none.low, none.high, none.steps]).toEqual([-1, 0, 1]);
  });

  test('are logarithmic, and 0 lies below', () => {
    const axes = { low: -2, high: 2, ticks: [], steps: 10 };
    expect([100, 1, 0.01].map((loss) => heightOf(loss, axes))).toEqual([0, 50, 100]);
    expect(heightOf(0, axes)).toBeGreaterThan(100);
    expect(heightOf(1e300, axes)).toBeLessThan(0);
  });
});

describe('a curve', () => {
  const axes = { low: -2, high: 2, ticks: [], steps: 4 };
  const [run] = runsWith({ losses: [100, 1, 1, 0.01] });

  test('begins with the first epoch and goes through the means', () => {
    expect(meanLine(run!.curve, axes)).toBe(
      '25.00,0.00 25.00,0.00 50.00,50.00 75.00,50.00 100.00,100.00',
    );
  });

  test('leaves out buckets that complete no epoch', () => {
    const sparse = { ...run!.curve, start: null, epochLoss: Float64Array.of(NaN, 1, NaN, 0.01) };
    expect(meanLine(sparse, axes)).toBe('50.00,50.00 100.00,100.00');
  });

  test('keeps a spike of one step in its band', () => {
    const spiked = { ...run!.curve, lossMax: Float64Array.of(100, 1, 100, 0.01) };
    expect(bandOf(spiked, axes).split(' ')).toContain('75.00,0.00');
    expect(meanLine(spiked, axes)).not.toContain('75.00,0.00');
  });

  test.each([
    ['inside', { losses: [100, 1, 1, 1] }, { x: 100, y: 50 }],
    ['below', { losses: [100, 1, 0, 0] }, { x: 50 + (25 * 50) / 90, y: 100 }],
    ['above', { losses: [1, 1, 1e9, 1e12] }, { x: 50 + (25 * 50) / 90, y: 0 }],
    ['diverged', { losses: [1, 1e9], diverged: true }, { x: 50, y: 0 }],
  ] as const)('ends %s', (kind, ended, { x, y }) => {
    const end = endOf(runsWith(ended)[0]!, axes);
    expect([end.kind, end.y]).toEqual([kind, y]);
    expect(end.x).toBeCloseTo(x, 10);
  });

  test('without a step ends at the upper edge, diverged', () => {
    const end = endOf(runsWith({ losses: [], diverged: true })[0]!, axes);
    expect(end).toEqual({ x: 0, y: 0, kind: 'diverged' });
  });
});

test('powers of ten are written out where they are short', () => {
  expect([-12, -3, -2, 0, 1, 3, 4, 21].map(powerText)).toEqual([
    ...['10⁻¹²', '10⁻³', '0.01', '1', '10', '1000', '10⁴', '10²¹'],
  ]);
});

test('steps at an axis are short', () => {
  expect([1, 100, 2000, 15_000, 1e6, 1e9].map(stepText)).toEqual([
    ...['1', '100', '2,000', '15k', '1M', '1000M'],
  ]);
});

test('a loss has six digits and room in its cell', () => {
  const losses = [0, 4, 0.00123528, 1.617471234e-6, 4.11873e-5, 1e-5, 1.18051e95, 5e-324];
  expect(losses.map(lossText)).toEqual([
    ...['0', '4', '0.00123528', '1.61747e−6', '4.11873e−5', '0.00001', '1.18051e95', '5e−324'],
  ]);
  expect(lossText(123456.789)).toBe('123457');
  expect(lossText(1234567891)).toBe('1234570000');
});
