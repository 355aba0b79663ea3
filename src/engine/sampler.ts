import type { Sampling } from '../contract/recipe';
import type { Mt19937 } from './mt19937';

export interface SamplerState {
  readonly batch: readonly number[];
  /** Shared, never changed. */
  readonly order: readonly number[];
  readonly next: number;
  readonly random: Uint32Array | null;
}

/**
 * Says which examples each step takes, as indices from 0.
 * One at a time: in order 0, 1, …, N − 1, 0, … or drawn with replacement as Python's `randint(0, N − 1)` (for the integers 1 … 3
 * the same draws as the seminar's `randint(1, 3)`). Mini-batches: consecutive slices of 0 … N − 1, which at random is
 * shuffled at the start of every epoch, from its natural order, as Python's `shuffle` does. A full batch draws nothing.
 */
export class Sampler {
  /** The examples the coming step takes. */
  batch: readonly number[] = [];
  readonly #random: Mt19937 | null;
  /** Batches of one, by example: a step allocates nothing. */
  readonly #singles: readonly (readonly number[])[];
  #order: readonly number[];
  /** Place in the order at which the step after the coming one begins. */
  #next = 0;

  /**
   * @param size examples a step takes, 1 … count
   * @param random the run's stream, from which everything that comes before the samples was drawn
   */
  constructor(
    sampling: Sampling,
    readonly count: number,
    readonly size: number,
    random: Mt19937,
  ) {
    const draws = sampling === 'random' && (size === 1 || size < count);
    this.#random = draws ? random : null;
    this.#order = Array.from({ length: count }, (_, i) => i);
    this.#singles = this.#order.map((i) => [i]);
    this.next();
  }

  next(): void {
    if (this.#next >= this.count) this.#next = 0;
    if (this.size === 1) {
      const index = this.#random ? this.#random.below(this.count) : this.#next++;
      this.batch = this.#singles[index] as readonly number[];
      return;
    }
    if (this.#next === 0 && this.#random) this.#order = this.#random.shuffled(this.count);
    this.batch = this.#order.slice(this.#next, this.#next + this.size);
    this.#next += this.size;
  }

  /** Whether the samples are drawn at random. */
  get draws(): boolean {
    return this.#random !== null;
  }

  /** Where nothing is drawn: all examples as they are taken, and the place among them at which the coming step begins. */
  get inOrder(): readonly number[] {
    return this.#order;
  }

  get position(): number {
    return this.#next - this.size;
  }

  /** As so many calls of `next`. */
  skip(steps: number): void {
    if (this.#random) {
      for (let i = 0; i < steps; i++) this.next();
      return;
    }
    if (steps === 0) return;
    const batches = -Math.floor(-this.count / this.size);
    const batch = (this.position / this.size + steps - 1) % batches;
    this.#next = (batch + 1) * this.size;
    this.next();
  }

  /**
   * As so many calls of `next`: writes the examples of these steps, from the coming one on, into `entries`.
   * @returns how many entries that were
   */
  writeInto(entries: Int32Array, steps: number): number {
    if (this.size === 1 && this.#random) {
      let index = this.batch[0] as number;
      for (let i = 0; i < steps; i++) {
        entries[i] = index;
        index = this.#random.below(this.count);
      }
      this.batch = this.#singles[index] as readonly number[];
      // As after each single draw.
      if (this.#next >= this.count) this.#next = 0;
      return steps;
    }
    let length = 0;
    for (let i = 0; i < steps; i++) {
      for (const index of this.batch) entries[length++] = index;
      this.next();
    }
    return length;
  }

  save(): SamplerState {
    return {
      batch: this.batch,
      order: this.#order,
      next: this.#next,
      random: this.#random?.save() ?? null,
    };
  }

  restore(state: SamplerState): void {
    this.batch = state.batch;
    this.#order = state.order;
    this.#next = state.next;
    if (state.random) this.#random?.restore(state.random);
  }
}
