import type { Examples } from './datasets';
import type { Model } from './model';
import type { Tape } from './tape';

/** The leaves of a tape that take an example's numbers. A leaf that the root does not depend on has no place there. */
export class DataLeaves {
  readonly nodes: Int32Array;
  readonly #columns: readonly Float64Array[];

  constructor(model: Model, tape: Tape, examples: Examples) {
    const leaves = model.data.filter(({ node }) => tape.has(node));
    this.nodes = Int32Array.from(leaves, ({ node }) => tape.indexOf(node));
    this.#columns = leaves.map(({ column }) => examples.columns[column] as Float64Array);
  }

  /** What leaf i takes, example by example. */
  column(i: number): Float64Array {
    return this.#columns[i] as Float64Array;
  }

  /** Writes example `index` into the tape's data, or another array of as many numbers. */
  set(data: Float64Array, index: number): void {
    for (let i = 0; i < this.nodes.length; i++) {
      data[this.nodes[i] as number] = (this.#columns[i] as Float64Array)[index] as number;
    }
  }
}

/** The leaves that are trained, in declared order. */
export class ParameterLeaves {
  readonly nodes: Int32Array;
  readonly names: readonly string[];
  /** Their values after the last committed update, or the initial ones before the first. */
  readonly committed: Float64Array;
  readonly #isParameter: Uint8Array;

  constructor(model: Model, tape: Tape) {
    const leaves = model.parameters.filter((node) => tape.has(node));
    this.nodes = Int32Array.from(leaves, (node) => tape.indexOf(node));
    this.names = leaves.map((node) => node.label);
    this.committed = Float64Array.from(leaves, (node) => node.data);
    this.#isParameter = new Uint8Array(tape.nodes.length);
    for (const node of this.nodes) this.#isParameter[node] = 1;
  }

  /** Their numbers out of the tape's data or gradients. */
  read(numbers: Float64Array): Float64Array {
    return Float64Array.from(this.nodes, (node) => numbers[node] as number);
  }

  /** As `read`, into an array that there is. */
  readInto(numbers: Float64Array, values: Float64Array): void {
    for (let i = 0; i < this.nodes.length; i++) {
      values[i] = numbers[this.nodes[i] as number] as number;
    }
  }

  write(numbers: Float64Array, values: Float64Array): void {
    for (let i = 0; i < this.nodes.length; i++) {
      numbers[this.nodes[i] as number] = values[i] as number;
    }
  }

  zero(grad: Float64Array): void {
    for (const node of this.nodes) grad[node] = 0;
  }

  zeroOthers(grad: Float64Array): void {
    for (let i = 0; i < grad.length; i++) if (this.#isParameter[i] === 0) grad[i] = 0;
  }
}
