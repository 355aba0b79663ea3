/** Steps that the charts show, both included; at least two. */
export interface StepRange {
  readonly first: number;
  readonly last: number;
}

/** Fewer steps than these say nothing as a curve. */
const LEAST = 2;

/** The range that `wanted` comes to on a run of `steps`; null: all of it. */
function fitted(first: number, size: number, steps: number): StepRange | null {
  const whole = Math.max(LEAST, Math.round(size));
  if (whole >= steps) return null;
  const start = Math.min(Math.max(1, Math.round(first)), steps - whole + 1);
  return { first: start, last: start + whole - 1 };
}

/**
 * @param range null: all steps
 * @param factor of the number of steps: less than 1 is nearer
 * @param around the step that stays where it is
 */
export function zoomed(
  range: StepRange | null,
  steps: number,
  factor: number,
  around: number,
): StepRange | null {
  const { first, last } = range ?? { first: 1, last: steps };
  const size = last - first + 1;
  let next = Math.max(LEAST, Math.round(size * factor));
  // A small range that is rounded must change, too.
  if (next === size && factor > 1) next += 1;
  if (next === size && factor < 1) next = Math.max(LEAST, next - 1);
  const share = Math.min(1, Math.max(0, (around - first) / Math.max(1, size - 1)));
  return fitted(around - share * (next - 1), next, steps);
}

/** @param by steps, later when positive */
export function panned(range: StepRange | null, steps: number, by: number): StepRange | null {
  if (!range) return null;
  return fitted(range.first + by, range.last - range.first + 1, steps);
}
