import type { Recipe } from '../../contract/recipe';
import type { Examples } from '../datasets';
import { CHUNK, type ForwardProgram, layeredForward, straightForward } from './forward-program';
import { type Graph, isShort } from './graph-code';
import { webAssembly } from './web-assembly';
import { type Compiled, workspace } from './workspace';

/** What a graph's program is made from. */
export interface ForwardSource extends Graph {
  readonly recipe: Recipe;
  readonly examples: Examples;
}

function programOf(source: ForwardSource): ForwardProgram | null {
  const { recipe, tape, examples } = source;
  if (recipe.model === 'mlp') return layeredForward(source, recipe, examples);
  return isShort(tape) ? straightForward(source) : null;
}

/** Computes a graph's root for many examples in generated WebAssembly: what the tape gives, in every bit. */
export class ForwardKernel {
  readonly #graph: Graph;
  readonly #program: ForwardProgram;
  readonly #compiled: Compiled<'run'>;

  /** Null for a graph that is too long to be written out, and where the machine cannot compile it. */
  static compiled(source: ForwardSource): ForwardKernel | null {
    const program = programOf(source);
    if (!program) return null;
    try {
      return new ForwardKernel(source, program);
    } catch (error) {
      if (error instanceof webAssembly.CompileError) return null;
      throw error;
    }
  }

  private constructor(graph: Graph, program: ForwardProgram) {
    this.#graph = graph;
    this.#program = program;
    this.#compiled = workspace.compiled(program.module);
  }

  /** Not while another kernel is at work. */
  get ready(): boolean {
    return !workspace.busy;
  }

  /**
   * At the parameters as they stand on the tape.
   * @param columns the numbers of each data leaf, example by example
   * @param results takes the root's value of each example
   */
  run(columns: readonly Float64Array[], results: Float64Array): void {
    this.#write();
    const { length } = results;
    for (let from = 0; from < length; from += CHUNK) {
      const count = Math.min(CHUNK, length - from);
      for (let leaf = 0; leaf < columns.length; leaf++) {
        const column = (columns[leaf] as Float64Array).subarray(from, from + count);
        workspace.numbers.set(column, this.#program.columns / 8 + CHUNK * leaf);
      }
      this.#compiled.run(count);
      results.set(this.#view(this.#program.results, count), from);
    }
  }

  #write(): void {
    const { parameters, constants, bytes } = this.#program;
    if (!workspace.claim(this, bytes)) {
      for (const [address, value] of constants) this.#view(address, 2).fill(value);
    }
    const { tape, parameters: leaves } = this.#graph;
    leaves.readInto(tape.data, this.#view(parameters, leaves.names.length));
  }

  #view(address: number, count: number): Float64Array {
    return workspace.numbers.subarray(address / 8, address / 8 + count);
  }
}
