/**
 * Our own sin and cos, for arguments up to 10⁵ in size: with the exact arithmetic of elementary.ts and for the same
 * reason. The greatest errors among 20,000 points each, against 60-digit decimals: sin 0.73 ulp, cos 0.70 ulp.
 */

// π/2 in three parts; the first two have 33 bits each, so that k times them is exact for |k| < 2²⁰.
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;

/** The largest argument, in radians. */
export const MAX_ANGLE = 1e5;

/** sin r for r = high + low, |r| ≤ π/4, by the Taylor series (first omitted term below 2⁻⁵⁶ of r). */
function sinSeries(high: number, low: number): number {
  const z = high * high;
  let series = 1 / 355687428096000;
  series = series * z - 1 / 1307674368000;
  series = series * z + 1 / 6227020800;
  series = series * z - 1 / 39916800;
  series = series * z + 1 / 362880;
  series = series * z - 1 / 5040;
  series = series * z + 1 / 120;
  const cube = z * high;
  // sin(h + l) = sin h + l·cos h, cos h to second order.
  return high - (z * (0.5 * low - cube * series) - low + cube * (1 / 6));
}

/** cos r likewise. */
function cosSeries(high: number, low: number): number {
  const z = high * high;
  let series = -1 / 6402373705728000;
  series = series * z + 1 / 20922789888000;
  series = series * z - 1 / 87178291200;
  series = series * z + 1 / 479001600;
  series = series * z - 1 / 3628800;
  series = series * z + 1 / 40320;
  series = series * z - 1 / 720;
  series = series * z + 1 / 24;
  const half = 0.5 * z;
  const head = 1 - half;
  // What 1 − z/2 rounded away comes back with the small terms.
  return head + (1 - head - half + (z * z * series - high * low));
}

/** @throws RangeError past MAX_ANGLE, where the reduction would lose digits */
function circular(x: number, quarter: number): number {
  if (!(Math.abs(x) <= MAX_ANGLE)) throw new RangeError(`an angle of ${x} is beyond ±${MAX_ANGLE}`);
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  // Each product is exact; each difference's rounding is carried on.
  const first = x - k * HALF_PI_1;
  const second = k * HALF_PI_2;
  const middle = first - second;
  const third = k * HALF_PI_3 - (first - middle - second);
  const high = middle - third;
  const low = middle - high - third;
  const turn = (((k + quarter) % 4) + 4) % 4;
  const value = turn % 2 === 0 ? sinSeries(high, low) : cosSeries(high, low);
  return turn < 2 ? value : -value;
}

export function sin(x: number): number {
  return circular(x, 0);
}

export function cos(x: number): number {
  return circular(x, 1);
}
