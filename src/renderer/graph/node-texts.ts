import { REACHED } from '../../contract/explanation';
import type { Graph } from '../../contract/graph';
import { brief, signed } from '../format';
import { messages } from '../messages/messages';

/** The numbers of every node, by node number. */
export interface NodeNumbers {
  readonly data: Float64Array;
  /** Null before the first backward pass. */
  readonly grad: Float64Array | null;
  /** Sums of REACHED; null: what is not NaN is there. */
  readonly reached: Uint8Array | null;
}

/** What stands on a node. */
export interface NodeText {
  readonly kind: string;
  readonly data: string;
  readonly grad: string;
  readonly sign: 'positive' | 'negative' | 'zero' | 'none';
}

export function nodeTexts(graph: Graph, numbers: NodeNumbers): readonly NodeText[] {
  const t = messages.graph;
  return graph.map((node, i) => {
    const { data, grad } = nodeNumbers(numbers, i);
    return {
      kind: node.role === 'operation' ? (t.ops[node.op ?? ''] ?? '') : t.roles[node.role],
      data: data === null ? t.notYet : Number.isNaN(data) ? t.notDefined : brief(data),
      grad: grad === null ? t.notYet : Number.isNaN(grad) ? t.notDefined : signed(grad),
      sign: signOf(grad),
    };
  });
}

/** A node's data and gradient; null where there is none yet. */
export function nodeNumbers(
  { data, grad, reached }: NodeNumbers,
  node: number,
): { readonly data: number | null; readonly grad: number | null } {
  const value = data[node] ?? NaN;
  const slope = grad?.[node] ?? NaN;
  const has = (what: number, number: number) =>
    reached ? ((reached[node] ?? 0) & what) !== 0 : !Number.isNaN(number);
  return {
    data: has(REACHED.data, value) ? value : null,
    grad: grad && (reached === null || has(REACHED.grad, slope)) ? slope : null,
  };
}

function signOf(grad: number | null): NodeText['sign'] {
  if (grad === null) return 'none';
  return grad > 0 ? 'positive' : grad < 0 ? 'negative' : 'zero';
}
