/** Milliseconds between two looks at the beat. */
export const TICK_MS = 100;
/** Looks without a beat after which a worker counts as hung: 2 s in which our own timer ticked, so not a sleeping laptop. */
const PATIENCE_TICKS = 20;

/** Notices a worker that stands still while something is expected of it. */
export class Watchdog {
  #beats = -1;
  #silent = 0;

  /** To be called every TICK_MS. @returns true when the worker counts as hung */
  tick(expected: boolean, beats: number): boolean {
    if (!expected || beats !== this.#beats) {
      this.#beats = beats;
      this.#silent = 0;
      return false;
    }
    this.#silent += 1;
    return this.#silent >= PATIENCE_TICKS;
  }
}
