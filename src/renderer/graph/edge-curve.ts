import { CARD } from './card-size';
import type { Direction } from './direction';
import type { EdgeCurve, Point } from './places';

/** How far an edge that passes over a column of cards is lifted, in graph units. */
const LIFT = 90;
/** How far two edges between the same nodes stand apart. */
const APART = 26;

/**
 * An edge leaves and arrives along the layout's direction: its two control points lie level with its ends, or beside them
 * where a card is in the way.
 * @param from the middle of the card it leaves
 * @param twin it is another edge between the same two nodes, which the first would hide
 */
export function edgeCurve(from: Point, to: Point, direction: Direction, twin: boolean): EdgeCurve {
  const right = direction === 'right';
  const turn = (a: number, c: number) => (right ? { x: a, y: c } : { x: c, y: a });
  // Along the layout's direction, and across it.
  const size = right ? CARD.width : CARD.height;
  const along = (right ? to.x - from.x : to.y - from.y) - size;
  const across = right ? to.y - from.y : to.x - from.x;
  const reach = along * 0.4;
  const lift = (along > size ? -LIFT : 0) + (twin ? APART : 0);
  const start = plus(from, turn(size / 2, 0));
  const controls = [
    plus(start, turn(reach, lift)),
    plus(start, turn(along - reach, across + lift)),
  ] as const;
  return {
    start,
    controls,
    end: plus(start, turn(along, across)),
    middle: {
      x: (controls[0].x + controls[1].x) / 2,
      y: (controls[0].y + controls[1].y) / 2,
    },
  };
}

function plus(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y };
}
