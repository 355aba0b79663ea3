import { ops } from './ops';
import type { Tape } from './tape';

/** The nodes in the formula of a node's local derivative with respect to one of its operands, each once. */
export function slopeSources(tape: Tape, node: number, operand: number): readonly number[] {
  const op = tape.nodes[node]?.op ?? null;
  const text = op === null ? '' : (ops[op].slopes[operand]?.text ?? '');
  const parts = [node, ...tape.operandsOf(node)];
  return [...new Set(parts.filter((_, i) => text.includes(`#${i}`)))];
}
