import type { Explanation } from '../../../contract/explanation';
import { enclosed, latexNumber, StepLatex } from '../../../contract/step-latex';
import type { Backward, ExampleFigures, Forward } from '../step/figures';

/** Terms between equals signs; of those that follow each other and look alike only the first. */
export function equation(terms: readonly string[]): string {
  const looks = terms.map((term) => term.replaceAll(/\\(left|right)\b/g, ''));
  return terms.filter((_, i) => looks[i] !== looks[i - 1]).join(' = ');
}

/** A step's calculations as formulas: in symbols, with numbers, and what comes out. */
export class Calculations {
  readonly latex: StepLatex;
  readonly #head: Explanation;

  /** @param total what the gradients are gradients of; null: the node that backward starts from */
  constructor(head: Explanation, total: string | null) {
    this.#head = head;
    const partial = (of: string, by: string) => String.raw`\frac{\partial ${of}}{\partial ${by}}`;
    this.latex = new StepLatex(head, { partial, total });
  }

  /** a = x·w = 1·0 = 0 */
  forward({ node, value }: Forward, example: ExampleFigures): string {
    const { latex } = this;
    return equation([
      latex.name(node),
      latex.symbols(node),
      latex.numbers(node, example),
      latexNumber(value),
    ]);
  }

  /** What goes along an edge. @param whole whether it is all that its end gets */
  contribution(edge: Backward, example: ExampleFigures, whole: boolean): string {
    const { latex } = this;
    const { node, operand, to, upstream, local, contribution } = edge;
    const above = latex.gradient(node);
    const times = (factor: string) => `${latexNumber(upstream)} \\cdot ${enclosed(factor)}`;
    return equation([
      ...(whole ? [latex.gradient(to)] : []),
      String.raw`${above} \cdot ${latex.slope(node, to)}`,
      String.raw`${above} \cdot ${enclosed(latex.symbols(node, operand))}`,
      times(latex.numbers(node, example, operand)),
      times(latexNumber(local)),
      latexNumber(contribution),
    ]);
  }

  /** The running sum at the end of an edge. */
  sum({ to, before, contribution, sum }: Backward): string {
    const added = `${latexNumber(before)} + ${enclosed(latexNumber(contribution))}`;
    return `${this.latex.gradient(to)} \\leftarrow ${equation([added, latexNumber(sum)])}`;
  }

  /** What a node is, where that says what its gradient is for. */
  role(node: number): string {
    const { role } = this.#head.graph[node] ?? {};
    if (role === 'data') return ' (data: it is not updated)';
    if (role === 'constant') return ' (a constant: it is not updated)';
    return role === 'input' ? ' (a given value: it is not updated)' : '';
  }
}
