import { datasetName } from '../../contract/dataset';
import type { Recipe } from '../../contract/recipe';

/** Names that Windows keeps for devices, with any ending. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const LONGEST = 100;

/**
 * A name that every file system takes: without separators, control and direction characters, dots and spaces at its ends, and
 * not that of a device.
 * @param instead what a name of which nothing is left is called
 */
export function safeFileName(name: string, instead: string): string {
  const plain = name
    .normalize('NFC')
    // eslint-disable-next-line no-control-regex -- control characters are what is taken out
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '')
    .replaceAll(/[\\/:*?"<>|]/g, '-')
    .replaceAll(/\p{Surrogate}/gu, '');
  // By code points, so that none is cut in two.
  const short = Array.from(plain).slice(0, LONGEST).join('');
  const trimmed = short.replaceAll(/^[\s.]+|[\s.]+$/g, '');
  if (trimmed === '') return instead;
  return DEVICES.test(trimmed) ? `_${trimmed}` : trimmed;
}

/** A run's name as that of its files, without an ending; where it has none, what was trained, and how far. */
export function runFileName(name: string, recipe: Recipe, steps: number): string {
  const model =
    recipe.model === 'perceptron'
      ? recipe.activation
      : recipe.model === 'mlp'
        ? ['mlp', ...recipe.hidden, recipe.activation].join('-')
        : recipe.model;
  return safeFileName(name, `chainrule-${datasetName(recipe.dataset)}-${model}-${steps}-steps`);
}
