import type { SeriesColumns } from '../lab-view';
import { messages } from '../messages/messages';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One curve of a chart. */
export interface Line {
  readonly name: string;
  readonly token: 'accent' | 'series-w' | 'series-b' | 'negative' | 'positive' | 'soft';
  readonly weight: 'faint' | 'strong';
  /** Lengths of dashes and gaps; empty: a whole line. */
  readonly dash: readonly number[];
  readonly points: Point[];
}

/**
 * Each step faint, the mean of the epoch strong, the test loss dashed. Where a point stands for many steps, both their least and
 * largest loss are drawn, so that a spike stays visible.
 */
export function lossLines(series: SeriesColumns, stride: number, single: boolean): Line[] {
  const { step, lossMin, lossMax, epochLoss, testLoss } = series;
  const each: Point[] = [];
  for (let i = 0; i < step.length; i++) {
    const x = step[i] as number;
    if (stride > 1) each.push({ x, y: lossMin[i] as number });
    each.push({ x, y: lossMax[i] as number });
  }
  const t = messages.charts;
  const known = (column: Float64Array) => points(step, column).filter(({ y }) => !Number.isNaN(y));
  const strong: Line = {
    name: t.epochMean,
    token: 'accent',
    weight: 'strong',
    dash: [],
    points: known(epochLoss),
  };
  const test: Line = {
    name: t.testLoss,
    token: 'series-b',
    weight: 'strong',
    dash: [5, 4],
    points: known(testLoss),
  };
  const means = test.points.length > 0 ? [strong, test] : [strong];
  // With one update an epoch, an epoch is a step, and the two curves are one.
  if (single && stride === 1) return means;
  return [{ name: t.eachStep, token: 'accent', weight: 'faint', dash: [], points: each }, ...means];
}

/** Told apart by colour and by dashes: w is whole, b dashed, as long as there are only these two. */
export const PARAMETER_STYLES = [
  { token: 'series-w', dash: [] },
  { token: 'series-b', dash: [5, 4] },
  { token: 'accent', dash: [2, 3] },
  { token: 'negative', dash: [9, 3, 2, 3] },
  { token: 'soft', dash: [12, 4] },
  { token: 'positive', dash: [1, 3] },
] as const;

export function parameterLines(
  { step, parameters }: SeriesColumns,
  names: readonly string[],
): Line[] {
  return names.map((name, i) => {
    const { token, dash } = PARAMETER_STYLES[i % PARAMETER_STYLES.length] ?? PARAMETER_STYLES[0];
    return {
      name,
      token,
      dash,
      weight: names.length > PARAMETER_STYLES.length ? ('faint' as const) : ('strong' as const),
      points: points(step, parameters[i] ?? new Float64Array(step.length).fill(NaN)),
    };
  });
}

function points(x: Float64Array, y: Float64Array): Point[] {
  return Array.from(x, (value, i) => ({ x: value, y: y[i] as number }));
}
