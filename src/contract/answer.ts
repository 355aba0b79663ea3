import type { MicroEvent } from './explanation';
import { parseNumber } from './number-text';

export type BackwardEvent = Extract<MicroEvent, { kind: 'backward' }>;

/**
 * What became of a typed gradient. sign: its negative; square: half of it, as without the factor 2 of a square; early: what
 * arrives, before the last edge; other-factor: multiplied by the wrong one of two factors; road: one of its contributions
 * is missing.
 */
export type Verdict = 'right' | 'sign' | 'square' | 'early' | 'other-factor' | 'road' | 'wrong';

/** A number as a student types it: with a hyphen or a true minus, a decimal point or a comma. Null: it is none. */
export function answerFrom(text: string): number | null {
  return parseNumber(text.replace(',', '.'));
}

/**
 * Judges a typed value of the gradient that an edge leads to, after its contribution.
 * @param own the data of the node that the edge leads to
 */
export function judge(typed: number, event: BackwardEvent, own: number): Verdict {
  const { sum, before, contribution, upstream } = event;
  if (near(typed, sum)) return 'right';
  const mistakes: readonly (readonly [Verdict, number])[] = [
    ...(before === 0
      ? []
      : ([
          ['road', contribution],
          ['road', before],
        ] as const)),
    ['sign', -sum],
    ['square', sum / 2],
    ['early', before + upstream],
    ['other-factor', before + upstream * own],
  ];
  return mistakes.find(([, value]) => near(typed, value))?.[0] ?? 'wrong';
}

/** Within 0.005, or 0.1 %. */
function near(typed: number, value: number): boolean {
  return Math.abs(typed - value) <= Math.max(0.005, 0.001 * Math.abs(value));
}
