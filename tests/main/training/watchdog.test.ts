import { describe, expect, test } from 'vitest';
import { TICK_MS, Watchdog } from '../../../src/main/training/watchdog';

/** Ticks until the watchdog calls the worker hung. */
function ticksUntilHung(watchdog: Watchdog, beats: number): number {
  for (let ticks = 1; ticks <= 1000; ticks++) if (watchdog.tick(true, beats)) return ticks;
  return Number.POSITIVE_INFINITY;
}

describe('promise 12: the watchdog', () => {
  test('calls a worker hung after two seconds of its own ticks without a beat', () => {
    const watchdog = new Watchdog();
    watchdog.tick(true, 5);
    expect(ticksUntilHung(watchdog, 5) * TICK_MS).toBe(2000);
  });

  test('begins anew with every beat', () => {
    const watchdog = new Watchdog();
    for (let beats = 0; beats < 5; beats++) {
      for (let tick = 0; tick < 20; tick++) expect(watchdog.tick(true, beats)).toBe(false);
    }
    expect(ticksUntilHung(watchdog, 5)).toBe(21);
  });

  test('waits for nothing while nothing is expected, and from then on in full', () => {
    const watchdog = new Watchdog();
    for (let tick = 0; tick < 100; tick++) expect(watchdog.tick(false, 3)).toBe(false);
    expect(ticksUntilHung(watchdog, 3)).toBe(20);
  });

  test('counts ticks and not time, so a laptop that slept is forgiven', () => {
    // A closed lid stops our timer too: one tick before, one after.
    const watchdog = new Watchdog();
    watchdog.tick(true, 7);
    expect(watchdog.tick(true, 7)).toBe(false);
    expect(watchdog.tick(true, 8)).toBe(false);
  });
});
