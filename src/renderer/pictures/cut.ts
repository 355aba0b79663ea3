import type { Point } from '../charts/lines';

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The stretches of a line inside an area: where it goes out, it is cut at the edge. */
export function cutTo(area: Area, points: readonly Point[]): Point[][] {
  const [only] = points;
  if (points.length === 1 && only) return inside(area, only) ? [[only]] : [];
  const stretches: Point[][] = [];
  let open: Point[] | null = null;
  for (let i = 1; i < points.length; i++) {
    const part = segment(area, points[i - 1] as Point, points[i] as Point);
    if (!part) {
      open = null;
      continue;
    }
    if (open) open.push(part.to);
    else stretches.push((open = [part.from, part.to]));
    // It begins anew where it comes in again.
    if (part.leaves) open = null;
  }
  return stretches;
}

function inside({ left, right, top, bottom }: Area, { x, y }: Point): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** The part of a segment inside the area, by Liang and Barsky's parameters of its ends; null: there is none. */
function segment(area: Area, a: Point, b: Point) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  let [from, to] = [0, 1];
  for (const [rise, room] of [
    [-dx, a.x - area.left],
    [dx, area.right - a.x],
    [-dy, a.y - area.top],
    [dy, area.bottom - a.y],
  ] as const) {
    if (rise === 0) {
      if (room < 0) return null;
    } else if (rise < 0) from = Math.max(from, room / rise);
    else to = Math.min(to, room / rise);
  }
  if (from > to) return null;
  const at = (share: number): Point => ({ x: a.x + share * dx, y: a.y + share * dy });
  return {
    from: from === 0 ? a : at(from),
    to: to === 1 ? b : at(to),
    leaves: to < 1,
  };
}
