import type { Graph } from '../../contract/graph';

/**
 * The node that an arrow key leads to: left to the first operand, right to the first node that uses this one, up and down to
 * the neighbour among the operands of the same node, or else in the order of the backward pass. Null: the key leads nowhere.
 */
export function walk(graph: Graph, from: number, key: string): number | null {
  const user = graph.findIndex(({ operands }) => operands.includes(from));
  switch (key) {
    case 'ArrowLeft':
      return graph[from]?.operands[0] ?? null;
    case 'ArrowRight':
      return user < 0 ? null : user;
    case 'ArrowUp':
    case 'ArrowDown': {
      const by = key === 'ArrowDown' ? 1 : -1;
      const siblings = [...new Set(graph[user]?.operands ?? [])];
      const sibling = siblings[siblings.indexOf(from) + by];
      if (sibling !== undefined) return sibling;
      const next = from - by;
      return graph[next] ? next : null;
    }
    case 'Home':
      return graph.length - 1;
    case 'End':
      return 0;
    default:
      return null;
  }
}
