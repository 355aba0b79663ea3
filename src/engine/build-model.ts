import type { ExpressionRecipe, Recipe } from '../contract/recipe';
import { parse } from './expression/parse';
import { buildMlp } from './mlp';
import type { Gate, Model } from './model';
import type { Mt19937 } from './mt19937';
import { buildPerceptron } from './perceptron';
import type { Value } from './value';

/**
 * Builds a recipe's graph. Draws initial weights where the model has any.
 * @param inputs inputs an example has, 1 … 3
 * @throws ExpressionError when an expression's text is none, or one of its free names is not bound
 */
export function buildModel(recipe: Recipe, inputs: number, random: Mt19937): Model {
  switch (recipe.model) {
    case 'perceptron':
      return buildPerceptron(recipe);
    case 'mlp':
      return buildMlp(recipe, inputs, random);
    case 'expression':
      return buildExpression(recipe, inputs);
  }
}

/** Names that a student gives the prediction. */
const PREDICTIONS = ['ŷ', 'y_pred', 'yhat', 'y_hat'];

function buildExpression({ text, names }: ExpressionRecipe, inputs: number): Model {
  const expression = parse(text);
  const values = new Map(
    names.map((one) => [
      one.name,
      one.role === 'parameter' ? one.initial : one.role === 'input' ? one.value : 0,
    ]),
  );
  const { root, nodes } = expression.build(values);
  const bound = (role: string) =>
    names.flatMap((one) => {
      const node = one.role === role && expression.free.includes(one.name) && nodes.get(one.name);
      return node ? [{ node, one }] : [];
    });
  const data = bound('data').map(({ node, one }) => ({
    node,
    column: one.role === 'data' ? columnOf(one.column, inputs) : 0,
  }));
  const predicted = PREDICTIONS.find((name) => nodes.has(name));
  return {
    root,
    trains: expression.hasLoss,
    prediction: predicted === undefined ? null : (nodes.get(predicted) ?? null),
    data,
    parameters: bound('parameter').map(({ node }) => node),
    inputs: bound('input').map(({ node }) => node),
    gates: reluGates(root),
    layers: [],
  };
}

/** The column of x, x1, x2, x3 or y. @throws RangeError when the dataset has none of that name */
export function columnOf(name: string, inputs: number): number {
  if (name === 'y') return inputs;
  const index = name === 'x' ? 0 : Number(name.slice(1)) - 1;
  if (index >= inputs) throw new RangeError(`The dataset has no column ${name}.`);
  return index;
}

/** The relu nodes of a graph. */
function reluGates(root: Value): readonly Gate[] {
  const gates: Gate[] = [];
  const seen = new Set<Value>([root]);
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const [z] = node.operands;
    if (node.op === 'relu' && z) gates.push({ unit: node, z, closedAtZero: true });
    for (const operand of node.operands) {
      if (seen.has(operand)) continue;
      seen.add(operand);
      pending.push(operand);
    }
  }
  return gates;
}
