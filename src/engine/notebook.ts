import type { Model } from './model';
import type { OpName } from './ops';
import { topologicalOrder } from './topology';
import { apply, Value } from './value';

/** A graph and, for each of its nodes' names that both have, the node of the other graph. */
export interface Rebuilt {
  readonly model: Model;
  /** The new graph's node of each node of the old. */
  readonly nodes: ReadonlyMap<Value, Value>;
}

/**
 * The same model as the seminar's notebook builds it: −y is y × (−1), a difference is the sum with it, the exponent of a square
 * is a node of its own, and pow has the notebook's rule for its exponent. Leaves are new, with the data of the old ones.
 * Every node that both graphs have gets the same bits, data and gradient.
 */
export function asNotebook(model: Model): Rebuilt {
  const nodes = new Map<Value, Value>();
  for (const node of topologicalOrder(model.root, ({ operands }) => operands)) {
    const operands = node.operands.map((operand) => nodes.get(operand) as Value);
    nodes.set(node, rebuilt(node, operands).named(node.label));
  }
  const of = (node: Value) => nodes.get(node) ?? node;
  const known = ({ node }: { readonly node: Value }) => nodes.has(node);
  return {
    nodes,
    model: {
      root: of(model.root),
      trains: model.trains,
      prediction: model.prediction && of(model.prediction),
      data: model.data.filter(known).map(({ node, column }) => ({ node: of(node), column })),
      parameters: model.parameters.filter((node) => nodes.has(node)).map(of),
      inputs: model.inputs.filter((node) => nodes.has(node)).map(of),
      gates: [],
    },
  };
}

function rebuilt(node: Value, operands: readonly Value[]): Value {
  const [a, b] = operands;
  if (node.op === null || !a) return new Value(node.data);
  switch (node.op) {
    case 'negate':
      return negated(a);
    case 'subtract':
      return a.add(negated(b as Value).named(`−${(b as Value).label}`));
    case 'square':
      return apply('powerNotebook', a, constant('2', 2));
    default:
      return apply(notebookOps[node.op] ?? node.op, ...operands);
  }
}

const notebookOps: Readonly<Partial<Record<OpName, OpName>>> = { power: 'powerNotebook' };

function negated(node: Value): Value {
  return node.mul(constant('−1', -1));
}

function constant(label: string, data: number): Value {
  return new Value(data, null, [], label);
}
