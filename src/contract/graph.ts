/** What a node is for: given, trained, written into the formula, or computed. */
export type NodeRole = 'data' | 'parameter' | 'constant' | 'operation';

/** A node of a computation graph as the window draws it; its numbers come with each snapshot. */
export interface GraphNode {
  readonly name: string;
  readonly role: NodeRole;
  /** The operation's name in the op table; null for a leaf. */
  readonly op: string | null;
  readonly symbol: string | null;
  /** Indices of the operands' nodes. */
  readonly operands: readonly number[];
  /** Place in the backward pass, from 1. */
  readonly order: number;
}

/** Nodes in topological order; a node's index is its number in snapshots. */
export type Graph = readonly GraphNode[];
