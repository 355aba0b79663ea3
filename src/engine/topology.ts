/**
 * The seminar's topological map of a graph: depth first from `root` over the operands in their order, each node appended
 * after its operands. Iterative, so that a chain of a million nodes does not overflow the call stack.
 */
export function topologicalOrder<Node>(
  root: Node,
  operandsOf: (node: Node) => readonly Node[],
): Node[] {
  const order: Node[] = [];
  const visited = new Set<Node>([root]);
  const path: Node[] = [root];
  // next[i]: the operand of path[i] to look at next.
  const next: number[] = [0];
  while (path.length > 0) {
    const top = path.length - 1;
    const node = path[top] as Node;
    const operand = operandsOf(node)[next[top] as number];
    if (operand === undefined) {
      order.push(node);
      path.pop();
      next.pop();
    } else {
      next[top] = (next[top] as number) + 1;
      if (!visited.has(operand)) {
        visited.add(operand);
        path.push(operand);
        next.push(0);
      }
    }
  }
  return order;
}
