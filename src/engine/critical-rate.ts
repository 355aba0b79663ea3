import { inOrderRate, shrinksInOrder } from './critical-rate/in-order';
import { meanSquareRate } from './critical-rate/mean-square';

/** How the examples make up updates: one after another, one drawn with replacement, the mean of all. */
export type ExampleOrder = 'in-order' | 'random' | 'full-batch';

/**
 * How large the learning rate η may be for ŷ = x·w + b with L = (ŷ − y)², whatever y is. The error of (w, b) goes through
 * I − ηH, H = 2[x², x; x, 1] for one example. Directions of (w, b) that no example sees stay as they are and do not count.
 */
export interface CriticalRate {
  /**
   * In order: the largest η below which the spectral radius of an epoch's map, the product of I − ηH, is at most 1.
   * Full batch: 2 / (largest eigenvalue of the mean H).
   * Random: the η at which the mean of (I − ηH) ⊗ (I − ηH) has spectral radius 1.
   * Finite; 0 where 1/(x² + 1) is too small for a number.
   */
  readonly rate: number;
  /**
   * settles-below: below `rate` the loss settles, for certain. safe-below: below it the mean of err² over all draws shrinks;
   * above it that mean grows, although a single run may still settle.
   */
  readonly kind: 'settles-below' | 'safe-below';
  /**
   * In order: the η < `rate`, rising, at which the map's spectral radius is exactly 1 (within rounding): some error neither
   * shrinks nor grows from epoch to epoch.
   */
  readonly standsStillAt: readonly number[];
  /** The example whose own rate 1/(x² + 1) is the smallest, when that is below `rate`: alone it would flip for ever there. */
  readonly flipsAloneAt: { readonly x: number; readonly rate: number } | null;
}

/**
 * What becomes of a run at a learning rate. settles, stands-still (at one of standsStillAt), flips-for-ever (at the critical
 * rate itself: some error keeps its size), diverges; random draws: safe, and may-blow-up from the critical rate on.
 */
export type Regime =
  'settles' | 'stands-still' | 'flips-for-ever' | 'diverges' | 'safe' | 'may-blow-up';

/** Two rates that differ by less, relatively, are the same one typed with fewer digits. */
const SAME_RATE = 1e-12;

/**
 * @param x the examples' inputs, at least one, all finite
 * @throws RangeError when there is no example or an input is not finite
 */
export function criticalRate(x: readonly number[], sampling: ExampleOrder): CriticalRate {
  if (x.length === 0) throw new RangeError('A critical learning rate needs an example.');
  if (!x.every((value) => Number.isFinite(value))) {
    throw new RangeError('A critical learning rate needs finite inputs.');
  }
  const steepest = x.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  const alone = { x: steepest, rate: 1 / (steepest * steepest + 1) };
  const { rate, touches } = searched(x, sampling, alone.rate);
  return {
    rate,
    // Of examples that are all alike every draw is the same.
    kind: sampling === 'random' && !allAlike(x) ? 'safe-below' : 'settles-below',
    standsStillAt: touches,
    flipsAloneAt: alone.rate < rate && !sameRate(alone.rate, rate) ? alone : null,
  };
}

/**
 * The regime at a learning rate η > 0. Beyond the critical rate examples in order may settle again for some η; this says so.
 * @param critical what `criticalRate` gave for the same examples, if it is at hand
 */
export function regimeAt(
  x: readonly number[],
  sampling: ExampleOrder,
  learningRate: number,
  critical: CriticalRate = criticalRate(x, sampling),
): Regime {
  const { rate, kind, standsStillAt } = critical;
  if (kind === 'safe-below') {
    return learningRate < rate && !sameRate(learningRate, rate) ? 'safe' : 'may-blow-up';
  }
  if (sameRate(learningRate, rate)) return 'flips-for-ever';
  if (standsStillAt.some((still) => sameRate(learningRate, still))) return 'stands-still';
  if (learningRate < rate) return 'settles';
  const again = sampling === 'in-order' && !allAlike(x) && shrinksInOrder(x, learningRate);
  return again ? 'settles' : 'diverges';
}

function searched(x: readonly number[], sampling: ExampleOrder, alone: number) {
  // Examples that are all alike act as one; so small a rate has no neighbours to search among.
  if (allAlike(x) || alone === 0) return { rate: alone, touches: [] };
  if (sampling === 'in-order') return inOrderRate(x);
  return { rate: sampling === 'random' ? meanSquareRate(x) : fullBatchRate(x), touches: [] };
}

/** 2 / λ of the mean Hessian 2[E x², E x; E x, 1], λ the larger eigenvalue. */
function fullBatchRate(x: readonly number[]): number {
  const square = x.reduce((sum, value) => sum + (value * value) / x.length, 0);
  const mean = x.reduce((sum, value) => sum + value / x.length, 0);
  // half² + mean², without squaring what is large already.
  const half = (square - 1) / 2;
  const large = Math.max(Math.abs(half), Math.abs(mean));
  const small = Math.min(Math.abs(half), Math.abs(mean));
  const root = large === 0 ? 0 : large * Math.sqrt(1 + (small / large) * (small / large));
  return 1 / ((square + 1) / 2 + root);
}

function allAlike(x: readonly number[]): boolean {
  return x.every((value) => value === x[0]);
}

function sameRate(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME_RATE * b;
}
