/** A picture spans at least so much. */
const LEAST = 1;
/** Room beside what is to be seen, as a share of its span. */
const MARGIN = 0.2;
/** What is further away than so many spans of the core would make all else a dot, and is left outside. */
const FAR = 20;

/**
 * A range in which all of `core` is seen, and of `more` what is not too far away. Numbers that are not finite do not count.
 * @returns min < max, both finite
 */
export function rangeOf(
  core: readonly number[],
  more: readonly number[],
): { readonly min: number; readonly max: number } {
  const seen = core.filter(Number.isFinite);
  const [low, high] = extent(seen.length > 0 ? seen : [0]);
  const span = Math.max(high - low, LEAST, 1e-3 * Math.max(Math.abs(low), Math.abs(high)));
  const near = more.filter((value) => value >= low - FAR * span && value <= high + FAR * span);
  const [least, most] = extent([low, high, ...near]);
  const width = Math.max(most - least, span);
  const room = MARGIN * width + (width - (most - least)) / 2;
  return { min: Math.max(least - room, -1e300), max: Math.min(most + room, 1e300) };
}

function extent(values: readonly number[]): [number, number] {
  return [
    values.reduce((least, value) => Math.min(least, value)),
    values.reduce((most, value) => Math.max(most, value)),
  ];
}
