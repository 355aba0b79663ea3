import type { Tape } from '../../../engine/tape';
import { ops } from '../../../engine/ops';

/** An edge from a node to one of its operands. */
export interface RoadEdge {
  readonly node: number;
  readonly operand: number;
  readonly to: number;
}

/** The shortest way from the root to a parameter, edge by edge; null where there is none. Only edges with a rule count. */
export function roadToParameter(
  tape: Tape,
  parameters: ReadonlySet<number>,
): readonly RoadEdge[] | null {
  const root = tape.nodes.length - 1;
  const by = new Map<number, RoadEdge | null>([[root, null]]);
  for (const node of by.keys()) {
    if (parameters.has(node)) {
      const road: RoadEdge[] = [];
      for (let edge = by.get(node); edge; edge = by.get(edge.node)) road.unshift(edge);
      return road;
    }
    const op = tape.nodes[node]?.op ?? null;
    const edges = tape.operandsOf(node).map((to, operand) => ({ node, operand, to }));
    // The last operand first, which of a neuron's sum is a product: it leads to a weight.
    for (const edge of edges.toReversed()) {
      const hasRule = op !== null && ops[op].local[edge.operand] !== undefined;
      if (hasRule && !by.has(edge.to)) by.set(edge.to, edge);
    }
  }
  return null;
}
