import { sumsLosses } from '../../../engine/batch-pass';
import type { Explanation } from '../../../contract/explanation';
import type { Graph } from '../../../contract/graph';
import type { Recipe } from '../../../contract/recipe';
import { latexNumber } from '../../../contract/step-latex';
import { listed, math } from '../notebook/formulas';
import type { Backward, ExampleFigures, Forward } from '../step/figures';
import { givenWords } from '../step/step-words';
import { type Calculations, equation } from './calculations';

/** Nodes up to which the topological order is written out. */
const MOST_IN_ORDER = 40;
/** Losses up to which a batch's is written out. */
const MOST_LOSSES = 8;

/** A formula on lines of its own. */
export const display = (latex: string) => `$$\n${latex}\n$$`;

/** The part of an example's passes that is written out: edges in backward order, operations in forward order. */
export interface WrittenPart {
  readonly edges: readonly Backward[];
  readonly forward: readonly Forward[];
}

/** Of a long pass the first edges, those of a node all or none, and the operations that they lead through. */
export function writtenPart({ edges, forward }: ExampleFigures, most: number): WrittenPart {
  if (edges.length <= most) return { edges, forward };
  const cut = edges[most]?.node;
  const first = edges.slice(0, most).filter(({ node }) => node !== cut);
  const nodes = new Set(first.map(({ node }) => node));
  return { edges: first, forward: forward.filter(({ node }) => nodes.has(node)) };
}

/** An example whose passes are written out. */
export interface Passage {
  readonly calculations: Calculations;
  readonly head: Explanation;
  readonly example: ExampleFigures;
  readonly part: WrittenPart;
  /** The example of the batch that was gone through before it, counted from 1 in the training examples; null: none. */
  readonly earlier: number | null;
}

/** Both passes of an example. */
export function passParagraphs(passage: Passage): readonly string[] {
  const { calculations, head, example, earlier } = passage;
  if (head.batch.length === 1) return [...forward(passage, '##'), ...backward(passage, '##')];
  const given = givenWords(calculations.latex, example);
  const going =
    earlier === null
      ? 'The lab goes through the batch from its last example to the first, so this one comes first.'
      : `The parameters’ gradients go on from what example ${earlier} gave.`;
  return [
    `## Example ${example.sample}`,
    `${given.length > 0 ? `Here ${listed(given)}. ` : ''}${going}`,
    ...forward(passage, '###'),
    ...backward(passage, '###'),
  ];
}

/** Values from the leaves to the root, and the root's. */
function forward({ calculations, head, example, part }: Passage, heading: string): string[] {
  if (head.reused) {
    const { latex } = calculations;
    const loss = `${latex.name(head.root)} = ${latexNumber(example.data[head.root] ?? Number.NaN)}`;
    return [
      `${heading} Forward pass`,
      `There is none: the nodes keep the values of the first step, whatever the parameters are by now. So ${math(loss)}, as before.`,
    ];
  }
  const formulas = (some: readonly Forward[]) =>
    some.map((one) => display(calculations.forward(one, example)));
  const root = part.forward.filter(({ node }) => node === head.root);
  const others = part.forward.filter(({ node }) => node !== head.root);
  const whole = example.forward.length === part.forward.length;
  const loss = head.graph[head.root]?.name === 'loss';
  return [
    ...(others.length === 0
      ? []
      : [
          `${heading} Forward pass`,
          whole
            ? 'Every node is computed from its children, from the leaves on.'
            : `Every node is computed from its children. Here are the last ${part.forward.length} of ${example.forward.length} operations; what they begin from stands in the table at the end.`,
          ...formulas(others),
        ]),
    ...(root.length === 0 ? [] : [`${heading} ${loss ? 'Loss' : 'Result'}`, ...formulas(root)]),
  ];
}

