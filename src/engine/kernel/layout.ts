import type { TrainingState } from '../training-state';

/** Where a kernel's numbers stand in memory, in bytes: areas one after the other, each on a boundary of 16. */
export class Layout {
  #end = 0;
  readonly #constants = new Map<number, number>();

  /** Bytes so far. */
  get end(): number {
    return this.#end;
  }

  /** @returns the address of a new area */
  bytes(length: number): number {
    const address = this.#end;
    this.#end = 16 * Math.floor((address + length + 15) / 16);
    return address;
  }

  /** Of so many binary64, and room for one more where that makes them even: two lanes reach over the end. */
  numbers(count: number): number {
    return this.bytes(8 * count);
  }

  /** The address of a constant in two lanes. */
  constant(value: number): number {
    const known = this.#constants.get(value);
    if (known !== undefined) return known;
    const address = this.bytes(16);
    this.#constants.set(value, address);
    return address;
  }

  /** Constants by address. */
  get constants(): ReadonlyMap<number, number> {
    return new Map([...this.#constants].map(([value, address]) => [address, value]));
  }
}

/** Areas that every kernel has. A name without a unit is the address of one binary64. */
export interface Areas {
  readonly learningRate: number;
  readonly epochSum: number;
  readonly lossBelow: number;
  /** Adam's βᵗ. */
  readonly power1: number;
  readonly power2: number;
  /** Of the last step, as its row has them. */
  readonly loss: number;
  readonly epochLoss: number;
  readonly testLoss: number;
  readonly sample: number;
  readonly prediction: number;
  /** i32: the entry of the schedule at which the coming step begins. */
  readonly position: number;
  /** i32: entries of the schedule; after the last comes the first. */
  readonly scheduled: number;
  /** i32: steps to the end of the epoch. */
  readonly untilEpoch: number;
  /** i32: 1 where an epoch was completed. */
  readonly epochs: number;
  /** Binary64 of each parameter, in declared order. */
  readonly parameters: number;
  readonly gradients: number;
  readonly first: number;
  readonly second: number;
  /** 16 bytes a gate: not all 0 where it let a gradient through in this epoch, or in the last. */
  readonly open: number;
  readonly wasOpen: number;
  /** The end of what changes from step to step, which begins at 0. */
  readonly stateEnd: number;
  /** Copies of that: as a call found it, and a whole stretch. */
  readonly backup: number;
  readonly anchor: number;
  /** The parameters before the last step. */
  readonly before: number;
  /** Binary64 by column of the rows: least and greatest of what was recorded in a call; the last of its epochs' losses. */
  readonly least: number;
  readonly greatest: number;
  readonly last: number;
  /** Binary64 of all examples: data leaf by data leaf. */
  readonly examples: number;
  /** i32 of each entry: index of an example from 0. */
  readonly schedule: number;
  /** The losses of a batch's examples, with room for three before them. */
  readonly losses: number;
  /** Those of the test examples, with room for three behind them. */
  readonly testLosses: number;
}

/** Entries of a schedule of random draws at the least. */
const SCHEDULE = 8192;
const SPARE_LOSSES = 4;

export function areasOf(layout: Layout, state: TrainingState): Areas {
  const { parameters, gates, row, data, examples, sampler } = state;
  const one = () => layout.numbers(1);
  const each = () => layout.numbers(parameters.names.length);
  const column = () => layout.numbers(row.length);
  const changing = {
    learningRate: one(),
    epochSum: one(),
    lossBelow: one(),
    power1: one(),
    power2: one(),
    loss: one(),
    epochLoss: one(),
    testLoss: one(),
    sample: one(),
    prediction: one(),
    position: one(),
    scheduled: one(),
    untilEpoch: one(),
    epochs: one(),
    parameters: each(),
    gradients: each(),
    first: each(),
    second: each(),
    open: layout.bytes(16 * gates.count),
    wasOpen: layout.bytes(16 * gates.count),
  };
  const stateEnd = layout.end;
  return {
    ...changing,
    stateEnd,
    backup: layout.bytes(stateEnd),
    anchor: layout.bytes(stateEnd),
    before: each(),
    least: column(),
    greatest: column(),
    last: column(),
    examples: layout.numbers(data.nodes.length * examples.count),
    schedule: layout.bytes(4 * scheduleLength(sampler.count)),
    losses: layout.numbers(sampler.size + SPARE_LOSSES) + 8 * SPARE_LOSSES,
    testLosses: layout.numbers(examples.count - examples.training + SPARE_LOSSES),
  };
}

/** Entries there is room for: whole epochs. */
export function scheduleLength(examples: number): number {
  return examples * -Math.floor(-SCHEDULE / examples);
}
