import type { SeriesColumns } from '../lab.svelte';
import { messages } from '../messages/messages';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One curve of a chart. */
export interface Line {
  readonly name: string;
  readonly token: 'accent' | 'series-w' | 'series-b';
  readonly weight: 'faint' | 'strong';
  readonly dashed: boolean;
  readonly points: Point[];
}

/** Each step faint, the mean of the epoch strong. Where a point stands for many steps, both their least and largest loss are drawn, so that a spike stays visible. */
export function lossLines(series: SeriesColumns, stride: number, single: boolean): Line[] {
  const { step, lossMin, lossMax, epochLoss } = series;
  const each: Point[] = [];
  for (let i = 0; i < step.length; i++) {
    const x = step[i] as number;
    if (stride > 1) each.push({ x, y: lossMin[i] as number });
    each.push({ x, y: lossMax[i] as number });
  }
  const t = messages.charts;
  const mean = points(step, epochLoss).filter(({ y }) => !Number.isNaN(y));
  const strong: Line = {
    name: t.epochMean,
    token: 'accent',
    weight: 'strong',
    dashed: false,
    points: mean,
  };
  // With one example an epoch is a step, and the two curves are one.
  if (single && stride === 1) return [strong];
  return [
    { name: t.eachStep, token: 'accent', weight: 'faint', dashed: false, points: each },
    strong,
  ];
}

export function parameterLines({ step, w, b }: SeriesColumns): Line[] {
  return [
    { name: 'w', token: 'series-w', weight: 'strong', dashed: false, points: points(step, w) },
    { name: 'b', token: 'series-b', weight: 'strong', dashed: true, points: points(step, b) },
  ];
}

function points(x: Float64Array, y: Float64Array): Point[] {
  return Array.from(x, (value, i) => ({ x: value, y: y[i] as number }));
}
