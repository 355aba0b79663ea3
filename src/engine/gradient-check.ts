import type { CheckedLeaf } from '../contract/explanation';
import { type Op, opNames, ops } from './ops';
import type { Tape } from './tape';

/** ∂root/∂leaf as backward computes it, beside what small steps of the leaf show: the central difference of the root. */
export interface GradientCheck extends Omit<CheckedLeaf, 'name'> {
  /** Index on the tape. */
  readonly leaf: number;
}

const EPSILON = 2.220446049250313e-16;
/** ∛ε: the step, relative to the value, at which a central difference's rounding and truncation balance. */
const CUBE_ROOT = 6.055454452393343e-6;
/** Roundings of one node, in ulp; `power` is within 1,070 (ops.ts). */
const ULPS = 4;
const POWER_ULPS = 1100;
/** From one step to the next shorter one. */
const SHORTER = 64;
const SHORTEST = 1e-150;
const KINKED = ['abs', 'absNotebook', 'relu'].map((name) => opNames.findIndex((op) => op === name));
const POWER = opNames.indexOf('power');

/** A central difference with step h/2, and what limits it. */
interface Estimate {
  readonly numeric: number;
  /** How far the differences with steps h and h/2, and the slopes on the two sides, are from what a smooth root shows. */
  readonly truncation: number;
  readonly rounding: number;
  /** Whether the root looks smooth at this scale, as far as rounding lets one see. */
  readonly resolved: boolean;
  /** The steeper of the slopes on the two sides, without its sign. */
  readonly steepest: number;
  /** Whether an abs or ReLU changes sides within the step. */
  readonly kink: boolean;
}

const none: Estimate = {
  numeric: Number.NaN,
  truncation: Infinity,
  rounding: 0,
  resolved: false,
  steepest: 0,
  kink: false,
};

/**
 * Compares the gradient of the tape's last node with central differences, at the leaves' present data.
 * A step is a power of two near ∛ε·max(1, |v|), so that v ± h is exact where it can be; it is made smaller while
 * truncation (a pole, a kink or the edge of a domain nearby) outweighs rounding. The tape is left as it was, bit for bit.
 * @param leaves indices on the tape
 * @throws Error when an index is not that of a leaf
 */
export function checkGradients(tape: Tape, leaves: readonly number[]): readonly GradientCheck[] {
  const stranger = leaves.find((leaf) => tape.codes[leaf] !== -1);
  if (stranger !== undefined) throw new Error(`Node ${stranger} is not a leaf of this graph.`);
  const data = tape.data.slice();
  const grad = tape.grad.slice();
  try {
    tape.forward();
    tape.grad.fill(0);
    tape.backward();
    const analytic = tape.grad.slice();
    const sizes = pathSizes(tape);
    return leaves.map((leaf) =>
      judged(leaf, analytic[leaf] as number, sizes[leaf] as number, bestEstimate(tape, leaf)),
    );
  } finally {
    tape.data.set(data);
    tape.grad.set(grad);
  }
}

function judged(leaf: number, analytic: number, size: number, estimate: Estimate): GradientCheck {
  const { numeric, truncation, rounding, resolved, kink } = estimate;
  const difference = Math.abs(analytic - numeric);
  const tolerance = truncation + rounding + POWER_ULPS * EPSILON * size;
  const check = { leaf, analytic, numeric, difference, tolerance };
  if (!Number.isFinite(difference) || !Number.isFinite(tolerance)) {
    return { ...check, agrees: null, reason: 'not-defined' };
  }
  if (resolved && difference <= tolerance) return { ...check, agrees: true, reason: null };
  // Also where the root itself is smooth, as in s − |s| with s = x + |x|: backward's slope at a kink is a convention.
  if (kink) return { ...check, agrees: null, reason: 'kink' };
  return resolved
    ? { ...check, agrees: false, reason: null }
    : { ...check, agrees: null, reason: 'not-resolved' };
}

/** How far rounding may have moved the root: each node's, carried to the root by that node's gradient. */
function roundingOf(tape: Tape): number {
  const { codes, data, grad } = tape;
  grad.fill(0);
  tape.backward();
  return data.reduce((sum, value, i) => {
    if (codes[i] === -1) return sum;
    const ulps = codes[i] === POWER ? POWER_ULPS : ULPS;
    return (
      sum + ulps * (EPSILON * Math.abs(value) + Number.MIN_VALUE) * Math.abs(grad[i] as number)
    );
  }, 0);
}

