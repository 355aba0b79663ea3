import type { CriticalRate, ExampleOrder, Regime } from '../contract/diagnosis';
import { inOrderRate, shrinksInOrder } from './critical-rate/in-order';
import { meanSquareRate } from './critical-rate/mean-square';

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
