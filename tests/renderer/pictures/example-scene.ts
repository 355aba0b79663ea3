import { REACHED } from '../../../src/contract/explanation';
import type { Graph } from '../../../src/contract/graph';
import type { GraphScene } from '../../../src/renderer/graph/scene';

const leaf = (name: string, role: 'data' | 'parameter', order: number) =>
  ({ name, latex: name, role, op: null, symbol: null, operands: [], order }) as const;
const node = (name: string, op: string, operands: number[], order: number) =>
  ({ name, latex: name, role: 'operation', op, symbol: '·', operands, order }) as const;

/** The perceptron: (x·w + b − y)². */
export const perceptron: Graph = [
  leaf('x', 'data', 8),
  leaf('w', 'parameter', 7),
  node('a', 'multiply', [0, 1], 6),
  leaf('b', 'parameter', 5),
  node('ŷ', 'add', [2, 3], 4),
  leaf('y', 'data', 3),
  node('err', 'subtract', [4, 5], 2),
  node('loss', 'square', [6], 1),
];

const flow = (node: number, operand: number, to: number, number: number, contribution: number) => ({
  ...{ node, operand, to, number, contribution },
  local: 1,
});

/** The pair's second step at the end of its backward pass: the last edge, from a into w. */
export const lastEdge: GraphScene = {
  graph: perceptron,
  size: { nodes: 8, edges: 7 },
  numbers: {
    data: Float64Array.of(3, 0.04, 0.12, 0.04, 0.16, 6, -5.84, 34.1056),
    grad: Float64Array.of(-0.4672, -35.04, -11.68, -11.68, -11.68, 11.68, -11.68, 1),
    reached: new Uint8Array(8).fill(REACHED.data + REACHED.grad),
  },
  flows: [
    flow(7, 0, 6, 1, -11.68),
    flow(6, 0, 4, 2, -11.68),
    flow(6, 1, 5, 3, 11.68),
    flow(4, 0, 2, 4, -11.68),
    flow(4, 1, 3, 5, -11.68),
    flow(2, 0, 0, 6, -0.4672),
    flow(2, 1, 1, 7, -35.04),
  ],
  event: {
    kind: 'backward',
    number: 7,
    node: 2,
    operand: 1,
    to: 1,
    sources: [0],
    upstream: -11.68,
    local: 3,
    contribution: -35.04,
    before: 0,
    sum: -35.04,
  },
  activeLines: ['∂a/∂w = x = 3', '−11.68 × 3 = −35.04'],
  secret: null,
};

/** Where the run stands: no step is gone through. */
export const atRest: GraphScene = { ...lastEdge, flows: [], event: null, activeLines: [] };
