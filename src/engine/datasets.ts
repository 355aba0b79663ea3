import type { Examples } from '../contract/lab-events';
import type { Dataset } from '../contract/recipe';

const twice = (x: readonly number[]): Examples => ({ x, y: x.map((value) => 2 * value) });

/** The seminar's data, all y = 2x. */
export const examplesOf: Readonly<Record<Dataset, Examples>> = {
  one: twice([1]),
  pair: twice([1, 3]),
  integers: twice([1, 2, 3]),
};
