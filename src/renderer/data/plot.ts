import type { DraftRow } from './draft-table';

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What of a table can be drawn: dots at the rows' numbers, as paths of points with round ends. */
export interface Plot {
  readonly points: number;
  readonly horizontal: Range;
  readonly vertical: Range;
  readonly dots: string;
  /** Dots of a second kind. */
  readonly rings: string;
}

type Point = readonly [horizontal: number, vertical: number, ring: boolean];

/** With one input, the target over it; with more, the second input over the first, and rings where the target is up to 0. */
export function plotOf(rows: readonly DraftRow[], inputs: number, size: PlotSize): Plot | null {
  const numeric = rows.filter((row): row is readonly number[] =>
    row.every((cell) => typeof cell === 'number'),
  );
  const above = numeric.some((row) => (row.at(-1) as number) > 0);
  const points = numeric.map((row): Point => {
    const ring = inputs > 1 && above && (row.at(-1) as number) <= 0;
    return [row[0] as number, row[1] as number, ring];
  });
  const horizontal = rangeOf(points.map(([x]) => x));
  const vertical = rangeOf(points.map(([, y]) => y));
  if (!horizontal || !vertical) return null;
  const path = (wanted: boolean) =>
    points
      .filter(([, , ring]) => ring === wanted)
      .map(([x, y]) => {
        const across = share(x, horizontal) * size.width;
        const up = (1 - share(y, vertical)) * size.height;
        return `M${across.toFixed(1)} ${up.toFixed(1)}h0`;
      })
      .join('');
  return { points: points.length, horizontal, vertical, dots: path(false), rings: path(true) };
}

function rangeOf(values: readonly number[]): Range | null {
  if (values.length === 0) return null;
  return {
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
  };
}

/** Where in its range a value lies, 0 … 1. Halves, since ±1e300 are further apart than a number reaches. */
function share(value: number, { min, max }: Range): number {
  return max === min ? 0.5 : (value / 2 - min / 2) / (max / 2 - min / 2);
}
