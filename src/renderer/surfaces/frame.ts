import { ticks } from 'd3-array';
import type { Axis } from '../../contract/surfaces';
import { brief } from '../format';

export interface FrameAxis {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** Pixels around the plotted area; type sizes in pixels. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
  readonly text: number;
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** A plotted area and what its numbers are in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly xAt: (pixel: number) => number;
  readonly yAt: (pixel: number) => number;
  /** An SVG transform from the unit square, y upwards, to the area. */
  readonly fromUnit: string;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
}

/** Of a monospaced digit, as a share of its size. */
const DIGIT = 0.62;

/** Lays out axes so that no tick's text is clipped. */
export function frameOf(xAxis: FrameAxis, yAxis: FrameAxis, size: FrameSize): Frame {
  const { text } = size;
  const top = Math.ceil(text * 0.8);
  const bottom = Math.ceil(text * 2.9);
  const height = Math.max(1, size.height - top - bottom);
  const yValues = ticks(yAxis.min, yAxis.max, Math.max(2, Math.floor(height / (text * 3.4))));
  const widest = Math.max(1, ...yValues.map((value) => brief(value).length));
  const left = Math.ceil(widest * DIGIT * text + text * 0.9);
  const right = Math.ceil(text * 1.1);
  const width = Math.max(1, size.width - left - right);
  const sample = ticks(xAxis.min, xAxis.max, 4).map((value) => brief(value).length);
  const xWidth = (Math.max(1, ...sample) * DIGIT + 1.6) * text;
  const xValues = ticks(xAxis.min, xAxis.max, Math.max(2, Math.floor(width / xWidth)));

  const x = (value: number) => left + ((value - xAxis.min) / (xAxis.max - xAxis.min)) * width;
  const y = (value: number) =>
    top + height - ((value - yAxis.min) / (yAxis.max - yAxis.min)) * height;
  const tick = (place: (value: number) => number) => (value: number) => ({
    at: place(value),
    text: brief(value),
  });
  return {
    ...{ left, top, width, height, x, y },
    xAt: (pixel) => xAxis.min + ((pixel - left) / width) * (xAxis.max - xAxis.min),
    yAt: (pixel) => yAxis.min + ((top + height - pixel) / height) * (yAxis.max - yAxis.min),
    fromUnit: `translate(${left} ${top + height}) scale(${width} ${-height})`,
    xTicks: xValues.map(tick(x)),
    yTicks: yValues.map(tick(y)),
  };
}

/** An axis's value number i, both ends exact. */
export function valueAlong({ min, max, count }: Axis, i: number): number {
  return i === count - 1 ? max : min + ((max - min) * i) / (count - 1);
}

/** All of its values. */
export function valuesAlong(axis: Axis): Float64Array {
  return Float64Array.from({ length: axis.count }, (_, i) => valueAlong(axis, i));
}

/** A place in a path. Far outside is as good as outside, and no number a browser refuses. */
export function pixels(at: number): string {
  return Math.min(1e5, Math.max(-1e5, at)).toFixed(2);
}

/** An SVG polyline's points; what is not finite breaks off. */
export function polyline(frame: Frame, xs: ArrayLike<number>, ys: ArrayLike<number>): string {
  let path = '';
  let pen = 'M';
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [frame.x(xs[i] as number), frame.y(ys[i] as number)];
    if (Number.isNaN(x) || Number.isNaN(y)) {
      pen = 'M';
      continue;
    }
    path += `${pen}${pixels(x)},${pixels(y)}`;
    pen = 'L';
  }
  return path;
}
