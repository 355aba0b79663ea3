import { ticks } from 'd3-array';
import { contours } from 'd3-contour';
import type { Axis } from '../../contract/surfaces';

/** Values at equal distances along both axes, the first fastest. */
export interface ValueGrid {
  readonly values: Float64Array;
  readonly columns: number;
  readonly rows: number;
}

export interface Band {
  /** The band holds values from here up to the next band's level; −∞ for the lowest. */
  readonly level: number;
  /** An SVG path in the unit square, x to the right and y upwards, of everything at or above the level. */
  readonly path: string;
}

/** The path of all of the picture. */
const WHOLE = 'M0,0L1,0L1,1L0,1Z';
/** Lines of a picture, at the most. */
const MOST = 12;

/** Values over two axes; null: there is another number of them. */
export function planeOf(axes: readonly Axis[], values: Float64Array): ValueGrid | null {
  const [x, y] = axes;
  return x && y && axes.length === 2 ? { values, columns: x.count, rows: y.count } : null;
}

/**
 * Round levels of 1, 2, 5 times powers of ten where the values span more than a decade, as a loss does that falls towards 0;
 * evenly spread ones otherwise. Values that are not finite do not count.
 * @returns ascending
 */
export function levelsOf(values: Float64Array): readonly number[] {
  const finite = values.filter(Number.isFinite).sort();
  const least = finite[0] ?? 0;
  // A few values at the rim may be beyond everything else.
  const most = finite[Math.floor(0.98 * (finite.length - 1))] ?? 0;
  if (!(most > least)) return [];
  if (least < 0 || most / Math.max(least, Number.MIN_VALUE) < 10) return ticks(least, most, MOST);
  const low = Math.max(least, most * 1e-4);
  const levels: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(most); power++) {
    levels.push(...[1, 2, 5].map((digit) => Number(`${digit}e${power}`)));
  }
  return levels.filter((level) => level >= low && level <= most).slice(-MOST);
}

/** The area at or above each level. What is not finite counts as above all of them. */
export function bandsOf(grid: ValueGrid, levels: readonly number[]): readonly Band[] {
  const { columns, rows } = grid;
  // Beyond the highest level by a step at most, so that the lines beside what overflows stay where they are.
  const [highest = 0, before = 0] = [levels.at(-1), levels.at(-2)];
  const top = highest + Math.max(Math.abs(highest - before), Math.abs(highest), 1e-300);
  const values = Array.from(grid.values, (value) => (value < top ? value : top));
  const trace = contours().size([columns, rows]).smooth(true);
  const everywhere = (level: number) =>
    values.length > 0 && values.every((value) => value >= level);
  return levels.map((level) => ({
    level,
    path: everywhere(level)
      ? WHOLE
      : pathOf(trace.contour(values, level).coordinates, columns, rows),
  }));
}

/** The area where values are not finite; empty where all are. */
export function overflowOf({ values, columns, rows }: ValueGrid): string {
  if (values.every(Number.isFinite)) return '';
  const mask = Array.from(values, (value) => (Number.isFinite(value) ? 0 : 1));
  const { coordinates } = contours().size([columns, rows]).contour(mask, 0.5);
  return pathOf(coordinates, columns, rows);
}

/** d3 puts the value of column i at i + ½; here the first stands at 0 and the last at 1. */
function pathOf(polygons: readonly number[][][][], columns: number, rows: number): string {
  const x = (at: number) => ((at - 0.5) / (columns - 1)).toFixed(4);
  const y = (at: number) => ((at - 0.5) / (rows - 1)).toFixed(4);
  return polygons
    .flat()
    .map((ring) => `M${ring.map(([a = 0, b = 0]) => `${x(a)},${y(b)}`).join('L')}Z`)
    .join('');
}
