import type { Chip } from '../graph/chips';
import { around, type Box } from './box';
import type { Colour, Pen, Type } from './pen';
import { element } from './svg';

const TYPE: Type = { face: 'mono', size: 12, weight: 500 };
const LINE = 17;

export function chipWidth(pen: Pen, lines: readonly string[], active: boolean): number {
  return Math.max(...lines.map((line) => pen.widthOf(line, TYPE))) + (active ? 22 : 14);
}

/** What stands on an edge, and how much place it takes. */
export function graphChip(pen: Pen, chip: Chip): { readonly svg: string; readonly box: Box } {
  const { lines, active, sign, place } = chip;
  const above = active ? 5 : 2;
  const width = chipWidth(pen, lines, active);
  const height = lines.length * LINE + 2 * above;
  const box = around(place.x, place.y, width, height);
  const frame = element('rect', {
    x: box.left,
    y: box.top,
    width,
    height,
    rx: 6,
    fill: pen.colour(active ? 'mark' : 'panel'),
    stroke: pen.colour(active ? 'mark-line' : 'line'),
  });
  const texts = lines.map((text, i) =>
    pen.centred({
      text,
      x: place.x,
      y: box.top + above + (i + 0.5) * LINE,
      type: TYPE,
      colour: active && i < lines.length - 1 ? 'ink' : colourOf(sign, active),
      anchor: 'middle',
    }),
  );
  return { svg: frame + texts.join(''), box };
}

function colourOf(sign: Chip['sign'], active: boolean): Colour {
  if (sign === 'zero') return 'ink';
  return active ? `${sign}-marked` : sign;
}
