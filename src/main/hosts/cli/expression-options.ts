import { readFileSync } from 'node:fs';
import { columnNames, type Dataset, inputCount } from '../../../contract/dataset';
import { LabError, labError } from '../../../contract/errors';
import {
  type ExpressionRecipe,
  MAX_TEXT,
  type NameBinding,
  recipeNumbers,
} from '../../../contract/recipe';
import { parseExpression } from '../../recipe-check';
import { badArgument } from '../arguments';
import { numberOption } from './number-option';

export interface ExpressionOptions {
  readonly expression?: string;
  readonly param?: readonly string[];
  readonly input?: readonly string[];
}

/** An expression's text and what its names stand for: the dataset's columns, parameters, inputs. */
export function expressionFrom(
  path: string,
  options: ExpressionOptions,
  dataset: Dataset,
): Pick<ExpressionRecipe, 'text' | 'names'> {
  const text = read(path);
  const free = freeNames(path, text);
  const columns = columnNames(inputCount(dataset));
  const parameters = assigned('--param', options.param ?? [], free);
  const inputs = assigned('--input', options.input ?? [], free);
  const names = free.map((name): NameBinding => {
    const value = inputs.get(name);
    if (value !== undefined) return { name, role: 'input', value };
    const initial = parameters.get(name);
    if (initial === undefined && columns.includes(name)) {
      return { name, role: 'data', column: name };
    }
    return { name, role: 'parameter', initial: initial ?? 0 };
  });
  return { text, names };
}

function read(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= 4 * MAX_TEXT) {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
    }
  } catch {
    // Said below.
  }
  throw badArgument('--expression', path, `a text file in UTF-8 of at most ${MAX_TEXT} characters`);
}

function freeNames(path: string, text: string): readonly string[] {
  try {
    return parseExpression(text).free;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw labError('invalid-value', `${path}, ${error.message}`, '--expression', error.data.params);
  }
}

/** name=value, once each. */
function assigned(
  option: string,
  texts: readonly string[],
  free: readonly string[],
): ReadonlyMap<string, number> {
  return new Map(
    texts.map((text) => {
      const [name = '', value] = text.split('=');
      if (value === undefined || !free.includes(name)) {
        throw badArgument(option, text, `name=value with a name of: ${free.join(', ')}`);
      }
      return [name, numberOption(option, value, recipeNumbers.w)];
    }),
  );
}
