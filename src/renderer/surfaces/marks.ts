import { type Frame, pixels } from './frame';

/** Draws the mark of a value at a place in pixels. */
type Mark = (x: number, y: number, radius: number) => string;

const disc: Mark = (x, y, r) =>
  `M${pixels(x - r)},${pixels(y)}a${r},${r},0,1,1,${2 * r},0a${r},${r},0,1,1,${-2 * r},0Z`;
const triangle: Mark = (x, y, r) =>
  `M${pixels(x)},${pixels(y - r * 1.15)}l${r * 1.15},${r * 2}h${-r * 2.3}Z`;

/**
 * All marks of one kind are one SVG path: with a node for each of some thousand examples every change of a picture would be
 * long. What is not finite has none.
 */
const marks =
  (mark: Mark) =>
  (frame: Frame, xs: Float64Array, ys: Float64Array, radius: number): string =>
    Array.from(xs, (value, i) => [frame.x(value), frame.y(ys[i] ?? NaN)] as const)
      .filter(([x, y]) => !Number.isNaN(x) && !Number.isNaN(y))
      .map(([x, y]) => mark(x, y, radius))
      .join('');

export const discs = marks(disc);
export const triangles = marks(triangle);
