import { ForwardKernel, type ForwardSource } from './kernel/forward-kernel';
import { additions } from './kernel/graph-code';

/** Computations of nodes by the tape in the time in which a kernel is made: some milliseconds. */
const FEW = 300_000;
/** Additions of a kernel in the time in which the tape computes a node, about. */
const QUICKER = 15;

/**
 * Computes a graph's root for many examples: by a kernel where that is worth its while, else by the tape, which gives the same
 * bits.
 */
export class ForwardPass {
  /** What one example takes, in computations of a node by the tape, about. */
  readonly work: number;
  readonly #source: ForwardSource;
  readonly #kernel: ForwardKernel | null;

  /** @param wanted examples, in all calls together, about */
  constructor(source: ForwardSource, wanted: number) {
    const nodes = source.tape.nodes.length;
    this.#source = source;
    this.#kernel = nodes * wanted < FEW ? null : ForwardKernel.compiled(source);
    this.work = this.#kernel ? additions(source.tape) / QUICKER : nodes;
  }

  /** Whether a kernel computes it, unless another one is at work. */
  get byKernel(): boolean {
    return this.#kernel !== null;
  }

  /**
   * At the parameters as they stand on the tape.
   * @param columns the numbers of each data leaf, example by example
   * @param results takes the root's value of each example
   */
  run(columns: readonly Float64Array[], results: Float64Array): void {
    if (this.#kernel?.ready) this.#kernel.run(columns, results);
    else this.#byTape(columns, results);
  }

  #byTape(columns: readonly Float64Array[], results: Float64Array): void {
    const { tape, data } = this.#source;
    for (let i = 0; i < results.length; i++) {
      for (let leaf = 0; leaf < columns.length; leaf++) {
        tape.data[data.nodes[leaf] as number] = (columns[leaf] as Float64Array)[i] as number;
      }
      tape.forward();
      results[i] = tape.data[tape.data.length - 1] as number;
    }
  }
}
