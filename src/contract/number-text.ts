const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a person typed, with a hyphen or a true minus sign; null where it is none. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replaceAll('−', '-');
  return DECIMAL.test(plain) ? Number(plain) : null;
}

/** A number for graph, charts and sentences: six significant digits, true minus. */
export function brief(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const text = String(Number(value.toPrecision(6)));
  const [digits = '', exponent] = text.split('e');
  const power = exponent === undefined ? '' : `e${exponent.replace('+', '')}`;
  return (digits + power).replaceAll('-', '−');
}
