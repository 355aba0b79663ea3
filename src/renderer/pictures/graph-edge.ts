import { EDGE_OPACITY, EDGE_WIDTH, type EdgeLook, signOf, widthOf } from '../graph/edge-look';
import type { EdgeCurve, Point } from '../graph/places';
import type { Pen } from './pen';
import { element, rounded } from './svg';

/** An arrowhead's length and half its width, for an edge of that width: as Cytoscape has them. */
function arrowSize(width: number, scale: number): { length: number; half: number } {
  const size = Math.max((width * 13.37) ** 0.9, 29) * scale;
  return { length: 0.3 * size, half: 0.15 * size };
}

/** An edge with its arrowhead. @param look null: nothing went along it */
export function graphEdge(pen: Pen, curve: EdgeCurve, look: EdgeLook | null): string {
  const sign = look ? signOf(look.contribution) : 'zero';
  const colour = pen.colour(sign === 'zero' ? 'edge' : sign);
  const active = look?.active ?? false;
  const width = look ? widthOf(look) : EDGE_WIDTH.quiet;
  const arrow = arrowSize(width, active ? 1.1 : 0.8);
  const { start, controls, end, middle } = curve;
  // A gradient moves against the direction of the values.
  const [tip, before] = active ? [start, controls[0]] : [end, controls[1]];
  const back = towards(tip, before, arrow.length);
  const body = active ? [back, end] : [start, back];
  const to = (point: Point | undefined) => (point ? `${rounded(point.x)} ${rounded(point.y)}` : '');
  const path = `M${to(body[0])}Q${to(controls[0])} ${to(middle)}Q${to(controls[1])} ${to(body[1])}`;
  return element(
    'g',
    { opacity: active || sign === 'zero' ? null : EDGE_OPACITY },
    element('path', { d: path, fill: 'none', stroke: colour, 'stroke-width': width }),
    element('path', { d: `M${to(tip)}L${wings(tip, back, arrow.half, to)}Z`, fill: colour }),
  );
}

/** A chip's line to its edge. */
export function chipTail(pen: Pen, from: Point, to: Point): string {
  const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  return element('line', { ...ends, stroke: pen.colour('mark-line') });
}

/** `far` from one point in the direction of the other. */
function towards(from: Point, to: Point, far: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const share = far / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/** The two ends of an arrowhead's back. */
function wings(tip: Point, back: Point, half: number, to: (point: Point) => string): string {
  const length = Math.hypot(back.x - tip.x, back.y - tip.y) || 1;
  const [x, y] = [((back.x - tip.x) * half) / length, ((back.y - tip.y) * half) / length];
  return `${to({ x: back.x - y, y: back.y + x })}L${to({ x: back.x + y, y: back.y - x })}`;
}
