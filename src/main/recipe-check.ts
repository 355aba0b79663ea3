import { columnNames, inputCount } from '../contract/dataset';
import { labError } from '../contract/errors';
import type { ExpressionRecipe, Recipe } from '../contract/recipe';
import { ExpressionError } from '../engine/expression/error';
import { type Expression, parse } from '../engine/expression/parse';

/**
 * What a schema cannot say of a recipe: that an expression can be read, that its names are bound, and that the dataset has the
 * columns it uses.
 * @throws LabError invalid-value; its params carry the expression error's code, line and column
 */
export function checkRecipe(recipe: Recipe): void {
  if (recipe.model !== 'expression') return;
  const expression = parseExpression(recipe.text);
  const bound = new Set(recipe.names.map(({ name }) => name));
  const missing = expression.free.find((name) => !bound.has(name));
  if (missing !== undefined) {
    throw refused('recipe.names', [...bound].join(', '), `a binding for ${missing}`);
  }
  const columns = columnNames(inputCount(recipe.dataset));
  for (const one of usedBy(expression, recipe)) {
    if (one.role !== 'data' || columns.includes(one.column)) continue;
    // x is the first input of a dataset with several, too.
    if (one.column === 'x' || (one.column === 'x1' && columns.includes('x'))) continue;
    throw refused('recipe.names', one.column, `a column of the dataset: ${columns.join(', ')}`);
  }
}

/** @throws LabError no-loss when there is nothing to be trained */
export function checkTrains(recipe: Recipe): void {
  if (recipe.model !== 'expression' || parseExpression(recipe.text).hasLoss) return;
  throw labError('no-loss', 'A sweep needs a loss: assign one in a line "loss = …".', 'sweep');
}

function usedBy({ free }: Expression, { names }: ExpressionRecipe) {
  return names.filter(({ name }) => free.includes(name));
}

/** @throws LabError invalid-value with the place in the text */
export function parseExpression(text: string): Expression {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { line, column, code, message } = error;
    const params = Object.entries(error.params).map(([key, value]) => [key, String(value)]);
    throw labError('invalid-value', `line ${line}, column ${column}: ${message}`, 'recipe.text', {
      ...(Object.fromEntries(params) as Record<string, string>),
      expression: code,
      atLine: String(line),
      atColumn: String(column),
      accepted: message,
    });
  }
}

function refused(where: string, received: string, accepted: string) {
  const message = `${where} is ${JSON.stringify(received)}; accepted: ${accepted}.`;
  return labError('invalid-value', message, where, { accepted, received });
}
