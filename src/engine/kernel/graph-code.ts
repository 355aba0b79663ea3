import type { DataLeaves, ParameterLeaves } from '../leaves';
import { opNames, type OpName, ops } from '../ops';
import type { Tape } from '../tape';
import { Functions } from './functions';
import { block, f64, type F64, type I32, type Statement } from './instructions';
import type { Local, WasmFunction } from './module';
import { ZERO } from './training-loop';

/** Additions that a graph which is written out may amount to, about: the compiler's time and the code's size grow with them. */
const MOST = 2500;
/** To how many of them an op amounts that is more than one instruction or two. */
const LONG: Readonly<Partial<Record<OpName, number>>> = {
  ...{ exp: 20, log: 20, tanh: 20, sigmoid: 20, power: 80, powerNotebook: 80 },
};

/** A graph with the leaves that take other numbers from one computation to the next. */
export interface Graph {
  readonly tape: Tape;
  readonly parameters: ParameterLeaves;
  readonly data: DataLeaves;
}

/** Additions that the forward pass through a graph amounts to, about. */
export function additions({ codes }: Tape): number {
  return codes.reduce((sum, code) => {
    const name = opNames[code];
    return sum + ((name && LONG[name]) ?? 1);
  }, 0);
}

/** Whether a graph can be written out node by node. */
export function isShort(tape: Tape): boolean {
  return additions(tape) <= MOST;
}

/** A graph written out in a function, every node in a variable of its own. */
export class GraphCode {
  /** A node's value: a variable, or a constant. */
  readonly values: readonly F64[];
  readonly #graph: Graph;
  readonly #variables: readonly (Local<'f64'> | null)[];
  readonly #functions: Functions;

  constructor(within: WasmFunction, graph: Graph) {
    const { tape, parameters, data } = graph;
    this.#graph = graph;
    this.#functions = new Functions(within);
    const isConstant = tape.codes.map((code) => (code === -1 ? 1 : 0));
    for (const node of [...parameters.nodes, ...data.nodes]) isConstant[node] = 0;
    this.#variables = tape.nodes.map((_, i) => (isConstant[i] === 1 ? null : within.local('f64')));
    this.values = this.#variables.map(
      (variable, i) => variable?.get ?? f64.const(tape.data[i] as number),
    );
  }

  /** In declared order. */
  get parameters(): readonly Local<'f64'>[] {
    return Array.from(this.#graph.parameters.nodes, (node) => this.#variable(node));
  }

  #variable(node: number): Local<'f64'> {
    return this.#variables[node] as Local<'f64'>;
  }

  /**
   * An example's numbers into the data leaves.
   * @param example its offset in a column @param columns address of the first leaf's @param bytes of a column
   */
  leaves(example: I32, columns: number, bytes: number): Statement {
    return block(
      ...Array.from(this.#graph.data.nodes, (node, i) =>
        this.#variable(node).set(f64.load(example, columns + bytes * i)),
      ),
    );
  }

  forward(): Statement {
    const { tape } = this.#graph;
    const nodes = tape.nodes.map((_, i) => {
      const name = opNames[tape.codes[i] as number];
      if (name === undefined) return block();
      return this.#variable(i).set(ops[name].kernel.value(this.operands(i)));
    });
    return block(...nodes);
  }

  operands(i: number) {
    const { first, second } = this.#graph.tape;
    const a = this.values[first[i] as number] as F64;
    return { a, b: this.values[second[i] as number] ?? ZERO, functions: this.#functions };
  }
}
