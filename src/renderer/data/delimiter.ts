/** What may stand between columns; none: a single column. */
export const delimiters = ['tab', 'semicolon', 'comma', 'none'] as const;
export type Delimiter = (typeof delimiters)[number];

export const delimiterMarks: Readonly<Record<Exclude<Delimiter, 'none'>, string>> = {
  tab: '\t',
  semicolon: ';',
  comma: ',',
};

/** Characters that are looked at: a long file's beginning says it all. */
const SAMPLE = 65_536;

/**
 * The delimiter that stands in at least half of the lines, outside quotation marks. Tab before semicolon before comma: with
 * either of the first two, a comma is a decimal comma.
 */
export function detectDelimiter(text: string): Delimiter {
  const lines = text
    .slice(0, SAMPLE)
    .replace(/"[^"]*"/g, '')
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '' || line.includes('\t'));
  const candidates = ['tab', 'semicolon', 'comma'] as const;
  const found = candidates.find((one) => {
    const having = lines.filter((line) => line.includes(delimiterMarks[one]));
    return having.length > 0 && having.length * 2 >= lines.length;
  });
  return found ?? 'none';
}
