/** Time as the lab is given it. */
export interface Clock {
  /** Calls `tick` every `ms` milliseconds until the function returned is called. */
  readonly every: (ms: number, tick: () => void) => () => void;
}

export const systemClock: Clock = {
  every(ms, tick) {
    const timer = setInterval(tick, ms);
    // The lab's own timers never keep a process alive.
    timer.unref();
    return () => clearInterval(timer);
  },
};
