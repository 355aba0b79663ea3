/** A number for graph, charts and sentences: six significant digits, true minus. */
export function brief(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const text = String(Number(value.toPrecision(6)));
  const [digits = '', exponent] = text.split('e');
  const power = exponent === undefined ? '' : `e${exponent.replace('+', '')}`;
  return (digits + power).replaceAll('-', '−');
}

/** The same with its sign always written, as gradients are. Zero has none. */
export function signed(value: number): string {
  return value > 0 ? `+${brief(value)}` : brief(value);
}

const counts = new Intl.NumberFormat('en');

/** Counts of steps: 1,234,567. */
export function count(value: number): string {
  return counts.format(value);
}
