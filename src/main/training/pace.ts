/** Milliseconds over which the speed shown is averaged. */
const WINDOW_MS = 500;
/** Milliseconds a slow run sleeps at most, so that Pause and a new speed are seen at once. */
const NAP_MS = 10;

/** Says how many steps are due at a wanted speed, and how fast training really goes. Times in milliseconds. */
export class Pace {
  /** Measured; null until it has been measured for a while. */
  stepsPerSecond: number | null = null;
  #speed = Number.NaN;
  /** When the next step is due at the present speed. */
  #next = 0;
  #windowStart: number;
  #windowSteps = 0;

  constructor(now: number) {
    this.#windowStart = now;
  }

  /** Steps due now, at most `limit`. The first step of a new speed is due at once. */
  due(now: number, speed: number, limit: number): number {
    if (speed !== this.#speed) {
      this.#speed = speed;
      this.#next = now;
    }
    if (speed === Number.POSITIVE_INFINITY) return limit;
    if (now < this.#next) return 0;
    const interval = 1000 / speed;
    const count = Math.min(limit, Math.floor((now - this.#next) / interval) + 1);
    this.#next += count * interval;
    // A machine too slow for the wanted speed does not owe the missed steps.
    if (now - this.#next > 1000) this.#next = now;
    return count;
  }

  wait(now: number, speed: number): number {
    return speed === Number.POSITIVE_INFINITY ? 0 : Math.min(NAP_MS, Math.max(0, this.#next - now));
  }

  took(steps: number, now: number): void {
    this.#windowSteps += steps;
    const elapsed = now - this.#windowStart;
    if (elapsed < WINDOW_MS) return;
    this.stepsPerSecond = (this.#windowSteps * 1000) / elapsed;
    this.#windowSteps = 0;
    this.#windowStart = now;
  }
}
