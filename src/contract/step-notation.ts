import type { Explanation } from './explanation';
import { fill, type Formula, type GraphNode } from './graph';
import { brief } from './number-text';

/** The graph's values at some moment, by node number. */
export interface Values {
  readonly data: Float64Array;
}

/** Names and calculations of one step, as text. */
export class StepNotation {
  /** The root's short name: L for a loss, unless another node is called that. */
  readonly root: string;
  /** What gradients are of: the root, or the loss behind a neuron that alone is explained. */
  readonly of: string;
  readonly #head: Explanation;

  constructor(head: Explanation) {
    this.#head = head;
    const name = this.name(head.root);
    const taken = head.graph.some((node) => node.name === 'L');
    this.root = name === 'loss' && !taken ? 'L' : name;
    this.of = head.scope === null ? this.root : 'L';
  }

  node(index: number): GraphNode {
    const node = this.#head.graph[index];
    if (!node) throw new RangeError(`There is no node ${index}.`);
    return node;
  }

  name(index: number): string {
    return this.node(index).name;
  }

  /** ∂L/∂w */
  gradient(index: number): string {
    return `∂${this.of}/∂${this.#short(index)}`;
  }

  /** ∂a/∂w */
  slope(node: number, to: number): string {
    return `∂${this.#short(node)}/∂${this.#short(to)}`;
  }

  /** The operation written with names: x × w. */
  symbols(index: number): string {
    return this.#filled(index, formulaOf(this.#head, index)?.text ?? '', (i) => this.name(i));
  }

  /** The local derivative along an edge, written with names. */
  slopeSymbols(node: number, operand: number): string {
    const slope = formulaOf(this.#head, node, operand);
    return this.#filled(node, slope?.text ?? '', (i) => this.name(i));
  }

  /** The operation or local derivative in the numbers of a moment. */
  numbers(index: number, { data }: Values, operand?: number): string {
    const formula = formulaOf(this.#head, index, operand);
    return this.#filled(index, formula?.text ?? '', (i) => brief(data[i] ?? NaN));
  }

  #short(index: number): string {
    return index === this.#head.root ? this.root : this.name(index);
  }

  #filled(index: number, template: string, write: (node: number) => string): string {
    return fill(template, [write(index), ...this.node(index).operands.map(write)]);
  }
}

/** How a node's operation is written, or its local derivative with respect to an operand. */
export function formulaOf(
  { graph, notation }: Explanation,
  index: number,
  operand?: number,
): Formula | undefined {
  const op = notation[graph[index]?.op ?? ''];
  return operand === undefined ? op?.formula : op?.slopes[operand];
}
