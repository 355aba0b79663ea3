import { describe, expect, test } from 'vitest';
import { Pace } from '../../../src/main/training/pace';

const LIMIT = 64;

/** When steps were due if one looked every `ms` milliseconds, from `from` up to `to`. */
function dueTimes(pace: Pace, speed: number, from: number, to: number, ms = 10): number[] {
  const times: number[] = [];
  for (let now = from; now < to; now += ms) {
    for (let due = pace.due(now, speed, LIMIT); due > 0; due--) times.push(now);
  }
  return times;
}

describe('the pace', () => {
  test('at one step a second is one at once and then one a second', () => {
    expect(dueTimes(new Pace(0), 1, 0, 3500)).toEqual([0, 1000, 2000, 3000]);
  });

  test('at 50 steps a second is even', () => {
    const times = dueTimes(new Pace(0), 50, 0, 1000, 5);
    expect(times).toHaveLength(50);
    expect(times.every((time, i) => time === i * 20)).toBe(true);
  });

  test('at 30,000 steps a second is kept by taking several at a time', () => {
    expect(dueTimes(new Pace(0), 30_000, 0, 1000, 1).length).toBeCloseTo(30_000, -2);
  });

  test('as fast as possible takes as many as fit in a chunk, and never waits', () => {
    const pace = new Pace(0);
    expect(pace.due(0, Number.POSITIVE_INFINITY, LIMIT)).toBe(LIMIT);
    expect(pace.due(0, Number.POSITIVE_INFINITY, LIMIT)).toBe(LIMIT);
    expect(pace.wait(0, Number.POSITIVE_INFINITY)).toBe(0);
  });

  test('of a new speed begins at once, whatever the old one owed', () => {
    const pace = new Pace(0);
    expect(dueTimes(pace, 1, 0, 300)).toEqual([0]);
    expect(dueTimes(pace, 10, 300, 600)).toEqual([300, 400, 500]);
    expect(pace.due(600, Number.POSITIVE_INFINITY, LIMIT)).toBe(LIMIT);
    expect(dueTimes(pace, 1, 610, 2000)).toEqual([610, 1610]);
  });

  test('does not make up for steps that a slow or sleeping machine missed', () => {
    const pace = new Pace(0);
    pace.due(0, 10, LIMIT);
    expect(pace.due(3_600_000, 10, LIMIT)).toBe(LIMIT);
    expect(dueTimes(pace, 10, 3_600_000, 3_601_000).length).toBeLessThanOrEqual(11);
  });

  test('waits at most 10 ms, so that Pause is seen, and no longer than until the next step', () => {
    const pace = new Pace(0);
    pace.due(0, 1, LIMIT);
    expect(pace.wait(0, 1)).toBe(10);
    expect(pace.wait(994, 1)).toBe(6);
    expect(pace.wait(2000, 1)).toBe(0);
  });

  test('is measured over half a second', () => {
    const pace = new Pace(0);
    pace.took(100, 100);
    expect(pace.stepsPerSecond).toBeNull();
    pace.took(400, 500);
    expect(pace.stepsPerSecond).toBe(1000);
    pace.took(100, 1000);
    expect(pace.stepsPerSecond).toBe(200);
  });
});
