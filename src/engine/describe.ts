import type { Graph } from '../contract/graph';
import { ops } from './ops';
import type { Model } from './perceptron';
import type { Tape } from './tape';

/** The graph's structure, for drawing: nodes in the tape's order. */
export function describeGraph(model: Model, tape: Tape): Graph {
  const { nodes } = tape;
  return nodes.map((node, index) => ({
    name: node.label,
    role:
      node.op !== null
        ? 'operation'
        : model.parameters.includes(node)
          ? 'parameter'
          : node === model.input || node === model.target
            ? 'data'
            : 'constant',
    op: node.op,
    symbol: node.op === null ? null : ops[node.op].symbol,
    operands: node.operands.map((operand) => tape.indexOf(operand)),
    order: nodes.length - index,
  }));
}
