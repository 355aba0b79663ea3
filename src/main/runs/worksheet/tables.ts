import { brief } from '../../../contract/number-text';
import { enclosed, latexNumber, type StepLatex } from '../../../contract/step-latex';
import type { Optimizer } from '../../../contract/recipe';
import type { Backward, ExampleFigures, StepFigures, Update } from '../step/figures';
import { box, element, escaped, formula, type Markup, sentence } from './markup';

function table(
  kind: string,
  head: readonly Markup[],
  rows: readonly (readonly Markup[])[],
): Markup {
  const line = (cell: 'th' | 'td', cells: readonly Markup[]) =>
    element('tr', {}, ...cells.map((one) => element(cell, {}, one)));
  return element(
    'table',
    { class: kind },
    element('thead', {}, line('th', head)),
    element('tbody', {}, ...rows.map((row) => line('td', row))),
  );
}

/** The edges in backward order, with places for what goes along them. */
export function edgeTable(latex: StepLatex, example: ExampleFigures, answers: boolean): Markup {
  const { edges } = example;
  const shown = (value: number) => (answers ? brief(value) : null);
  const sums = edges.some(({ before, to }, i) => before !== 0 || usedAgain(edges, to, i));
  return table(
    'edges',
    [
      ['', 'from', 'to'],
      ['', 'what arrives', '', '', 'local derivative', '', 'contribution'],
      sums ? ['', 'sum so far'] : [],
    ].flat(),
    edges.map((edge, i) => {
      const { number, node, to, upstream, contribution, before, sum } = edge;
      const adds = before !== 0 || usedAgain(edges, to, i);
      return [
        element('span', { class: 'number-of' }, String(number)),
        formula(latex.name(node)),
        formula(latex.name(to)),
        formula(`${latex.gradient(node)} =`),
        box('upstream', shown(upstream)),
        '×',
        formula(`${latex.slope(node, to)} =`),
        localBox(latex, edge, answers),
        '=',
        box('contribution', shown(contribution)),
        ...(!sums
          ? []
          : adds
            ? [formula(`${latex.gradient(to)} =`), box('sum', shown(sum))]
            : ['', '']),
      ];
    }),
  );
}

function usedAgain(edges: readonly Backward[], to: number, index: number): boolean {
  return edges.some((edge, i) => edge.to === to && i !== index);
}

/** In the answers with the rule that gives it. */
function localBox(latex: StepLatex, { node, operand, local }: Backward, answers: boolean): Markup {
  if (!answers) return box('local', null);
  const [symbols, value] = [latex.symbols(node, operand), latexNumber(local)];
  const equal = symbols === value ? value : `${symbols} = ${value}`;
  return element('span', { class: 'box local' }, formula(String.raw`\displaystyle ${equal}`));
}

const rules: Readonly<Record<Optimizer, string>> = {
  sgd: String.raw`$p \leftarrow p - \eta \cdot g$`,
  momentum: String.raw`$v \leftarrow 0.9 \cdot v + g$ (in the first step $v \leftarrow g$), then $p \leftarrow p - \eta \cdot v$`,
  adam: String.raw`$m \leftarrow 0.9 \cdot m + 0.1 \cdot g$ and $s \leftarrow 0.999 \cdot s + 0.001 \cdot g^2$, then $p \leftarrow p - \dfrac{\eta}{c_1} \cdot \dfrac{m}{\sqrt{s} / \sqrt{c_2} + 10^{-8}}$`,
};

/** How a parameter p with the gradient g moves. */
export function ruleMarkup(optimizer: Optimizer, { updates, head }: StepFigures): Markup {
  const move = updates[0]?.move;
  const corrections =
    move?.kind === 'adam'
      ? String.raw`, with $c_1 = 1 - 0.9^{${head.step}} = ${latexNumber(move.correction1)}$ and $c_2 = 1 - 0.999^{${head.step}} = ${latexNumber(move.correction2)}$`
      : '';
  return sentence(
    `${rules[optimizer]}${corrections}; ${String.raw`$\eta = ${latexNumber(head.learningRate)}$`}.`,
  );
}

/** The parameters, with places for their gradients and for where they go. */
export function updateTable(latex: StepLatex, { updates }: StepFigures, answers: boolean): Markup {
  const shown = (value: number) => (answers ? brief(value) : null);
  const kind = updates[0]?.move.kind ?? 'sgd';
  const kept = { sgd: [], momentum: ['v'], adam: ['m', 's'] }[kind];
  return table(
    'updates',
    [
      'parameter',
      'before',
      ...kept.map((one) => `${formula(one)} before`),
      `gradient ${formula('g')}`,
      ...kept.map((one) => `new ${formula(one)}`),
      'after',
    ],
    updates.map(({ node, before, gradient, after, move }) => {
      const { old, now } = keptBy(move);
      return [
        formula(latex.name(node)),
        ...[before, ...old].map((value) => escaped(value === null ? '—' : brief(value))),
        box('gradient', shown(gradient)),
        ...now.map((value) => box('kept', shown(value))),
        box('after', shown(after)),
      ];
    }),
  );
}

function keptBy(move: Update['move']): {
  readonly old: readonly (number | null)[];
  readonly now: readonly number[];
} {
  switch (move.kind) {
    case 'sgd':
      return { old: [], now: [] };
    case 'momentum':
      return { old: [move.velocityBefore], now: [move.velocity] };
    case 'adam':
      return { old: [move.firstBefore, move.secondBefore], now: [move.first, move.second] };
  }
}

/** The update of each parameter written out, for the answers. */
export function updateLines(latex: StepLatex, { updates }: StepFigures): readonly Markup[] {
  return updates.flatMap(({ node, before, learningRate, gradient, after, move }) => {
    if (move.kind === 'adam') return [];
    const by = move.kind === 'sgd' ? gradient : move.velocity;
    const numbers = `${latexNumber(before)} - ${latexNumber(learningRate)} \\cdot ${enclosed(latexNumber(by))}`;
    return [formula(`${latex.name(node)} \\leftarrow ${numbers} = ${latexNumber(after)}`)];
  });
}
