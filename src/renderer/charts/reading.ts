import type { SeriesColumns } from '../lab-view';
import { messages } from '../messages/messages';
import type { ExactRow } from './chart-state.svelte';
import type { Line } from './lines';
import { type OverlayColumns, overlayStyle } from './overlays';

/** What the crosshair reads off one curve. */
export interface Read {
  readonly name: string;
  readonly text: string;
  /** Every digit of one step; else the range of the point that it belongs to. */
  readonly exact: boolean;
  /** Of a line that is told from others by its looks alone. */
  readonly style?: Pick<Line, 'token' | 'dash'>;
}

/** All that it reads, chart by chart. */
export interface Reading {
  readonly step: number;
  readonly loss: readonly Read[];
  readonly curves: readonly Read[];
  /** Whether these are the step's own numbers. */
  readonly exact: boolean;
}

/** The point that a step belongs to; −1: none. */
export function pointAt(steps: Float64Array, step: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) < step) low = middle + 1;
    else high = middle;
  }
  return low < steps.length ? low : -1;
}

/**
 * @param row of that step; null: it is not there yet
 * @param names of the parameters shown
 * @param single whether an epoch is one step
 */
export function readingAt(
  step: number,
  row: ExactRow | null,
  { columns, stride }: { readonly columns: SeriesColumns; readonly stride: number },
  names: readonly string[],
  curves: 'parameters' | 'gradients',
  overlays: readonly OverlayColumns[],
  single: boolean,
): Reading {
  const t = messages.charts;
  const at = pointAt(columns.step, step);
  const exact = row !== null || stride === 1;
  const read = (name: string, value: number | undefined, range: Range | undefined): Read[] => {
    if (value !== undefined) {
      return Number.isNaN(value) ? [] : [{ name, text: String(value), exact: true }];
    }
    return range && at >= 0 ? ranged(name, range, at, stride === 1) : [];
  };
  const loss = [
    ...read(t.loss.toLowerCase(), row?.loss, { min: columns.lossMin, max: columns.lossMax }),
    ...(row && !single ? read(t.epochMean, row.epochLoss, undefined) : []),
    ...(row ? read(t.testLoss, row.testLoss, undefined) : []),
    ...overlays.flatMap(({ name, step: steps, lossMin, lossMax }, i) => {
      const there = pointAt(steps, step);
      if (there < 0) return [];
      const style = overlayStyle(i);
      // As many steps as a point stands for, except where the run ends.
      const alone = there === 0 ? steps[0] === 1 : steps[there] === (steps[there - 1] ?? 0) + 1;
      const read = ranged(name, { min: lossMin, max: lossMax }, there, alone);
      return read.map((one) => ({ ...one, style }));
    }),
  ];
  const ofCurves =
    curves === 'parameters'
      ? names.flatMap((name, i) => read(name, row?.parameters[i], columns.parameterRanges[i]))
      : names.flatMap((name, i) =>
          read(t.gradientName(name), row?.gradients[i], columns.gradientRanges[i]),
        );
  return { step, loss, curves: ofCurves, exact };
}

interface Range {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

function ranged(name: string, { min, max }: Range, at: number, single: boolean): Read[] {
  const [least, most] = [min[at], max[at]];
  if (least === undefined || most === undefined || Number.isNaN(least)) return [];
  if (single) return [{ name, text: String(most), exact: true }];
  return [{ name, text: messages.charts.read.between(least, most), exact: false }];
}
