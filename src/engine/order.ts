import type { MicroEvent } from '../contract/explanation';
import type { Tape } from './tape';

export type OrderEvent = Extract<MicroEvent, { kind: 'visit' | 'descend' | 'append' }>;

/** How the seminar's topological map of what `root` is computed from is built, and the map. */
export function buildOrder(tape: Tape, root: number): { events: OrderEvent[]; order: number[] } {
  const events: OrderEvent[] = [{ kind: 'visit', node: root }];
  const order: number[] = [];
  const visited = new Set([root]);
  const path = [{ node: root, operands: tape.operandsOf(root), next: 0 }];
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const { node, operands } = top;
    const to = operands[top.next++];
    if (to === undefined) {
      events.push({ kind: 'append', node });
      order.push(node);
      path.pop();
      continue;
    }
    const seen = visited.has(to);
    events.push({ kind: 'descend', node, to, seen });
    if (seen) continue;
    visited.add(to);
    events.push({ kind: 'visit', node: to });
    path.push({ node: to, operands: tape.operandsOf(to), next: 0 });
  }
  return { events, order };
}
