import { latexName } from '../../../engine/describe';

/** A number as LaTeX: six significant digits, as in the lab's sentences. */
export function number(value: number): string {
  if (Number.isNaN(value)) return String.raw`\mathrm{NaN}`;
  if (!Number.isFinite(value)) return value > 0 ? String.raw`\infty` : String.raw`-\infty`;
  const [digits = '', exponent] = String(Number(value.toPrecision(6))).split('e');
  if (exponent === undefined) return digits;
  return String.raw`${digits} \cdot 10^{${exponent.replace('+', '')}}`;
}

/** The same where it stands between others: a power of ten holds together; a minus sign is for `fill` to enclose. */
export function factor(value: number): string {
  const written = number(value);
  return written.includes('cdot') ? `(${written})` : written;
}

/** A negative number gets parentheses. */
export function enclosed(value: number): string {
  const written = factor(value);
  return written.startsWith('-') ? `(${written})` : written;
}

export const math = (latex: string) => `$${latex}$`;

/** label = value */
export function equation(label: string, value: number): string {
  return math(`${latexName(label)} = ${number(value)}`);
}

export function partial(of: string, by: string): string {
  return String.raw`\frac{\partial ${of}}{\partial ${by}}`;
}

/** a, b and c */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
