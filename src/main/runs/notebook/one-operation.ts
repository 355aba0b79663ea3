import { fill } from '../../../contract/graph';
import { latexName } from '../../../engine/describe';
import { type OpName, ops } from '../../../engine/ops';
import type { Tape } from '../../../engine/tape';
import { operation } from '../python/forward';
import { float } from '../python/literals';
import { factor, listed, math, number, partial } from './formulas';

/** The op that shows best what a local derivative is, first. */
const TELLING: readonly OpName[] = [
  ...(['multiply', 'divide', 'square', 'tanh', 'sigmoid', 'exp', 'log', 'sqrt', 'power'] as const),
  ...(['add', 'subtract', 'negate', 'relu', 'abs'] as const),
];

/** How much larger an operand is made, relative to its size. */
const NUDGE = 1e-6;
/** How far the slope that is seen then may be from the derivative, relative to it. */
const TOLERANCE = 1e-3;

/** One operation of a graph, alone. */
export interface OneOperation {
  readonly words: readonly string[];
  readonly code: readonly string[];
}

/** @param tape with the numbers of an example @returns null where no operation shows its local derivatives */
export function oneOperation(tape: Tape): OneOperation | null {
  const shown = tape.nodes.flatMap(({ op }, i) => {
    const operands = tape.operandsOf(i);
    const apart = new Set(operands).size === operands.length;
    return op !== null && TELLING.includes(op) && apart ? [{ op, i, operands }] : [];
  });
  const rank = ({ op }: { op: OpName }) => TELLING.indexOf(op);
  const [first] = [...shown].sort((a, b) => rank(a) - rank(b));
  if (first === undefined) return null;
  const { op, i, operands } = first;
  const row = ops[op];
  const label = (node: number) => tape.nodes[node]?.label ?? '';
  const value = (node: number) => tape.data[node] as number;
  const [a = 0, b = 0] = operands.map(value);
  const out = value(i);
  const slopes = row.local.map((local) => local(a, b, out));
  if (![a, b, out, ...slopes].every(Number.isFinite)) return null;

  const names = [i, ...operands].map((node) => latexName(label(node)));
  const numbers = [out, ...operands.map(value)].map(factor);
  const derivatives = row.slopes.map(({ latex }, k) => {
    const [symbols, digits] = [fill(latex, names), number(slopes[k] as number)];
    const middle = symbols === digits ? '' : `${symbols} = `;
    return math(`${partial(names[0] ?? '', names[k + 1] ?? '')} = ${middle}${digits}`);
  });
  const python = pythonNames([label(i), ...operands.map(label)]);
  const [result = '', ...inputs] = python;
  const nudge = nudged(op, [a, b].slice(0, row.operands), slopes.at(-1) as number);
  const last = inputs.at(-1) ?? '';
  const nudgedCode = operation(op, [...inputs.slice(0, -1), 'nudged']);
  const lastName = names.at(-1) ?? '';
  return {
    words: [
      `Take one operation of the model, with the numbers of the first step: ${math(`${names[0] ?? ''} = ${fill(row.formula.latex, names)} = ${fill(row.formula.latex, numbers)} = ${number(out)}`)}.`,
      `Its local derivative${slopes.length > 1 ? 's say' : ' says'} how much ${math(names[0] ?? '')} changes when what it is computed from changes a little: ${listed(derivatives)}. The backward rule of the operation multiplies what arrives by ${slopes.length > 1 ? 'each of them' : 'it'}.`,
      ...(nudge === null
        ? []
        : [
            `The cell asks \`backward()\` first. Then it looks for itself: it makes ${math(lastName)} a little larger and divides the change of ${math(names[0] ?? '')} by the change of ${math(lastName)}. That is nearly the same number.`,
          ]),
    ],
    code: [
      ...inputs.map((name, k) => `${name} = Value(${float([a, b][k] as number)})`),
      `${result} = ${operation(op, inputs)}`,
      `${result}.backward()`,
      `print("${result}", ${result}.data)`,
      ...inputs.map((name) => `print("gradient of ${name}", ${name}.grad)`),
      ...(nudge === null
        ? []
        : [
            '',
            `nudged = Value(${last}.data + ${float(nudge)})`,
            `print("slope seen", ((${nudgedCode}).data - ${result}.data) / (nudged.data - ${last}.data))`,
          ]),
    ],
  };
}

/** What the last operand is made larger by; null where the slope that is seen would not be the derivative. */
function nudged(op: OpName, operands: readonly number[], slope: number): number | null {
  const { forward } = ops[op];
  const last = operands.at(-1) as number;
  const step = NUDGE * Math.max(1, Math.abs(last));
  const valueAt = (x: number) =>
    operands.length === 2 ? forward(operands[0] as number, x) : forward(x, 0);
  const seen = (valueAt(last + step) - valueAt(last)) / (last + step - last);
  return Math.abs(seen - slope) <= TOLERANCE * Math.abs(slope) + 1e-12 ? step : null;
}

/** The lab's names where they are a letter with or without a number: nothing else in the notebook is called that. */
function pythonNames(labels: readonly string[]): readonly string[] {
  return labels.map((label, i) =>
    /^[a-z](\d+(_\d+)*)?$/.test(label) ? label : (['result', 'left', 'right'][i] as string),
  );
}
