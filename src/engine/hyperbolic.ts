/**
 * Our own tanh and sigmoid, with the arithmetic of elementary.ts and for the same reason. The greatest errors among 20,000 points
 * each, against 60-digit decimals: tanh 2.01 ulp, sigmoid 1.78 ulp.
 */
import { exp, scale } from './elementary';

// ln 2 in two parts, as in elementary.ts.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = 1.4426950408889634;

/**
 * e^x − 1 without the cancellation near 0, for |x| ≤ 44. Reduction x = k·ln 2 + r as for exp; then 2^k·(e^r − 1) + (2^k − 1),
 * whose second term is exact.
 */
function expm1(x: number): number {
  const k = Math.floor(x * INVERSE_LN2 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const rest = high - r - low;
  let tail = 1 / 87178291200;
  tail = tail * r + 1 / 6227020800;
  tail = tail * r + 1 / 479001600;
  tail = tail * r + 1 / 39916800;
  tail = tail * r + 1 / 3628800;
  tail = tail * r + 1 / 362880;
  tail = tail * r + 1 / 40320;
  tail = tail * r + 1 / 5040;
  tail = tail * r + 1 / 720;
  tail = tail * r + 1 / 120;
  tail = tail * r + 1 / 24;
  tail = tail * r + 1 / 6;
  tail = tail * r + 0.5;
  const small = r + (tail * r * r + (rest + rest * r));
  if (k === 0) return small;
  const power = scale(1, k);
  return power * small + (power - 1);
}

/** Hyperbolic tangent, from t = e^(2|x|) − 1: t/(t + 2) for small |x|, 1 − 2/(t + 2) else. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size !== size || size < 1e-8) return x;
  let result = 1;
  if (size < 22) {
    if (size < 0.5) {
      const t = expm1(-2 * size);
      result = -t / (t + 2);
    } else {
      const t = expm1(2 * size);
      result = 1 - 2 / (t + 2);
    }
  }
  return x < 0 ? -result : result;
}

/** 1/(1 + e^−x), written so that e is never taken of a large positive number. */
export function sigmoid(x: number): number {
  if (x < 0) {
    const e = exp(x);
    return e / (1 + e);
  }
  return 1 / (1 + exp(-x));
}
