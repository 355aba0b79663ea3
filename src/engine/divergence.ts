import type { Divergence } from '../contract/run-document';
import { ops } from './ops';
import type { Tape } from './tape';

/** What the divergence search needs of a trainer whose step failed; its tape is as the failed pass left it. */
export interface FailedStep {
  readonly tape: Tape;
  /** Training examples of the step that were computed forward. */
  readonly batch: readonly number[];
  readonly setExample: (index: number) => void;
  /** Of the batch. */
  readonly loss: number;
  readonly parameters: Int32Array;
  /** Where the optimiser would have moved them, as far as it came. */
  readonly updated: Float64Array;
}

/**
 * The first node, in evaluation order, that was not finite: forward through the graph of each example, their loss, backward,
 * then the new parameters. Overwrites the tape's data.
 */
export function firstNotFinite(failed: FailedStep): Omit<Divergence, 'step'> {
  const { tape, loss, parameters, updated } = failed;
  const { nodes, data, grad } = tape;
  const named = (index: number) => ({ node: nodes[index]?.label ?? '' });
  for (const example of failed.batch) {
    failed.setExample(example);
    tape.forward();
    const index = data.findIndex((value) => !Number.isFinite(value));
    if (index < 0) continue;
    const domain = outsideDomain(tape, index);
    return domain ? { ...named(index), domain } : named(index);
  }
  if (!Number.isFinite(loss)) return named(nodes.length - 1);
  const relevant = dependsOn(tape, parameters);
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (relevant[i] === 1 && !Number.isFinite(grad[i])) return named(i);
  }
  const moved = updated.findIndex((value) => !Number.isFinite(value));
  return named(parameters[moved] ?? -1);
}

/** The op and its operands' values, where they lie outside the op's domain; undefined where the result just overflowed. */
function outsideDomain(tape: Tape, index: number): Divergence['domain'] {
  const { op } = tape.nodes[index] ?? {};
  if (op === undefined || op === null) return undefined;
  const operands = tape.operandsOf(index).map((operand) => tape.data[operand] as number);
  const { defined } = ops[op];
  if (!defined || defined(operands[0] as number, operands[1] ?? 0)) return undefined;
  return { op, operands };
}

/** Which nodes have one of these among what they are computed from, or are one: only their gradients reach an update. */
export function dependsOn(tape: Tape, leaves: Int32Array): Uint8Array {
  const depends = new Uint8Array(tape.nodes.length);
  for (const leaf of leaves) depends[leaf] = 1;
  for (let i = 0; i < depends.length; i++) {
    if (tape.operandsOf(i).some((operand) => depends[operand] === 1)) depends[i] = 1;
  }
  return depends;
}

/** Which nodes, not finite, leave no finite root. */
export function shownByRoot(tape: Tape): Uint8Array {
  const shown = new Uint8Array(tape.nodes.length);
  shown[shown.length - 1] = 1;
  for (let i = shown.length - 1; i >= 0; i--) {
    const { op } = tape.nodes[i] ?? {};
    if (shown[i] === 0 || op === undefined || op === null || !ops[op].passesOnInfinity) continue;
    for (const operand of tape.operandsOf(i)) shown[operand] = 1;
  }
  return shown;
}
