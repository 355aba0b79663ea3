import type { Minimum } from '../contract/surfaces';
import type { SurfaceSource } from './loss-surface';

/** Rounding of the sums below, relative to their size: a determinant within it counts as 0. */
const ROUNDING = 1e-12;

/**
 * Where the perceptron's loss (w·x + b − y)² of these examples is least: the least-squares line by the normal equations, or the
 * valley w·x + b = y of a single x. With ReLU it is the same where the loss comes to 0 there and every target is positive,
 * since no loss is lower. Null where none of this holds, and for other models.
 */
export function lossMinimum(
  { recipe, examples }: SurfaceSource,
  samples: readonly number[],
): Minimum | null {
  if (recipe.model !== 'perceptron') return null;
  const [xs, ys] = examples.columns as readonly [Float64Array, Float64Array];
  const points = samples.map((i) => ({ x: xs[i] as number, y: ys[i] as number }));
  const [first] = points;
  if (!first) return null;
  const active = recipe.activation === 'identity' || points.every(({ y }) => y > 0);
  if (!active) return null;
  const exact = (w: number, b: number) =>
    recipe.activation === 'identity' || points.every(({ x, y }) => near(w * x + b, y));

  if (points.every(({ x }) => x === first.x)) {
    const mean = points.reduce((sum, { y }) => sum + y / points.length, 0);
    if (!exact(0, mean)) return null;
    return { kind: 'line', slopes: [first.x, 1], offset: mean };
  }
  const n = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x / n, 0);
  const meanY = points.reduce((sum, { y }) => sum + y / n, 0);
  // About the means, so that nothing cancels.
  let sxx = 0;
  let sxy = 0;
  for (const { x, y } of points) {
    sxx += (x - meanX) * (x - meanX);
    sxy += (x - meanX) * (y - meanY);
  }
  const w = sxy / sxx;
  const b = meanY - w * meanX;
  if (!Number.isFinite(w) || !Number.isFinite(b) || !exact(w, b)) return null;
  return { kind: 'point', at: [w, b] };
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING * (Math.abs(a) + Math.abs(b));
}
