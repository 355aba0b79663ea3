import { type Op, opNames, ops } from './ops';
import { topologicalOrder } from './topology';
import type { Value } from './value';

const LEAF = -1;
const NO_OPERAND = -1;
const opTable: readonly Op[] = opNames.map((name) => ops[name]);

/**
 * A graph as flat arrays, in the seminar's topological order (the root is last): the same arithmetic as the Value
 * objects, in the same order, without an allocation a pass.
 */
export class Tape {
  /** The nodes it was traced from; index i on the tape is node i. */
  readonly nodes: readonly Value[];
  /** Row of the op table, or −1 for a leaf. */
  readonly codes: Int32Array;
  /** Operands' indices, or −1 where there is none. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly data: Float64Array;
  readonly grad: Float64Array;
  readonly #index: ReadonlyMap<Value, number>;

  constructor(root: Value) {
    this.nodes = topologicalOrder(root, (node) => node.operands);
    this.#index = new Map(this.nodes.map((node, i) => [node, i]));
    const indices = (operand: 0 | 1) =>
      Int32Array.from(this.nodes, (node) => {
        const value = node.operands[operand];
        return value === undefined ? NO_OPERAND : this.indexOf(value);
      });
    this.codes = Int32Array.from(this.nodes, (node) =>
      node.op === null ? LEAF : opNames.indexOf(node.op),
    );
    this.first = indices(0);
    this.second = indices(1);
    this.data = Float64Array.from(this.nodes, (node) => node.data);
    this.grad = new Float64Array(this.nodes.length);
  }

  /** @throws when the node is not on this tape */
  indexOf(node: Value): number {
    const index = this.#index.get(node);
    if (index === undefined) throw new Error(`The node ${node.label} is not part of this graph.`);
    return index;
  }

  has(node: Value): boolean {
    return this.#index.has(node);
  }

  /** Indices of a node's operands. */
  operandsOf(index: number): readonly number[] {
    return [this.first[index], this.second[index]].filter(
      (operand) => operand !== undefined && operand !== NO_OPERAND,
    ) as number[];
  }

  /** Computes every node from the leaves' data. @param data the tape's own, or another array of as many numbers */
  forward(data = this.data): void {
    const { codes, first, second } = this;
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i] as number;
      if (code === LEAF) continue;
      const b = second[i] as number;
      data[i] = (opTable[code] as Op).forward(
        data[first[i] as number] as number,
        b === NO_OPERAND ? 0 : (data[b] as number),
      );
    }
  }

  /**
   * Adds the root's gradients to `grad`, which the caller zeroed as far as it should be.
   * @param seed the root's own gradient: 1, or its share in the mean of a batch
   */
  backward(seed = 1): void {
    const { codes, first, second, data, grad } = this;
    // A root that is a leaf is a trained one: what the batch's other examples gave it stays.
    const root = codes.length - 1;
    grad[root] = codes[root] === LEAF ? (grad[root] as number) + seed : seed;
    for (let i = codes.length - 1; i >= 0; i--) {
      const code = codes[i] as number;
      if (code === LEAF) continue;
      const { local } = opTable[code] as Op;
      const a = first[i] as number;
      const b = second[i] as number;
      const dataA = data[a] as number;
      const dataB = b === NO_OPERAND ? 0 : (data[b] as number);
      const out = data[i] as number;
      const upstream = grad[i] as number;
      const byFirst = local[0];
      if (byFirst) grad[a] = (grad[a] as number) + byFirst(dataA, dataB, out) * upstream;
      const bySecond = local[1];
      if (bySecond) grad[b] = (grad[b] as number) + bySecond(dataA, dataB, out) * upstream;
    }
  }
}
