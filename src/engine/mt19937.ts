const N = 624;
const M = 397;

/**
 * The Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded and read as CPython's `random` module does, so that
 * one seed gives the same draws here and in Python.
 */
export class Mt19937 {
  readonly #words = new Uint32Array(N);
  #next = N;

  /** `random.seed(seed)`: init_by_array over the seed's 32-bit words, lowest first. seed: an integer, 0 … 2⁵³ − 1. */
  constructor(seed: number) {
    const high = Math.floor(seed / 4294967296);
    const key = high > 0 ? [seed >>> 0, high] : [seed >>> 0];
    const words = this.#words;
    this.#fill(19650218);
    let i = 1;
    let j = 0;
    for (let k = N; k > 0; k--) {
      words[i] = (this.#mix(i, 1664525) + (key[j] as number) + j) >>> 0;
      if (++i >= N) {
        words[0] = words[N - 1] as number;
        i = 1;
      }
      j = (j + 1) % key.length;
    }
    for (let k = N - 1; k > 0; k--) {
      words[i] = (this.#mix(i, 1566083941) - i) >>> 0;
      if (++i >= N) {
        words[0] = words[N - 1] as number;
        i = 1;
      }
    }
    words[0] = 0x80000000;
  }

  /** init_genrand */
  #fill(seed: number): void {
    const words = this.#words;
    words[0] = seed;
    for (let i = 1; i < N; i++) {
      const previous = words[i - 1] as number;
      words[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  #mix(i: number, factor: number): number {
    const previous = this.#words[i - 1] as number;
    return ((this.#words[i] as number) ^ Math.imul(previous ^ (previous >>> 30), factor)) >>> 0;
  }

  #twist(): void {
    const words = this.#words;
    // Word i of the new state comes from words i, i + 1 and i + M of the old or, past its end, of the new.
    for (let i = 0; i < N - M; i++) words[i] = twisted(words, i, i + 1, i + M);
    for (let i = N - M; i < N - 1; i++) words[i] = twisted(words, i, i + 1, i + M - N);
    words[N - 1] = twisted(words, N - 1, 0, M - 1);
    this.#next = 0;
  }

  /** The next 32 bits, as an unsigned integer. */
  word(): number {
    if (this.#next === N) this.#twist();
    let y = this.#words[this.#next++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** `random.random()`: uniform in [0, 1) with 53 bits. */
  random(): number {
    const a = this.word() >>> 5;
    const b = this.word() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  /** `random._randbelow(n)`: uniform in 0 … n − 1 by drawing n's number of bits until below n. 1 ≤ n < 2³². */
  below(n: number): number {
    const shift = Math.clz32(n);
    let draw = this.word() >>> shift;
    while (draw >= n) draw = this.word() >>> shift;
    return draw;
  }

  /** `random.randint(low, high)`: uniform in low … high, both included. */
  randint(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** `random.shuffle(list(range(count)))`: the shuffled list. */
  shuffled(count: number): number[] {
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = order[i] as number;
      order[i] = order[j] as number;
      order[j] = held;
    }
    return order;
  }

  save(): Uint32Array {
    const state = new Uint32Array(N + 1);
    state.set(this.#words);
    state[N] = this.#next;
    return state;
  }

  restore(state: Uint32Array): void {
    this.#words.set(state.subarray(0, N));
    this.#next = state[N] as number;
  }
}

function twisted(words: Uint32Array, i: number, next: number, far: number): number {
  const y = ((words[i] as number) & 0x80000000) | ((words[next] as number) & 0x7fffffff);
  return (words[far] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
}
