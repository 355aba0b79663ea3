/** A colour as every program reads it: six hexadecimal digits, and how much of it covers what is below. */
export interface PlainColour {
  readonly hex: string;
  /** 0 … 1 */
  readonly alpha: number;
}

/** A colour as a computed style states it: rgb(…), or color(srgb …) where colours were mixed. Null: it is none. */
export function plainColour(computed: string): PlainColour | null {
  const [, name = '', values = ''] = /^(rgba?|color)\(([^)]*)\)$/.exec(computed) ?? [];
  if (name === '' || (name === 'color' && !values.startsWith('srgb '))) return null;
  const [red = 0, green = 0, blue = 0, alpha = 1] = values
    .replace('srgb ', '')
    .split(/[\s,/]+/)
    .map(Number);
  const whole = name === 'color' ? 255 : 1;
  const digits = [red, green, blue].map((part) => {
    const value = Math.min(255, Math.max(0, Math.round(part * whole)));
    return value.toString(16).padStart(2, '0');
  });
  return { hex: `#${digits.join('')}`, alpha };
}
