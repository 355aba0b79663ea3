const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a person typed, with a hyphen or a true minus sign; null where it is none. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replaceAll('−', '-');
  return DECIMAL.test(plain) ? Number(plain) : null;
}
