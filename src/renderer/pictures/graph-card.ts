import type { GraphNode } from '../../contract/graph';
import { CARD } from '../graph/card-size';
import type { UsedNumber } from '../graph/marks';
import type { NodeText } from '../graph/node-texts';
import { messages } from '../messages/messages';
import type { Colour, Pen, Type } from './pen';
import { element } from './svg';

export interface CardMarks {
  /** Something happens to the node now. */
  readonly now: boolean;
  /** Which of its numbers is used now. */
  readonly used: UsedNumber | null;
}

/** How far the number of the backward order stands out of the card. */
export const BADGE_OUT = 8;
const BADGE_RADIUS = 10;

const NAME: Type = { face: 'serif', size: 17, italic: true };
const KIND: Type = { face: 'sans', size: 12 };
const LABEL: Type = { face: 'sans', size: 11 };
const VALUE: Type = { face: 'mono', size: 13, weight: 500 };
const WORD: Type = { face: 'sans', size: 13 };
const ORDER: Type = { face: 'sans', size: 11, weight: 600 };
const INDENT = 10;
/** Between name and kind. */
const BETWEEN = 6;
/** Where the numbers stand. */
const NUMBERS = 41;
const HEAD = 29.5;

/** A node's card, its upper left corner at the origin. */
export function graphCard(pen: Pen, node: GraphNode, text: NodeText, marks: CardMarks): string {
  const { now } = marks;
  return (
    frame(pen, node, marks) +
    head(pen, node.name, text.kind, now) +
    number(pen, messages.graph.data, text.data, 'none', 46, marks, 'data') +
    number(pen, messages.graph.grad, text.grad, text.sign, 68, marks, 'grad') +
    badge(pen, node.order)
  );
}

function frame(pen: Pen, { role }: GraphNode, { now, used }: CardMarks): string {
  const marked = now || used !== null;
  const border: Colour = marked ? 'mark-line' : role === 'parameter' ? 'accent' : 'line-strong';
  const thick = marked ? 2 : 1;
  return element('rect', {
    x: thick / 2,
    y: thick / 2,
    width: CARD.width - thick,
    height: CARD.height - thick,
    rx: 10 - thick / 2,
    fill: pen.colour(now ? 'mark-soft' : 'panel'),
    stroke: pen.colour(border),
    'stroke-width': thick,
    'stroke-dasharray': used !== null && !now ? '5 4' : null,
  });
}

function head(pen: Pen, name: string, kind: string, now: boolean): string {
  const room = CARD.width - 2 * INDENT;
  const { named, kinds } = headTypes(pen, name, kind, room);
  const shown = pen.shortened(name, named, room);
  const left = room - pen.widthOf(shown, named) - BETWEEN;
  // A word of which little would be left is left out.
  const said = left > 24 ? pen.shortened(kind, kinds, left) : '';
  const words = {
    x: CARD.width - INDENT,
    y: 20,
    anchor: 'end',
    colour: now ? 'ink' : 'soft',
  } as const;
  return (
    pen.text({ text: shown, x: INDENT, y: 20, type: named, colour: 'ink' }) +
    (said === '' ? '' : pen.text({ ...words, text: said, type: kinds })) +
    element('line', {
      x1: 1,
      x2: CARD.width - 1,
      y1: HEAD,
      y2: HEAD,
      stroke: pen.colour(now ? 'mark-line' : 'line'),
    })
  );
}

/** Name and kind side by side: where they do not fit, first the name becomes smaller, then the kind, then the name alone. */
function headTypes(pen: Pen, name: string, kind: string, room: number) {
  const beside = room - BETWEEN - pen.widthOf(kind, { ...KIND, size: 10 });
  const named = pen.fitted(name, NAME, beside, 13);
  const kinds = pen.fitted(kind, KIND, room - BETWEEN - pen.widthOf(name, named), 10);
  return { named: pen.fitted(name, named, room, 11), kinds };
}

/** @param y the middle of the line */
function number(
  pen: Pen,
  label: string,
  value: string,
  sign: NodeText['sign'],
  y: number,
  { now, used }: CardMarks,
  which: 'data' | 'grad',
): string {
  const { notYet } = messages.graph;
  const word = value === notYet;
  const type = pen.fitted(value, word ? WORD : VALUE, CARD.width - NUMBERS - 6);
  const colour = word ? (now ? 'ink' : 'faint') : colourOf(sign, now);
  const line =
    used === which || used === 'both'
      ? element('line', {
          x1: NUMBERS,
          x2: NUMBERS + pen.widthOf(value, type),
          y1: y + 9,
          y2: y + 9,
          stroke: pen.colour(colour),
          'stroke-width': 1.5,
          'stroke-dasharray': '4 3',
        })
      : '';
  return (
    pen.centred({ text: label, x: 9, y, type: LABEL, colour: now ? 'ink' : 'soft' }) +
    pen.centred({ text: value, x: NUMBERS, y, type, colour }) +
    line
  );
}

function colourOf(sign: NodeText['sign'], now: boolean): Colour {
  if (sign === 'positive') return now ? 'positive-marked' : 'positive';
  if (sign === 'negative') return now ? 'negative-marked' : 'negative';
  return 'ink';
}

function badge(pen: Pen, order: number): string {
  const x = CARD.width + BADGE_OUT - BADGE_RADIUS;
  const y = CARD.height + BADGE_OUT - BADGE_RADIUS;
  return badgeAt(pen, x, y, String(order));
}

/** The number of the backward order. */
export function badgeAt(pen: Pen, x: number, y: number, order: string): string {
  const type = pen.fitted(order, ORDER, 2 * BADGE_RADIUS - 4);
  return (
    element('circle', { cx: x, cy: y, r: BADGE_RADIUS, fill: pen.colour('accent-soft') }) +
    pen.centred({ text: order, x, y, type, colour: 'accent', anchor: 'middle' })
  );
}
