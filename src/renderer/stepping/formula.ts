import type { Explanation, MicroEvent } from '../../contract/explanation';
import { fill, type Formula, type GraphNode } from '../../contract/graph';
import { brief } from '../format';
import type { Moment } from './moment';

/** A calculation as mathematics: symbols, then numbers, then what comes out. */
export interface Derivation {
  /** LaTeX up to the last equals sign. */
  readonly latex: string;
  readonly result: string;
}

/** Names and numbers of one step, as text and as LaTeX. */
export class StepNotation {
  readonly #head: Explanation;

  constructor(head: Explanation) {
    this.#head = head;
  }

  node(index: number): GraphNode {
    const node = this.#head.graph[index];
    if (!node) throw new RangeError(`There is no node ${index}.`);
    return node;
  }

  name(index: number): string {
    return this.node(index).name;
  }

  /** The root's short name: L for a loss. */
  get root(): string {
    const name = this.name(this.#head.root);
    return name === 'loss' ? 'L' : name;
  }

  /** ∂L/∂w, as text. */
  gradient(index: number): string {
    return `∂${this.root}/∂${this.#short(index)}`;
  }

  /** ∂a/∂w, as text. */
  slope(node: number, to: number): string {
    return `∂${this.#short(node)}/∂${this.#short(to)}`;
  }

  /** The operation written with names: x × w. */
  symbols(index: number): string {
    return this.#filled(index, this.#formula(index)?.text ?? '', (i) => this.name(i));
  }

  /** The local derivative along an edge, written with names. */
  slopeSymbols(node: number, operand: number): string {
    return this.#filled(node, this.#slope(node, operand)?.text ?? '', (i) => this.name(i));
  }

  /** The operation or local derivative in the numbers of a moment. */
  numbers(index: number, { data }: Moment, operand?: number): string {
    const formula = operand === undefined ? this.#formula(index) : this.#slope(index, operand);
    return this.#filled(index, formula?.text ?? '', (i) => brief(data[i] ?? NaN));
  }

  /** Null for a calculation that has no formula. */
  derivation(event: MicroEvent, moment: Moment): Derivation | null {
    const number = (i: number) => latexNumber(moment.data[i] ?? NaN);
    const latex = (i: number) => this.#latex(i);
    switch (event.kind) {
      case 'forward': {
        const template = this.#formula(event.node)?.latex ?? '';
        const symbols = this.#filled(event.node, template, latex);
        const substituted = this.#filled(event.node, template, number);
        return {
          latex: `${this.#latex(event.node)} = ${symbols} = ${substituted}`,
          result: latexNumber(event.value),
        };
      }
      case 'seed':
        return { latex: this.#gradientLatex(event.node), result: latexNumber(event.value) };
      case 'backward': {
        const { node, operand, to, upstream, local, contribution } = event;
        const here = this.#gradientLatex(to);
        const above = this.#gradientLatex(node);
        const slope = String.raw`\partial ${this.#latex(node)}/\partial ${this.#latex(to)}`;
        const rule = this.#filled(node, this.#slope(node, operand)?.latex ?? '', latex);
        const product = String.raw`${latexNumber(upstream)} \times ${enclosed(latexNumber(local))}`;
        return {
          latex: String.raw`${here} = ${above} \cdot ${slope} = ${above} \cdot ${enclosed(rule)} = ${product}`,
          result: latexNumber(contribution),
        };
      }
      case 'update':
        return this.#update(event);
      default:
        return null;
    }
  }

  #update(event: Extract<MicroEvent, { kind: 'update' }>): Derivation {
    const { node, before, learningRate, gradient, after, move } = event;
    const name = this.#latex(node);
    const start = String.raw`${name} \leftarrow ${name} - `;
    const eta = latexNumber(learningRate);
    const value = latexNumber(before);
    const result = latexNumber(after);
    switch (move.kind) {
      case 'sgd': {
        const symbols = String.raw`\eta \cdot ${this.#gradientLatex(node)}`;
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

  #short(index: number): string {
    return index === this.#head.root ? this.root : this.name(index);
  }

  #latex(index: number): string {
    const node = this.node(index);
    return node.name === 'loss' ? 'L' : node.latex;
  }

  #gradientLatex(index: number): string {
    return String.raw`\partial ${this.#latex(this.#head.root)}/\partial ${this.#latex(index)}`;
  }

  #formula(index: number): Formula | undefined {
    return this.#head.notation[this.node(index).op ?? '']?.formula;
  }

  #slope(index: number, operand: number): Formula | undefined {
    return this.#head.notation[this.node(index).op ?? '']?.slopes[operand];
  }

  #filled(index: number, template: string, write: (node: number) => string): string {
    return fill(template, [write(index), ...this.node(index).operands.map(write)]);
  }
}

/** Six digits; 1e-7 as a power of ten. */
export function latexNumber(value: number): string {
  if (Number.isNaN(value)) return String.raw`\text{not defined}`;
  const [digits = '', exponent] = brief(value).replaceAll('−', '-').split('e');
  const plain = digits.replace('∞', String.raw`\infty`);
  return exponent === undefined ? plain : String.raw`${plain} \cdot 10^{${exponent}}`;
}

function enclosed(latex: string): string {
  return /^-|[^{(] [-+] /.test(latex) ? `(${latex})` : latex;
}
