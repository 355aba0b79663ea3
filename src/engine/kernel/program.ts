import type { Areas } from './layout';

/** A training loop as a WebAssembly module, and where its numbers stand. */
export interface Program {
  /**
   * Exports `run(steps)` and `record(steps)`, which also keeps least, greatest and last of each column. Both give the steps
   * that were committed: fewer than asked for where a number was not finite, or an epoch's loss was below the bound. After
   * fewer, what memory holds of the state is of no use.
   */
  readonly module: Uint8Array<ArrayBuffer>;
  readonly areas: Areas;
  /** Constants by address, each in two lanes. */
  readonly constants: ReadonlyMap<number, number>;
  /** Bytes of memory it needs. */
  readonly bytes: number;
}
