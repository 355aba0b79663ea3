import type { MicroEvent } from '../../../contract/explanation';
import { fill } from '../../../contract/graph';
import { latexName } from '../../../engine/describe';
import { type OpName, ops } from '../../../engine/ops';
import type { Tape } from '../../../engine/tape';
import { enclosed, factor, math, number } from './formulas';

export type Backward = Extract<MicroEvent, { readonly kind: 'backward' }>;

/** What a node on the tape is called, in LaTeX. */
export function nameOf(tape: Tape, node: number): string {
  return latexName(tape.nodes[node]?.label ?? '');
}

/** How a node was computed: symbols, then numbers, then the value. */
export function forwardWords(tape: Tape, node: number, op: OpName): string {
  const parts = [node, ...tape.operandsOf(node)];
  const formula = ops[op].formula.latex;
  const symbols = parts.map((part) => nameOf(tape, part));
  const numbers = parts.map((part) => factor(tape.data[part] as number));
  const equal = [symbols[0] ?? '', fill(formula, symbols), fill(formula, numbers)];
  return math([...equal, number(tape.data[node] as number)].join(' = '));
}

/** What goes along an edge: what arrives, times the local derivative. */
export function edgeWords(tape: Tape, edge: Backward, op: OpName): string {
  const { node, operand, to, upstream, local, contribution, before, sum } = edge;
  const names = [node, ...tape.operandsOf(node)].map((part) => nameOf(tape, part));
  const symbols = fill(ops[op].slopes[operand]?.latex ?? '', names);
  const product = `${factor(upstream)} \\cdot ${enclosed(local)} = ${number(contribution)}`;
  return [
    `${math(`${nameOf(tape, node)} \\to ${nameOf(tape, to)}`)}: ${math(product)}`,
    ...(symbols === number(local) ? [] : [`since ${math(`${symbols} = ${number(local)}`)}`]),
    ...(before === 0
      ? []
      : [
          `together with what was there ${math(`${number(before)} + ${enclosed(contribution)} = ${number(sum)}`)}`,
        ]),
  ].join(', ');
}
