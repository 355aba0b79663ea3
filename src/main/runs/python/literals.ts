/** The literal of a float: Python would take whole digits for an int. */
export function float(value: number): string {
  const written = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(written) ? `${written}.0` : written;
}

/** The literal of a text, in ASCII. */
export function text(value: string): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/gu,
    (character) => `\\U${(character.codePointAt(0) as number).toString(16).padStart(8, '0')}`,
  );
}

export const truth = (value: boolean) => (value ? 'True' : 'False');
export const tuple = (cells: readonly string[]) =>
  `(${cells.join(', ')}${cells.length === 1 ? ',' : ''})`;
export const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`);
