import { brief } from '../contract/number-text';

export { brief };

/** A brief number with its sign always written, as gradients are. Zero has none. */
export function signed(value: number): string {
  return value > 0 ? `+${brief(value)}` : brief(value);
}

const counts = new Intl.NumberFormat('en');

/** Counts of steps: 1,234,567. */
export function count(value: number): string {
  return counts.format(value);
}
