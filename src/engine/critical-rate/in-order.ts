/**
 * The examples taken one after another: the error e of (w, b) goes through P = (I − ηH_N)···(I − ηH_1) in an epoch,
 * H = 2[x², x; x, 1]. By Jury's criterion both eigenvalues of the 2×2 matrix P lie in the closed unit disc exactly when
 * 1 − T + D, 1 + T + D and 1 − D are not negative (T its trace, D its determinant). The three are polynomials of degree N in
 * η; each comes with its slope in η, so that a scan finds a minimum between two of its points.
 */

/** A quantity at one learning rate, and how much it changes with it. */
interface Sloped {
  value: number;
  slope: number;
}

type Conditions = readonly [Sloped, Sloped, Sloped];

export interface InOrder {
  /** The first rate past which the map's spectral radius exceeds 1. */
  readonly rate: number;
  /** Smaller rates at which it reaches 1 and falls again. */
  readonly touches: readonly number[];
}

/** 2⁻²⁵⁶ … 2²⁵⁶: products of a thousand factors are kept inside by exact scaling. */
const LARGE = 1.157920892373162e77;
/** Stands for everything that is larger, so that no ∞ − ∞ arises. */
const HUGE = 1e150;
const EPSILON = 2.220446049250313e-16;

/** Points of the scan for each factor e of the learning rate. */
function density(examples: number): number {
  return 1024 + 2 * examples;
}

/** Below it in modulus, a condition cannot be told from 0: 8 roundings for each example. */
function tolerance(examples: number): number {
  return (8 * examples + 16) * EPSILON;
}

/**
 * Every factor shortens no error while η ≤ 1 / max(x² + 1), and every factor lengthens one along its example's direction,
 * so that |D| > 1, when η > 1 / min(x² + 1): the rate lies between them. Where a condition reaches 0 within rounding and
 * rises again, the map stands still and the search goes on.
 * @param x examples' inputs, not all alike
 */
export function inOrderRate(x: readonly number[]): InOrder {
  const norms = x.map((value) => value * value + 1);
  const first = 1 / norms.reduce((a, b) => Math.max(a, b));
  const last = 1 / norms.reduce((a, b) => Math.min(a, b));
  if (first === last || first === 0) return { rate: first, touches: [] };

  const least = tolerance(x.length);
  const touches: number[] = [];
  const growth = 1 + 1 / density(x.length);
  let from = first / growth;
  let before = conditions(x, from);
  while (from <= last) {
    const to = from * growth;
    const after = conditions(x, to);
    let crossing = Infinity;
    const touched: number[] = [];
    before.forEach((start, i) => {
      const end = after[i] as Sloped;
      const at = (rate: number) => conditions(x, rate)[i] as Sloped;
      const root = (high: number) => {
        const level = start.value > 0 ? 0 : -least;
        return bisect(from, high, (rate) => at(rate).value < level);
      };
      if (start.slope < 0 && end.slope >= 0) {
        const lowest = bisect(from, to, (rate) => at(rate).slope >= 0);
        const { value } = at(lowest);
        if (value < -least) crossing = Math.min(crossing, root(lowest));
        else if (value <= least && Math.min(start.value, end.value) > 16 * least) {
          touched.push(lowest);
        }
      }
      if (end.value < -least) crossing = Math.min(crossing, root(to));
    });
    touches.push(...touched.filter((rate) => rate < crossing));
    if (crossing < Infinity) return { rate: crossing, touches: touches.sort((a, b) => a - b) };
    from = to;
    before = after;
  }
  return { rate: last, touches };
}

/** Whether an epoch's map at this learning rate has both eigenvalues inside the unit circle. */
export function shrinksInOrder(x: readonly number[], learningRate: number): boolean {
  return conditions(x, learningRate).every(({ value }) => value > 0);
}

/** The largest number for which `fails` does not hold yet; it holds at `high` and not at `low`. */
function bisect(low: number, high: number, fails: (rate: number) => boolean): number {
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return low;
    if (fails(middle)) high = middle;
    else low = middle;
  }
}

/** 1 − T + D, 1 + T + D, 1 − D: none is negative while the spectral radius is at most 1. */
function conditions(x: readonly number[], learningRate: number): Conditions {
  const t = trace(x, learningRate);
  const d = determinant(x, learningRate);
  return [
    { value: 1 - t.value + d.value, slope: d.slope - t.slope },
    { value: 1 + t.value + d.value, slope: d.slope + t.slope },
    { value: 1 - d.value, slope: -d.slope },
  ];
}

/** Π (1 − 2η(x² + 1)). */
function determinant(x: readonly number[], learningRate: number): Sloped {
  let value = 1;
  let slope = 0;
  let scale = 0;
  for (const input of x) {
    const norm = input * input + 1;
    const factor = 1 - 2 * learningRate * norm;
    slope = slope * factor - 2 * norm * value;
    value *= factor;
    const by = rescaling(Math.abs(value) + learningRate * Math.abs(slope));
    if (by === 1) continue;
    value *= by;
    slope *= by;
    scale += by > 1 ? -1 : 1;
  }
  return unscaled(value, slope, scale);
}

/** The trace of the product of the matrices I − 2η·v·vᵀ, v = (x, 1). Its derivative goes along: d(AP) = A·dP − 2v·vᵀ·P. */
function trace(x: readonly number[], learningRate: number): Sloped {
  let [p, q, r, s] = [1, 0, 0, 1];
  let [dp, dq, dr, ds] = [0, 0, 0, 0];
  let scale = 0;
  for (const input of x) {
    const left = input * p + r;
    const right = input * q + s;
    const dLeft = 2 * (learningRate * (input * dp + dr) + left);
    const dRight = 2 * (learningRate * (input * dq + ds) + right);
    dp -= input * dLeft;
    dq -= input * dRight;
    dr -= dLeft;
    ds -= dRight;
    p -= 2 * learningRate * input * left;
    q -= 2 * learningRate * input * right;
    r -= 2 * learningRate * left;
    s -= 2 * learningRate * right;
    const slope = Math.abs(dp) + Math.abs(dq) + Math.abs(dr) + Math.abs(ds);
    const size = Math.abs(p) + Math.abs(q) + Math.abs(r) + Math.abs(s);
    const by = rescaling(size + learningRate * slope);
    if (by === 1) continue;
    [p, q, r, s] = [p * by, q * by, r * by, s * by];
    [dp, dq, dr, ds] = [dp * by, dq * by, dr * by, ds * by];
    scale += by > 1 ? -1 : 1;
  }
  return unscaled(p + s, dp + ds, scale);
}

/** The power of two that brings something of this size back into range. */
function rescaling(size: number): number {
  if (size > LARGE) return 1 / LARGE;
  return size > 0 && size < 1 / LARGE ? LARGE : 1;
}

function unscaled(value: number, slope: number, scale: number): Sloped {
  const by = scale < 0 ? 1 / LARGE : LARGE;
  for (let i = Math.abs(scale); i > 0 && value !== 0; i--) {
    value = clamped(value * by);
    slope = clamped(slope * by);
  }
  return { value: clamped(value), slope };
}

function clamped(value: number): number {
  return Math.max(-HUGE, Math.min(HUGE, value));
}
