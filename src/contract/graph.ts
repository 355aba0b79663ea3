/** What a node is for: given, trained, written into the formula, typed by the learner, or computed. */
export type NodeRole = 'data' | 'parameter' | 'constant' | 'input' | 'operation';

/** A node of a computation graph as the window draws it; its numbers come with each snapshot. */
export interface GraphNode {
  readonly name: string;
  /** The name as mathematics. */
  readonly latex: string;
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

/** One formula in three notations. #1 and #2 stand for the operands, #0 for the result. */
export interface Formula {
  /** For sentences: true minus, × and superscripts. */
  readonly text: string;
  readonly latex: string;
  readonly python: string;
}

/** How an operation is written. */
export interface OpNotation {
  readonly formula: Formula;
  /** The local derivative with respect to each operand; empty where the op has no backward rule. */
  readonly slopes: readonly Formula[];
}

/** By op name. */
export type Notation = Readonly<Record<string, OpNotation>>;

/**
 * A formula with something in the places of #0, #1, #2. What begins with a minus sign gets parentheses, unless it stands at
 * the very beginning and no power follows it; a power of ten in LaTeX gets them where a power follows it.
 * @param parts result, first and second operand, as they are to be written
 */
export function fill(template: string, parts: readonly string[]): string {
  return template.replaceAll(/#([0-2])/g, (_, digit: string, at: number) => {
    const part = parts[Number(digit)] ?? '';
    const powered = /^}?[\^²]|^ ?\*\*/.test(template.slice(at + 2));
    if (!/^[-−]/.test(part)) {
      return powered && part.includes(String.raw`\cdot 10^`) ? `(${part})` : part;
    }
    const enclosed = template.charAt(at - 1) === '(' || template.charAt(at - 1) === '{';
    return (at === 0 && !powered) || (enclosed && !powered) ? part : `(${part})`;
  });
}
