import type { MicroEvent } from '../../contract/explanation';
import type { Graph } from '../../contract/graph';

/** Which of a node's numbers is used. */
export type UsedNumber = 'data' | 'grad' | 'both';

/** What is happening now on the graph, and where its numbers come from. */
export interface Marks {
  readonly now: ReadonlySet<number>;
  readonly sources: ReadonlyMap<number, UsedNumber>;
  /** The edge along which a gradient moves: the node it comes from, and which of its operands receives it. */
  readonly edge: { readonly node: number; readonly operand: number } | null;
}

export const NO_MARKS: Marks = { now: new Set(), sources: new Map(), edge: null };

export function marksOf(event: MicroEvent | null, graph: Graph): Marks {
  switch (event?.kind) {
    case 'example':
      return { ...NO_MARKS, now: new Set(event.leaves.map(({ node }) => node)) };
    case 'forward': {
      const operands = graph[event.node]?.operands ?? [];
      return {
        now: new Set([event.node]),
        sources: new Map(operands.map((node) => [node, 'data'])),
        edge: null,
      };
    }
    case 'descend':
      return { now: new Set([event.to]), sources: new Map(), edge: null };
    case 'backward': {
      const sources = new Map<number, UsedNumber>(event.sources.map((node) => [node, 'data']));
      sources.set(event.node, sources.has(event.node) ? 'both' : 'grad');
      const { node, operand, to } = event;
      return { now: new Set([to]), sources, edge: { node, operand } };
    }
    case 'update':
      return { now: new Set([event.node]), sources: new Map([[event.node, 'grad']]), edge: null };
    case 'loss':
    case 'visit':
    case 'append':
    case 'seed':
      return { ...NO_MARKS, now: new Set([event.node]) };
    default:
      return NO_MARKS;
  }
}
