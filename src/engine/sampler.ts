import type { Sampling } from '../contract/recipe';
import { Mt19937 } from './mt19937';

export interface SamplerState {
  readonly index: number;
  readonly random: Uint32Array | null;
}

/**
 * Says which example each step takes: in order 0, 1, …, N − 1, 0, … or drawn with replacement as Python's
 * `randint(0, N − 1)` (for the integers 1 … 3 the same draws as the seminar's `randint(1, 3)`).
 */
export class Sampler {
  /** The example the coming step takes, an index from 0. */
  index: number;
  readonly #random: Mt19937 | null;

  constructor(
    sampling: Sampling,
    readonly count: number,
    seed: number,
  ) {
    this.#random = sampling === 'random' ? new Mt19937(seed) : null;
    this.index = this.#random ? this.#random.below(count) : 0;
  }

  next(): void {
    if (this.#random) this.index = this.#random.below(this.count);
    else this.index = this.index + 1 === this.count ? 0 : this.index + 1;
  }

  save(): SamplerState {
    return { index: this.index, random: this.#random?.save() ?? null };
  }

  restore(state: SamplerState): void {
    this.index = state.index;
    if (state.random) this.#random?.restore(state.random);
  }
}
