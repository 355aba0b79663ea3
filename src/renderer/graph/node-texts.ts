import type { Graph } from '../../contract/graph';
import { brief, signed } from '../format';
import type { NodeNumbers } from '../lab.svelte';
import { messages } from '../messages/messages';

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
    const data = numbers.data[i] ?? NaN;
    const grad = numbers.grad?.[i];
    return {
      kind: node.role === 'operation' ? (t.ops[node.op ?? ''] ?? '') : t.roles[node.role],
      data: Number.isNaN(data) ? t.notYet : brief(data),
      grad: grad === undefined ? t.notYet : signed(grad),
      sign: signOf(grad),
    };
  });
}

function signOf(grad: number | undefined): NodeText['sign'] {
  if (grad === undefined) return 'none';
  return grad > 0 ? 'positive' : grad < 0 ? 'negative' : 'zero';
}
