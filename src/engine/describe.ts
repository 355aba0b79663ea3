import type { Graph, NodeRole, Notation } from '../contract/graph';
import type { Model } from './model';
import { opNames, ops } from './ops';
import type { Tape } from './tape';
import type { Value } from './value';

/** The graph's structure, for drawing: nodes in the tape's order. */
export function describeGraph(model: Model, tape: Tape): Graph {
  return describeNodes(model, tape, [...tape.nodes.keys()]);
}

/** Some of its nodes, likewise; operands and order are the whole graph's. */
export function describeNodes(model: Model, tape: Tape, indices: readonly number[]): Graph {
  const { nodes } = tape;
  const roles = new Map<Value, NodeRole>();
  for (const node of model.parameters) roles.set(node, 'parameter');
  for (const { node } of model.data) roles.set(node, 'data');
  for (const node of model.inputs) roles.set(node, 'input');
  return indices.map((index) => {
    const node = nodes[index] as Value;
    return {
      name: node.label,
      latex: latexName(node.label),
      role: node.op === null ? (roles.get(node) ?? 'constant') : 'operation',
      op: node.op,
      symbol: node.op === null ? null : ops[node.op].symbol,
      operands: tape.operandsOf(index),
      order: nodes.length - index,
    };
  });
}

/** How the ops are written. */
export const notation: Notation = Object.fromEntries(
  opNames.map((name) => [name, { formula: ops[name].formula, slopes: ops[name].slopes }]),
);

/** Edges of a graph: operands, each as often as it is used. */
export function countEdges(tape: Tape): number {
  return tape.nodes.reduce((sum, node) => sum + node.operands.length, 0);
}

/**
 * A node's name in LaTeX: one letter as it is, a trailing number as an index, an MLP's w2_3_1 as w with its layer above and
 * its place below, a word upright, what follows an underscore as its index. It holds no backslash before a punctuation mark,
 * which Markdown would take for its own.
 */
export function latexName(label: string): string {
  const minus = label.startsWith('−') ? '-' : '';
  const name = label.slice(minus.length);
  if (/^[0-9.e+-]*$/i.test(name)) return minus + name;
  if (/^\|.*\|$/.test(name)) return `${minus}|${latexName(name.slice(1, -1))}|`;
  const mlp = /^([a-z])([0-9]+)_([0-9]+(?:_[0-9]+)*)$/.exec(name);
  if (mlp)
    return `${minus}${mlp[1] ?? ''}^{(${mlp[2] ?? ''})}_{${(mlp[3] ?? '').replaceAll('_', ',')}}`;
  const indexed = /^(\p{L})_?([0-9]+)$/u.exec(name);
  if (indexed) return `${minus}${latexWord(indexed[1] ?? '')}_{${indexed[2] ?? ''}}`;
  const [base = '', ...indices] = name.split('_');
  if (indices.length === 0 || base === '' || indices.includes('')) return minus + latexWord(name);
  return `${minus}${latexWord(base)}_{${indices.map(latexWord).join(',')}}`;
}

/** A word of a name. Beyond Latin and Greek it is text, which mathematics has no letters for. */
function latexWord(word: string): string {
  if (word === 'ŷ') return String.raw`\hat y`;
  if (/^([A-Za-z\u0391-\u03c9]|[0-9]+)$/.test(word)) return word;
  const upright = /^[\w\u0391-\u03c9]*$/.test(word) ? 'mathrm' : 'text';
  return `\\${upright}{${word.replaceAll('_', String.raw`\underline{\phantom{x}}`)}}`;
}
