import { readFileSync } from 'node:fs';
import { columnNames, type Dataset, inputCount } from '../../../contract/dataset';
import { LabError, labError } from '../../../contract/errors';
import {
  type ExpressionRecipe,
  MAX_TEXT,
  type NameBinding,
  numberFrom,
  recipeNumbers,
} from '../../../contract/recipe';
import { describeRange } from '../../../contract/ranges';
import { parseExpression } from '../../recipe-check';
import { badArgument } from '../arguments';

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
    if (initial === undefined && isColumn(name, columns)) {
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

/** x and x1 are both the first input. */
function isColumn(name: string, columns: readonly string[]): boolean {
  return columns.includes(name) || name === 'x' || name === 'x1';
}

/** name=value, once each. */
function assigned(
  option: string,
  texts: readonly string[],
  free: readonly string[],
): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const text of texts) {
    const [name = '', value, ...more] = text.split('=');
    if (value === undefined || more.length > 0 || !free.includes(name) || values.has(name)) {
      const names = free.length === 0 ? 'nothing, since no name is free' : free.join(', ');
      throw badArgument(option, text, `name=value, once for each name of: ${names}`);
    }
    const number = numberFrom(recipeNumbers.w, value);
    if (number === null) throw badArgument(option, text, describeRange(recipeNumbers.w));
    values.set(name, number);
  }
  return values;
}
