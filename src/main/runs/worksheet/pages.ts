import { columnsOf, type PlacedGraph } from './layout';

/** A part of a graph from left to right, in its own CSS pixels. */
export interface Strip {
  readonly left: number;
  readonly right: number;
}

/** How a graph goes on paper. */
export interface Paged {
  /** Whether its pages lie. */
  readonly lying: boolean;
  readonly scale: number;
  /** From left to right; more than one where it is too long for a page. */
  readonly strips: readonly Strip[];
}

/** What A4 takes between its margins, in CSS pixels; lying, under a heading. */
const UPRIGHT = { width: 680, height: 820 };
const LYING = { width: 1004, height: 560 };
/** Smaller, what is written by hand would not fit into the boxes. */
const SMALLEST = 0.74;

/**
 * Upright if it can be, else lying, else cut between two of its columns; the space at a cut stands on both of its sides, so that
 * the lines can be followed.
 * @param card width of a node
 */
export function paged(graph: PlacedGraph, card: number): Paged {
  const columns = columnsOf(graph.nodes);
  for (let count = 1; count <= columns.length; count++) {
    const strips = cut(graph.width, columns, card, count);
    for (const lying of [false, true]) {
      const scale = fit(strips, graph.height, lying ? LYING : UPRIGHT);
      if (scale >= SMALLEST) return { lying, scale, strips };
    }
  }
  // It is too high for either, which no cut between columns mends.
  const strips = cut(graph.width, columns, card, 1);
  return { lying: false, scale: fit(strips, graph.height, UPRIGHT), strips };
}

function fit(strips: readonly Strip[], height: number, page: typeof UPRIGHT): number {
  const width = Math.max(...strips.map(({ left, right }) => right - left));
  return Math.min(1, page.width / width, page.height / height);
}

/** As many columns in each strip, as far as they can be shared out. */
function cut(
  width: number,
  columns: readonly number[],
  card: number,
  count: number,
): readonly Strip[] {
  const starts = Array.from({ length: count }, (_, i) => Math.round((i * columns.length) / count));
  return starts.map((start, i) => {
    const before = columns[start - 1];
    const next = columns[starts[i + 1] ?? columns.length];
    return {
      left: before === undefined ? 0 : before + card / 2,
      right: next === undefined ? width : next - card / 2,
    };
  });
}
