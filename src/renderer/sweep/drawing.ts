import type { Curve, SweptRun } from './grid';

/** Decades below and above the loss of the first steps that are shown at the most: what goes further leaves the picture. */
const BELOW = 8;
const ABOVE = 2;
const MOST_TICKS = 4;
/** How far outside a point is still drawn, in percent of the picture. */
const OUTSIDE = 40;

/** The axes that all cells share. The loss is logarithmic; its ends are powers of ten. */
export interface Axes {
  readonly low: number;
  readonly high: number;
  /** Powers of ten, rising. */
  readonly ticks: readonly number[];
  /** The last step of the longest run. */
  readonly steps: number;
}

export function axesOf(runs: readonly SweptRun[]): Axes {
  const steps = Math.max(1, ...runs.map(({ row }) => row.steps));
  const curves = runs.map(({ curve }) => curve);
  // The mean of an epoch is to be read; a single step's loss may go as low as it likes.
  const [mean] = range(curves.map(({ epochLoss }) => epochLoss));
  const [lowest, most] = range(curves.flatMap(({ lossMin, lossMax }) => [lossMin, lossMax]));
  const least = mean < Infinity ? mean : lowest;
  const [, begun] = range([curves.flatMap(({ start }) => (start ? [start.loss] : []))]);
  if (least === Infinity) return { low: -1, high: 0, ticks: [-1, 0], steps };
  const start = Math.log10(begun > 0 ? begun : most);
  const low = Math.floor(Math.max(Math.log10(least), start - BELOW));
  const high = Math.max(low + 1, Math.ceil(Math.min(Math.log10(most), start + ABOVE)));
  const apart = Math.ceil((high - low) / (MOST_TICKS - 1));
  const count = Math.floor((high - low) / apart) + 1;
  return { low, high, ticks: Array.from({ length: count }, (_, i) => low + i * apart), steps };
}

/** The least and the largest of the losses that a logarithm has a place for; ∞ and −∞ where there is none. */
function range(columns: readonly Iterable<number>[]): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const column of columns) {
    for (const loss of column) {
      if (!(loss > 0 && loss < Infinity)) continue;
      least = Math.min(least, loss);
      most = Math.max(most, loss);
    }
  }
  return [least, most];
}

/** Percent of the picture from its upper edge. */
export function heightOf(loss: number, { low, high }: Axes): number {
  const power = loss > 0 ? Math.log10(loss) : -Infinity;
  return Math.min(100 + OUTSIDE, Math.max(-OUTSIDE, (100 * (high - power)) / (high - low)));
}

/** In percent of the picture, from its left and its upper edge. */
type Place = readonly [x: number, y: number];

const placeOf = (step: number, loss: number, axes: Axes): Place => [
  (100 * step) / axes.steps,
  heightOf(loss, axes),
];
const pointsText = (places: readonly Place[]) =>
  places.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ');

function placesOf({ start, steps, epochLoss }: Curve, axes: Axes): Place[] {
  const places = start ? [placeOf(start.step, start.loss, axes)] : [];
  epochLoss.forEach((loss, i) => {
    if (!Number.isNaN(loss)) places.push(placeOf(steps[i] as number, loss, axes));
  });
  return places;
}

/** The mean of each epoch as points of a polyline. */
export function meanLine(curve: Curve, axes: Axes): string {
  return pointsText(placesOf(curve, axes));
}

/** Everything between the least and the largest loss of each bucket, as a polygon's points. */
export function bandOf({ steps, lossMin, lossMax }: Curve, axes: Axes): string {
  const edge = (column: Float64Array) =>
    Array.from(column, (loss, i) => placeOf(steps[i] as number, loss, axes));
  return pointsText([...edge(lossMax), ...edge(lossMin).reverse()]);
}

/** Where a run's curve ends, or where it leaves the picture for good, in percent of the picture. */
export interface End {
  readonly x: number;
  readonly y: number;
  readonly kind: 'diverged' | 'above' | 'below' | 'inside';
}

export function endOf({ row, curve }: SweptRun, axes: Axes): End {
  const points = placesOf(curve, axes);
  const [x, y] = points.at(-1) ?? [(100 * row.steps) / axes.steps, -OUTSIDE];
  if (row.stop === 'diverged') return { x, y: Math.min(100, Math.max(0, y)), kind: 'diverged' };
  if (y >= 0 && y <= 100) return { x, y, kind: 'inside' };
  const edge = y < 0 ? 0 : 100;
  const inside = points.findLastIndex((one) => (y < 0 ? one[1] >= 0 : one[1] <= 100));
  const from = points[inside];
  const to = points[inside + 1] ?? [x, y];
  const part = from ? (edge - from[1]) / (to[1] - from[1]) : 0;
  return {
    x: from ? from[0] + part * (to[0] - from[0]) : to[0],
    y: edge,
    kind: y < 0 ? 'above' : 'below',
  };
}
