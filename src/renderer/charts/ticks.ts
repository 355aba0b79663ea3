import { ticks } from 'd3-array';
import { brief, count } from '../format';

/** A number on an axis. */
export interface AxisTick {
  readonly value: number;
  readonly text: string;
}

/** Of a monospaced digit, as a share of its size. */
const DIGIT = 0.62;
/** From number to number up an axis, as a share of their size: 1.6 leaves them apart. */
const LINE = 1.6;
/** Room right of the axis of steps, as a share of the numbers' size. */
export const BEYOND = 1.8;
/** Distances of powers of ten that are told apart at a glance. */
const DECADES = [1, 2, 3, 5, 10, 20, 50, 100, 200] as const;

/** Numbers of steps that stand apart on `width` pixels in type of `size` pixels. */
export function stepTicks(first: number, last: number, width: number, size: number): AxisTick[] {
  for (let most = 6; ; most--) {
    const values = ticks(first, last, most).filter(Number.isInteger);
    const texts = values.map(stepFormat(values));
    const longest = Math.max(0, ...texts.map(({ length }) => length));
    const needed = (longest * DIGIT + 1.2) * size;
    const room = (width * ((values[1] ?? last) - (values[0] ?? first))) / (last - first || 1);
    if (most > 1 && values.length > 1 && room < needed) continue;
    // Half of a number may stand beyond the axis, as far as there is room.
    const inside = (value: number, text: string) =>
      ((value - first) / (last - first || 1)) * width + (text.length * DIGIT * size) / 2 <=
      width + BEYOND * size;
    return values
      .map((value, i) => ({ value, text: texts[i] ?? '' }))
      .filter(({ value, text }) => inside(value, text));
  }
}

/** 10k, 2.5M, as long as that tells them apart; else in full. */
function stepFormat(values: readonly number[]): (value: number) => string {
  const short = values.map(shortened);
  return values.every(
    (value, i) => Math.abs(readShort(short[i] ?? '') - value) < 1e-6 * value + 1,
  ) && new Set(short).size === values.length
    ? shortened
    : count;
}

function shortened(value: number): string {
  if (value >= 1e6) return `${brief(value / 1e6)}M`;
  return value >= 1e4 ? `${brief(value / 1e3)}k` : count(value);
}

function readShort(text: string): number {
  const number = Number.parseFloat(text.replaceAll(',', ''));
  if (text.endsWith('M')) return number * 1e6;
  return text.endsWith('k') ? number * 1e3 : number;
}

export function linearTicks(min: number, max: number, height: number, size: number): AxisTick[] {
  const most = Math.max(2, Math.min(6, Math.floor(height / (size * LINE))));
  const values = ticks(min, max, most);
  return worded(values.length > most + 1 ? values.filter((_, i) => i % 2 === 0) : values);
}

/** Powers of ten where there is room for two of them, else rounder numbers between them; none over another. */
export function logTicks(min: number, max: number, height: number, size: number): AxisTick[] {
  const span = Math.log10(max) - Math.log10(min);
  // An axis without data, or one that begins at 0, has no place for a number.
  if (!Number.isFinite(span)) return [];
  if (span <= 0 || height < size) return worded([min]);
  const gap = (size * LINE * span) / height;
  const [low, high] = [Math.ceil(Math.log10(min) - 1e-9), Math.floor(Math.log10(max) + 1e-9)];
  const by = DECADES.find((decades) => decades >= gap) ?? 300;
  const from = Math.ceil(low / by) * by;
  const powers = Array.from({ length: Math.floor((high - from) / by) + 1 }, (_, i) =>
    Number(`1e${from + i * by}`),
  );
  const chosen: number[] = [];
  const take = (values: readonly number[]) => {
    for (const value of values) {
      const at = Math.log10(value);
      if (value < min * (1 - 1e-9) || value > max * (1 + 1e-9)) continue;
      if (chosen.every((one) => Math.abs(Math.log10(one) - at) >= gap)) chosen.push(value);
    }
  };
  take(powers);
  if (chosen.length < 2 && high > low) {
    chosen.length = 0;
    take([Number(`1e${high}`), Number(`1e${low}`)]);
  }
  const enough = () => chosen.length >= Math.min(3, Math.floor(span / gap) + 1);
  for (const digit of [3, 2, 5]) {
    if (enough() || span > 3) break;
    take(Array.from({ length: high - low + 3 }, (_, i) => Number(`${digit}e${low - 1 + i}`)));
  }
  if (!enough() && span <= 3) take(ticks(min, max, 6));
  return worded(chosen.sort((a, b) => a - b));
}

/** As few digits as tell the numbers apart, three at the least. */
function worded(values: readonly number[]): AxisTick[] {
  for (let digits = 3; ; digits++) {
    const texts = values.map((value) => tickText(Number(value.toPrecision(digits))));
    const apart = values.every(
      (value, i) =>
        i === 0 ||
        Math.abs(Number(value.toPrecision(digits)) - value) <=
          1e-3 * Math.abs(value - (values[i - 1] as number)),
    );
    if ((apart && new Set(texts).size === texts.length) || digits === 15) {
      return values.map((value, i) => ({ value, text: texts[i] ?? '' }));
    }
  }
}

/** Small numbers as powers of ten, so that they fit. */
function tickText(rounded: number): string {
  const size = Math.abs(rounded);
  const text =
    rounded === 0 || (size >= 1e-3 && size < 1e6)
      ? String(rounded)
      : rounded.toExponential().replace('e+', 'e');
  return text.replaceAll('-', '−');
}

/** Pixels that the longest of these texts takes. */
export function widthOf(texts: readonly AxisTick[], size: number): number {
  return Math.max(0, ...texts.map(({ text }) => text.length)) * DIGIT * size;
}
