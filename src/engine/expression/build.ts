import { ops } from '../ops';
import { apply, Value } from '../value';
import type { Instruction } from './program';

export interface Assignment {
  /** Null for a line without a name. */
  readonly name: string | null;
  readonly program: readonly Instruction[];
}

/** A graph built from an expression. */
export interface BuiltGraph {
  /** The loss if there is one, else the value of the last line. */
  readonly root: Value;
  /** Every free and assigned name, and v1, v2, … for operations without one. Constants are not listed. */
  readonly nodes: ReadonlyMap<string, Value>;
}

/**
 * Builds the graph in the order written. A free name is one leaf however often it is used. A line's outermost operation or
 * constant gets the line's name as its label; a line that only repeats a name (c = a) makes no node, and c is a second name of
 * a's. Other constants are labelled by their text, other operations v1, v2, … in evaluation order, passing over names in use.
 * @param leafOf called once for each free name, where it is used first
 */
export function buildGraph(
  assignments: readonly Assignment[],
  taken: ReadonlySet<string>,
  leafOf: (name: string) => Value,
): BuiltGraph {
  const nodes = new Map<string, Value>();
  let counter = 0;
  const nextLabel = () => {
    do counter++;
    while (taken.has(`v${counter}`));
    return `v${counter}`;
  };
  let last: Value | undefined;
  for (const { name, program } of assignments) {
    const stack: Value[] = [];
    program.forEach((instruction, i) => {
      const ownLabel = i === program.length - 1 ? name : null;
      if (instruction.kind === 'name') {
        const known = nodes.get(instruction.name) ?? leafOf(instruction.name);
        nodes.set(instruction.name, known);
        stack.push(known);
      } else if (instruction.kind === 'constant') {
        stack.push(new Value(instruction.value, null, [], ownLabel ?? instruction.label));
      } else {
        const operands = stack.splice(-ops[instruction.op].operands);
        const label = ownLabel ?? nextLabel();
        const node = apply(instruction.op, ...operands).named(label);
        nodes.set(label, node);
        stack.push(node);
      }
    });
    last = stack.at(-1);
    if (name !== null && last) nodes.set(name, last);
  }
  const hasLoss = assignments.some(({ name }) => name === 'loss');
  const root = hasLoss ? nodes.get('loss') : last;
  if (!root) throw new Error('An expression has at least one line.');
  return { root, nodes };
}
