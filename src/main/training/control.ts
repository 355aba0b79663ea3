/**
 * The words that the session and its worker share while training: the worker looks at them between chunks, so that
 * neither waits for a message. Only the session writes, but for the beat.
 */
const WORD = { stop: 0, sequence: 1, beat: 2 } as const;
const INTS = 4;
const NUMBERS_AT = INTS * Int32Array.BYTES_PER_ELEMENT;

export class Control {
  readonly #words: Int32Array;
  /** [learning rate, steps a second] */
  readonly #numbers: Float64Array;

  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(NUMBERS_AT + 16)) {
    this.#words = new Int32Array(buffer, 0, INTS);
    this.#numbers = new Float64Array(buffer, NUMBERS_AT, 2);
  }

  get stopped(): boolean {
    return Atomics.load(this.#words, WORD.stop) === 1;
  }

  setStopped(stopped: boolean): void {
    Atomics.store(this.#words, WORD.stop, stopped ? 1 : 0);
  }

  beat(): void {
    Atomics.add(this.#words, WORD.beat, 1);
  }

  get beats(): number {
    return Atomics.load(this.#words, WORD.beat);
  }

  /** Changes whenever setNumbers was called. */
  get sequence(): number {
    return Atomics.load(this.#words, WORD.sequence);
  }

  /** The sequence counter is odd while the numbers are being written, so that a reader never takes half of a pair. */
  setNumbers(learningRate: number, speed: number): void {
    Atomics.add(this.#words, WORD.sequence, 1);
    this.#numbers[0] = learningRate;
    this.#numbers[1] = speed;
    Atomics.add(this.#words, WORD.sequence, 1);
  }

  /** The numbers, with the sequence counter at which they hold. */
  numbers(): { sequence: number; learningRate: number; speed: number } {
    for (;;) {
      const sequence = this.sequence;
      const [learningRate = 0, speed = 0] = this.#numbers;
      if (sequence % 2 === 0 && sequence === this.sequence)
        return { sequence, learningRate, speed };
    }
  }
}