/** Each node's gradient with every contribution taken as positive: what backward's own rounding is relative to. */
function pathSizes({ codes, first, second, data }: Tape): Float64Array {
  const sizes = new Float64Array(codes.length);
  sizes[codes.length - 1] = 1;
  for (let i = codes.length - 1; i >= 0; i--) {
    const name = opNames[codes[i] as number];
    if (name === undefined) continue;
    const operands = [first[i] as number, second[i] as number] as const;
    const [a, b] = operands.map((operand) => data[operand] ?? 0) as [number, number];
    const { local }: Op = ops[name];
    local.forEach((derivative, side) => {
      const operand = operands[side] as number;
      const by = Math.abs(derivative(a, b, data[i] as number));
      sizes[operand] = (sizes[operand] as number) + by * (sizes[i] as number);
    });
  }
  return sizes;
}

/** The longest step at which rounding outweighs truncation; if there is none, the one with the least of both, unresolved. */
function bestEstimate(tape: Tape, leaf: number): Estimate {
  const value = tape.data[leaf] as number;
  let best: Estimate = none;
  let steepest = 0;
  const longest = stepFor(value);
  for (let h = longest; h > SHORTEST && value + h / 2 !== value - h / 2; h /= SHORTER) {
    const estimate = estimateAt(tape, leaf, h);
    if (estimate === null) continue;
    // In a shorter step rounding must stay small beside the slopes, lest it hide what the longer one showed.
    const clear = estimate.rounding <= 0.01 * Math.max(estimate.steepest, steepest);
    if (estimate.resolved && (h === longest || clear)) return estimate;
    steepest = estimate.steepest;
    if (estimate.truncation + estimate.rounding < best.truncation + best.rounding) {
      best = estimate;
    }
  }
  return { ...best, resolved: false };
}

/** The power of two at or above half of ∛ε·max(1, |v|). */
function stepFor(value: number): number {
  const target = (CUBE_ROOT * Math.max(1, Math.abs(value))) / 2;
  // 2⁻¹⁸ is the first power of two for |v| ≤ 1.
  let h = 3.814697265625e-6;
  while (h < target) h *= 2;
  return h;
}

/** Null: a step of this length leads to where the root is not finite. */
function estimateAt(tape: Tape, leaf: number, h: number): Estimate | null {
  const value = tape.data[leaf] as number;
  const sides = new Sides(tape);
  const at = (place: number) => {
    const root = move(tape, leaf, place);
    sides.see();
    return { place, root };
  };
  const [far, opposite] = [at(value + h), at(value - h)];
  const near = at(value + h / 2);
  const noiseNear = roundingOf(tape);
  const below = at(value - h / 2);
  const noise = noiseNear + roundingOf(tape);
  const here = { place: value, root: move(tape, leaf, value) };
  const wide = slope(far, opposite);
  const numeric = slope(near, below);
  if (!Number.isFinite(wide) || !Number.isFinite(numeric)) return null;
  const rounding = noise / (near.place - below.place);
  // A smooth root's slopes on the two sides draw together with the step, like h; 3/4 leaves room for higher orders.
  const [right, left] = [slope(near, here), slope(here, below)];
  const wideGap = Math.abs(slope(far, here) - slope(here, opposite));
  const excess = Math.max(0, Math.abs(right - left) - 0.75 * wideGap - 4 * rounding);
  const truncation = Math.abs(wide - numeric) + excess;
  return {
    numeric,
    truncation,
    rounding,
    resolved: truncation <= rounding,
    steepest: Math.max(Math.abs(right), Math.abs(left)),
    kink: sides.changed,
  };
}

interface Point {
  readonly place: number;
  readonly root: number;
}

function slope(a: Point, b: Point): number {
  return (a.root - b.root) / (a.place - b.place);
}

/** Sets a leaf and returns the root. */
function move(tape: Tape, leaf: number, value: number): number {
  tape.data[leaf] = value;
  tape.forward();
  return tape.data[tape.data.length - 1] as number;
}

/** Watches on which side of its kink each abs and ReLU is computed. */
class Sides {
  changed = false;
  readonly #kinks: number[] = [];
  readonly #signs: number[] = [];

  constructor(private readonly tape: Tape) {
    tape.codes.forEach((code, i) => {
      if (KINKED.includes(code)) this.#kinks.push(i);
    });
  }

  see(): void {
    const { first, data } = this.tape;
    this.#kinks.forEach((node, i) => {
      const operand = data[first[node] as number] as number;
      const before = this.#signs[i] ?? 0;
      if (before * operand < 0) this.changed = true;
      if (operand !== 0) this.#signs[i] = operand < 0 ? -1 : 1;
    });
  }
}
