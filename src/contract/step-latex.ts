import type { Explanation, MicroEvent } from './explanation';
import { fill } from './graph';
import { brief } from './number-text';
import { formulaOf, StepNotation, type Values } from './step-notation';

/** A calculation as mathematics: symbols, then numbers, then what comes out. */
export interface Derivation {
  /** LaTeX up to the last equals sign. */
  readonly latex: string;
  readonly result: string;
}

type Backward = Extract<MicroEvent, { kind: 'backward' }>;
type Update = Extract<MicroEvent, { kind: 'update' }>;

/** How derivatives are written. */
export interface LatexStyle {
  /** ∂of/∂by */
  readonly partial: (of: string, by: string) => string;
  /** What the gradients are gradients of; null: the node that backward starts from. */
  readonly total: string | null;
}

/** ∂L/∂w */
export const inOneLine: LatexStyle = {
  partial: (of, by) => String.raw`\partial ${of}/\partial ${by}`,
  total: null,
};

/** Names and calculations of one step, as LaTeX. */
export class StepLatex {
  readonly #head: Explanation;
  readonly #style: LatexStyle;
  readonly #root: string;
  /** What gradients are of. */
  readonly #of: string;

  constructor(head: Explanation, style = inOneLine) {
    this.#head = head;
    this.#style = style;
    const notation = new StepNotation(head);
    const { latex, name } = notation.node(head.root);
    this.#root = notation.root === name ? latex : notation.root;
    this.#of = notation.of === notation.root ? this.#root : notation.of;
  }

  name(index: number): string {
    return index === this.#head.root ? this.#root : (this.#head.graph[index]?.latex ?? '');
  }

  /** ∂L/∂w */
  gradient(index: number): string {
    return this.#style.partial(this.#style.total ?? enclosed(this.#of), enclosed(this.name(index)));
  }

  /** ∂a/∂w */
  slope(node: number, to: number): string {
    return this.#style.partial(enclosed(this.name(node)), enclosed(this.name(to)));
  }

  /** The operation written with names, or the local derivative with respect to an operand. */
  symbols(index: number, operand?: number): string {
    return this.#filled(index, operand, (i) => this.name(i));
  }

  /** The same in the numbers of a moment. */
  numbers(index: number, { data }: Values, operand?: number): string {
    return this.#filled(index, operand, (i) => latexNumber(data[i] ?? NaN));
  }

  /** A calculation on one line; null for one that has no formula. */
  derivation(event: MicroEvent, values: Values): Derivation | null {
    switch (event.kind) {
      case 'forward': {
        const { node, value } = event;
        const equal = [this.name(node), this.symbols(node), this.numbers(node, values)];
        return { latex: equal.join(' = '), result: latexNumber(value) };
      }
      case 'seed':
        return { latex: this.gradient(event.node), result: latexNumber(event.value) };
      case 'backward':
        return this.#backward(event);
      case 'update':
        return this.#update(event);
      default:
        return null;
    }
  }

  #backward({ node, operand, to, upstream, local, contribution }: Backward): Derivation {
    const above = this.gradient(node);
    const equal = [
      this.gradient(to),
      String.raw`${above} \cdot ${this.slope(node, to)}`,
      String.raw`${above} \cdot ${enclosed(this.symbols(node, operand))}`,
      String.raw`${latexNumber(upstream)} \times ${enclosed(latexNumber(local))}`,
    ];
    return { latex: equal.join(' = '), result: latexNumber(contribution) };
  }

  #update({ node, before, learningRate, gradient, after, move }: Update): Derivation {
    const name = this.name(node);
    const start = String.raw`${name} \leftarrow ${name} - `;
    const eta = latexNumber(learningRate);
    const value = latexNumber(before);
    const result = latexNumber(after);
    switch (move.kind) {
      case 'sgd': {
        const symbols = String.raw`\eta \cdot ${this.gradient(node)}`;
        const numbers = String.raw`${value} - ${eta} \times ${enclosed(latexNumber(gradient))}`;
        return { latex: `${start}${symbols} = ${numbers}`, result };
      }
      case 'momentum': {
        const numbers = String.raw`${value} - ${eta} \times ${enclosed(latexNumber(move.velocity))}`;
        return { latex: String.raw`${start}\eta \cdot v = ${numbers}`, result };
      }
      case 'adam': {
        const { first, second, correction1, correction2 } = move;
        const symbols = String.raw`\frac{\eta}{c_1} \cdot \frac{m}{\sqrt{s}/\sqrt{c_2} + \epsilon}`;
        const numbers = String.raw`${value} - \frac{${eta}}{${latexNumber(correction1)}} \cdot \frac{${latexNumber(first)}}{\sqrt{${latexNumber(second)}}/\sqrt{${latexNumber(correction2)}} + \epsilon}`;
        return { latex: `${start}${symbols} = ${numbers}`, result };
      }
    }
  }

  #filled(index: number, operand: number | undefined, write: (node: number) => string): string {
    const template = formulaOf(this.#head, index, operand)?.latex ?? '';
    const operands = this.#head.graph[index]?.operands ?? [];
    return fill(template, [write(index), ...operands.map(write)]);
  }
}

/** Six digits; 1e-7 as a power of ten. */
export function latexNumber(value: number): string {
  if (Number.isNaN(value)) return String.raw`\text{not defined}`;
  const [digits = '', exponent] = brief(value).replaceAll('−', '-').split('e');
  const plain = digits.replace('∞', String.raw`\infty`);
  return exponent === undefined ? plain : String.raw`${plain} \cdot 10^{${exponent}}`;
}

/** In parentheses, where a factor needs them. */
export function enclosed(latex: string): string {
  return /^-|[^{(] [-+] /.test(latex) ? `(${latex})` : latex;
}
