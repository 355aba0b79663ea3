import type { Model } from '../../../engine/model';
import type { OpName } from '../../../engine/ops';
import type { Tape } from '../../../engine/tape';
import { float } from '../python/literals';

/** Code that stands for a number, and how firmly its parts hold together. */
interface Written {
  readonly code: string;
  readonly strength: number;
  /** Python's own float, not a tensor. */
  readonly plain?: boolean;
  /** How many operations it is made of, one inside the other. */
  readonly depth: number;
}

const SUM = 1;
const PRODUCT = 2;
const NEGATION = 3;
const POWER = 4;
const ATOM = 5;
/** Operations without a name are written into those that use them, up to this depth. */
const DEEPEST = 8;
/** A line that starts the next one is easier to read. */
const LONGEST = 80;

/** What a graph is written with. */
export interface GraphCode {
  /** Of each node on the tape, for its own line. */
  readonly names: readonly string[];
  /** Of each leaf that is trained, in the function that is written. */
  readonly trained: ReadonlyMap<number, string>;
  /** Whether each operation that others use keeps its gradient. */
  readonly keeps: boolean;
}

/**
 * A graph in PyTorch's operations, one line for each node that has a name, the last of which returns the root.
 * `example` holds the numbers of a batch's examples, an example a row.
 */
export function graphLines(model: Model, tape: Tape, { names, trained, keeps }: GraphCode) {
  const columns = new Map(model.data.map(({ node, column }) => [node, column]));
  const root = tape.nodes.length - 1;
  const uses = new Map<number, number>();
  tape.nodes.forEach((_, i) => {
    for (const operand of tape.operandsOf(i)) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  });
  const inputs: string[] = [];
  const lines: string[] = [];
  const named = (i: number, code: string): Written => {
    lines.push(`${names[i] as string} = ${code}`);
    return { code: names[i] as string, strength: ATOM, depth: 0 };
  };
  const written: Written[] = [];
  tape.nodes.forEach((node, i) => {
    const column = columns.get(node);
    const attribute = trained.get(i);
    if (column !== undefined) {
      inputs.push(`${names[i] as string} = example[:, ${column}]`);
      written.push({ code: names[i] as string, strength: ATOM, depth: 0 });
    } else if (attribute !== undefined) written.push({ code: attribute, strength: ATOM, depth: 0 });
    else if (node.op === null) written.push(constant(node.data));
    else {
      const operands = tape.operandsOf(i).map((operand) => written[operand] as Written);
      const made = operation(node.op, operands);
      const value =
        keeps && i !== root ? { ...made, code: `keep(${made.code})`, strength: ATOM } : made;
      const short = value.depth <= DEEPEST && value.code.length <= LONGEST;
      const inside = /^v\d+$/.test(node.label) && uses.get(i) === 1 && short;
      written.push(inside ? value : named(i, value.code));
    }
  });
  const { code, plain } = written[root] as Written;
  return [...inputs, ...lines, `return ${plain ? `torch.tensor(${code})` : code}`];
}

function constant(value: number): Written {
  const code = float(value);
  return { code, strength: code.startsWith('-') ? NEGATION : ATOM, plain: true, depth: 0 };
}

/** Of a number that is Python's own, a tensor. */
function tensor(one: Written): Written {
  return one.plain ? { code: `torch.tensor(${one.code})`, strength: ATOM, depth: 1 } : one;
}

const binary: Partial<Record<OpName, readonly [symbol: string, strength: number]>> = {
  add: ['+', SUM],
  subtract: ['-', SUM],
  multiply: ['*', PRODUCT],
  divide: ['/', PRODUCT],
  power: ['**', POWER],
};

function operation(op: OpName, [a, b]: readonly Written[]): Written {
  if (a === undefined) throw new Error(`${op} has no operand.`);
  const depth = Math.max(a.depth, b?.depth ?? 0) + 1;
  const symbol = binary[op];
  if (symbol && b) {
    const [sign, strength] = symbol;
    // A power groups from the right, everything else from the left.
    const [left, right] = op === 'power' ? [strength + 1, strength] : [strength, strength + 1];
    const first = b.plain ? tensor(a) : a;
    return { code: `${inside(first, left)} ${sign} ${inside(b, right)}`, strength, depth };
  }
  const z = tensor(a);
  switch (op) {
    case 'negate':
      return { code: `-${inside(z, NEGATION)}`, strength: NEGATION, depth };
    case 'square':
      return { code: `${inside(z, ATOM)} ** 2`, strength: POWER, depth };
    case 'absNotebook':
      return { code: `AbsWithoutBackward.apply(${z.code})`, strength: ATOM, depth };
    case 'powerNotebook':
      throw new Error('The notebook’s pow is no part of a graph that is trained.');
    default:
      return { code: `torch.${op}(${z.code})`, strength: ATOM, depth };
  }
}

/** In parentheses where what stands around it would take it apart. */
function inside({ code, strength }: Written, atLeast: number): string {
  return strength < atLeast ? `(${code})` : code;
}
