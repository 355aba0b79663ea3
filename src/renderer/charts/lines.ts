import type { ColumnRange, SeriesColumns } from '../lab-view';
import { messages } from '../messages/messages';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One curve of a chart. */
export interface Line {
  readonly name: string;
  readonly token: 'accent' | 'series-w' | 'series-b' | 'negative' | 'positive' | 'soft';
  /** A thin line is as narrow as a faint one, and as dark as a strong one. */
  readonly weight: 'faint' | 'thin' | 'strong';
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
  const each = ranged(step, { min: lossMin, max: lossMax });
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

/** The values after each step; where a point stands for many, and they went beyond their neighbours, their range, too. */
export function parameterLines(
  { step, parameters, parameterRanges }: SeriesColumns,
  names: readonly string[],
): Line[] {
  return styled(names, (i) => {
    const last = parameters[i];
    const range = parameterRanges[i];
    return last && range ? traced(step, last, range) : [];
  });
}

/** Least and largest gradient of each point. */
export function gradientLines(
  { step, gradientRanges }: SeriesColumns,
  names: readonly string[],
): Line[] {
  return styled(names, (i) => {
    const range = gradientRanges[i];
    return range ? ranged(step, range) : [];
  });
}

function styled(names: readonly string[], pointsOf: (i: number) => Point[]): Line[] {
  const weight = names.length > PARAMETER_STYLES.length ? 'faint' : 'strong';
  return names.map((name, i) => {
    const { token, dash } = PARAMETER_STYLES[i % PARAMETER_STYLES.length] ?? PARAMETER_STYLES[0];
    return { name, token, dash, weight, points: pointsOf(i) };
  });
}

/** Both ends of each point's range, or the one that they are. */
export function ranged(step: Float64Array, { min, max }: ColumnRange): Point[] {
  const all: Point[] = [];
  step.forEach((x, i) => {
    const [least, most] = [min[i] as number, max[i] as number];
    if (least !== most) all.push({ x, y: least });
    all.push({ x, y: most });
  });
  return all;
}

/** From value to value; an excursion between them is drawn, where the line itself does not cover it. */
function traced(step: Float64Array, last: Float64Array, { min, max }: ColumnRange): Point[] {
  const all: Point[] = [];
  step.forEach((x, i) => {
    const y = last[i] as number;
    const before = last[i - 1] ?? y;
    const [least, most] = [min[i] as number, max[i] as number];
    if (least < Math.min(before, y)) all.push({ x, y: least });
    if (most > Math.max(before, y)) all.push({ x, y: most });
    all.push({ x, y });
  });
  return all;
}

function points(x: Float64Array, y: Float64Array): Point[] {
  return Array.from(x, (value, i) => ({ x: value, y: y[i] as number }));
}
