import type { Line } from '../charts/lines';
import type { LineLayout } from '../charts/drawing';
import type { Box } from './box';
import type { Pen, Type } from './pen';
import { element } from './svg';

const TYPE: Type = { face: 'serif', size: 13, italic: true };
/** From name to name. */
const LINE = 14;
/** From the end of a line to its name. */
const REACH = 16;

/** The name of each line beside its end, where there are too many for a legend; names keep their distance from each other. */
export function endLabels(
  pen: Pen,
  lines: readonly Line[],
  { area, lines: drawn }: LineLayout,
): { readonly svg: string; readonly box: Box } {
  const ends = lines.flatMap(({ name, token }, i) => {
    const end = drawn[i]?.at(-1)?.at(-1);
    return end ? [{ name, token, end }] : [];
  });
  ends.sort((a, b) => a.end.y - b.end.y);
  const x = area.right + REACH;
  const heights = spread(
    ends.map(({ end }) => end.y),
    area.top,
    area.bottom,
  );
  const parts = ends.map(({ name, token, end }, i) => {
    const y = heights[i] ?? end.y;
    const ends = { x1: end.x + 2, y1: end.y, x2: x - 3, y2: y };
    const line = element('line', { ...ends, stroke: pen.colour('line-strong') });
    return line + pen.centred({ text: name, x, y, type: TYPE, colour: token });
  });
  const width = Math.max(0, ...ends.map(({ name }) => pen.widthOf(name, TYPE)));
  return {
    svg: parts.join(''),
    box: { left: area.right, right: x + width, top: area.top, bottom: area.bottom },
  };
}

/** Rising heights, moved as little as possible downward and then upward until they are a line apart and within the span. */
function spread(heights: readonly number[], top: number, bottom: number): readonly number[] {
  const moved: number[] = [];
  let least = top;
  for (const height of heights) {
    moved.push(Math.max(height, least));
    least = (moved.at(-1) ?? least) + LINE;
  }
  let most = bottom;
  for (let i = moved.length - 1; i >= 0; i--) {
    moved[i] = Math.min(moved[i] ?? most, most);
    most = (moved[i] ?? most) - LINE;
  }
  return moved;
}
