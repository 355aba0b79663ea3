import type { Model } from './model';
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
 * is a node of its own, and pow has the notebook's rule for an exponent that is a constant: one that is trained or given keeps
 * the right rule, with which the trainer trains. Leaves are new, with the data of the old ones.
 * Every node that both graphs have gets the same bits, data and gradient.
 */
export function asNotebook(model: Model): Rebuilt {
  const given = new Set<Value>([
    ...model.parameters,
    ...model.inputs,
    ...model.data.map(({ node }) => node),
  ]);
  const isConstant = (node: Value | undefined) => node?.op === null && !given.has(node);
  const nodes = new Map<Value, Value>();
  for (const node of topologicalOrder(model.root, ({ operands }) => operands)) {
    const operands = node.operands.map((operand) => nodes.get(operand) as Value);
    const power = node.op === 'power' && isConstant(node.operands[1]);
    nodes.set(node, rebuilt(node, operands, power).named(node.label));
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
      layers: model.layers.map((layer) => layer.filter((node) => nodes.has(node)).map(of)),
    },
  };
}

/** @param constantPower a power with a constant exponent */
function rebuilt(node: Value, operands: readonly Value[], constantPower: boolean): Value {
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
      return apply(constantPower ? 'powerNotebook' : node.op, ...operands);
  }
}

function negated(node: Value): Value {
  return node.mul(constant('−1', -1));
}

function constant(label: string, data: number): Value {
  return new Value(data, null, [], label);
}
