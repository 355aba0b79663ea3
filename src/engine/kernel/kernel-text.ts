import type { Functions } from './functions';
import type { F64 } from './instructions';

/** What an op's kernel text is written with. Operands are variables or constants: reading one twice costs nothing. */
export interface Operands {
  readonly a: F64;
  /** Where there are two. */
  readonly b: F64;
  readonly functions: Functions;
}

/** …and what its backward rule sees besides. */
export interface Upstream extends Operands {
  readonly out: F64;
  /** The node's own gradient. */
  readonly g: F64;
}

/** An op in WebAssembly: its value, and what flows back along each edge (local derivative × g). */
export interface KernelText {
  readonly value: (operands: Operands) => F64;
  readonly flows: readonly ((upstream: Upstream) => F64)[];
}
