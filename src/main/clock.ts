/** Time as the lab is given it. */
export interface Clock {
  readonly now: () => Date;
  /** Calls `tick` every `ms` milliseconds until the function returned is called. */
  readonly every: (ms: number, tick: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    // The lab's own timers never keep a process alive.
    timer.unref();
    return () => clearInterval(timer);
  },
};
