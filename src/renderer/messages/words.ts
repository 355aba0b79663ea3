import { brief } from '../format';

/** "a", "a and b", "a, b and c" */
export function list(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** "x = 1 and y = 2" */
export const equations = (names: readonly string[], values: readonly number[]) =>
  names.map((name, i) => `${name} = ${brief(values[i] ?? NaN)}`);

export const minus = (text: string) => text.replaceAll('-', '−');