/** Gradients from the root to the leaves, edge by edge. */
function backward(passage: Passage, heading: string): string[] {
  const { calculations, head, example, part } = passage;
  const { latex } = calculations;
  const name = (node: number) => math(latex.name(node));
  const uses = countUses(example.edges);
  const came = new Map<number, number>();
  return [
    `${heading} Backward pass`,
    ...beginning(passage),
    ...part.edges.flatMap((edge) => {
      const { node, operand, to, number, before } = edge;
      const times = uses.get(to) ?? 1;
      const place = (came.get(to) ?? 0) + 1;
      came.set(to, place);
      const gathers = head.batch.length > 1 && head.graph[to]?.role === 'parameter';
      const whole = times === 1 && before === 0 && !gathers;
      const operands = head.graph[node]?.operands ?? [];
      const twice = new Set(operands).size < operands.length;
      const words = [
        `**Edge ${number} of ${example.edges.length}:** ${name(node)} to ${name(to)}`,
        twice ? `, its ${operand === 0 ? 'first' : 'second'} operand` : '',
        place === 1 ? calculations.role(to) : '',
        times > 1 ? `; contribution ${place} of ${times}` : '',
      ];
      return [
        words.join(''),
        display(calculations.contribution(edge, example, whole)),
        ...(whole ? [] : [display(calculations.sum(edge))]),
      ];
    }),
  ];
}

/** Where backward begins, and how it goes on. */
function beginning({ calculations: { latex }, head, example }: Passage): string[] {
  const { root, batch, graph } = head;
  const { seed, edges } = example;
  const name = math(latex.name(root));
  const inFull = seed.value === 1;
  const order = [...graph.keys()].filter((node) => node <= root).reverse();
  return [
    batch.length > 1
      ? `This example’s ${name} counts ${inFull ? 'in full' : `one part in ${batch.length}`} in ${math('L_B')}: that is where backward begins.`
      : `${name} changes with itself one to one: that is where backward begins.`,
    display(
      equation([
        latex.gradient(root),
        inFull ? '1' : String.raw`\frac{1}{${batch.length}}`,
        latexNumber(seed.value),
      ]),
    ),
    ...(seed.sum === seed.value
      ? []
      : [display(String.raw`${latex.gradient(root)} \leftarrow ${latexNumber(seed.sum)}`)]),
    ...(edges.length === 0
      ? []
      : [
          'From there it goes through the graph in reverse topological order. Along each edge, what arrives at a node, times how much that node changes with its child, is added to the gradient of the child.',
          ...(order.length > MOST_IN_ORDER
            ? []
            : [`The order: ${order.map((node) => math(latex.name(node))).join(', ')}.`]),
          ...noteWords(graph),
        ]),
  ];
}

/** Contributions that each node gets. */
function countUses(edges: readonly Backward[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const { to } of edges) times.set(to, (times.get(to) ?? 0) + 1);
  return times;
}

const notes: Readonly<Record<string, string>> = {
  relu: 'Square brackets stand for 1 where what is in them holds, else 0; at 0 the derivative of ReLU is taken as 0.',
  abs: String.raw`$\mathrm{sign}$ is 1 where its argument is positive, −1 where it is negative, and 0 at 0.`,
  absNotebook:
    'The absolute value has no backward rule, as the notebook wrote it: nothing flows through it, so it has no edge.',
  powerNotebook:
    'A power is as the notebook wrote it: its rule for the exponent lacks the factor log of the base.',
};

/** What is unusual about the rules of this graph. */
function noteWords(graph: Graph): string[] {
  const used = new Set(graph.map(({ op }) => op));
  const words = Object.entries(notes).flatMap(([op, note]) => (used.has(op) ? [note] : []));
  return words.length === 0 ? [] : [words.join(' ')];
}

/** What the losses of several examples come to. */
export function batchLossParagraphs(
  recipe: Recipe,
  losses: readonly number[],
  loss: number,
): readonly string[] {
  const kind = sumsLosses(recipe) ? 'sum' : 'mean';
  const sum = losses.map((one) => latexNumber(one)).join(' + ');
  const written = kind === 'sum' ? sum : String.raw`\frac{${sum}}{${losses.length}}`;
  return [
    '## Loss of the batch',
    `${math('L_B')} is the ${kind} of the losses of ${losses.length === 2 ? 'both' : `all ${losses.length}`} examples.`,
    display(
      losses.length <= MOST_LOSSES
        ? `L_B = ${written} = ${latexNumber(loss)}`
        : `L_B = ${latexNumber(loss)}`,
    ),
  ];
}
