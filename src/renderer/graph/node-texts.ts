import type { Graph } from '../../contract/graph';
import { brief, signed } from '../format';
import { messages } from '../messages/messages';
import { type NodeNumbers, nodeNumbers } from './node-numbers';

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

function signOf(grad: number | null): NodeText['sign'] {
  if (grad === null) return 'none';
  return grad > 0 ? 'positive' : grad < 0 ? 'negative' : 'zero';
}
