import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/main/clock';
import { openLab, rejection } from '../main/training/built-lab';
import { endless, expectFailed, faultyLab, workerFailed } from './faulty-lab';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const fault = { kind: 'hang', on: 'play', after: 0 } as const;

/** A clock that ticks only when it is told to. */
function tickingClock() {
  let act = () => {};
  const clock: Clock = {
    now: () => new Date(0),
    every: (_, tick) => {
      const before = act;
      act = () => {
        before();
        tick();
      };
      return () => {};
    },
  };
  return {
    clock,
    tick: (times: number) => {
      for (let i = 0; i < times; i++) act();
    },
  };
}

describe('promise 12: a training worker that hangs', () => {
  test('is ended after two seconds; meanwhile the lab answers', async () => {
    const { api, view, until, events } = await faultyLab(fault, endless);
    const began = performance.now();
    await api.play({});
    for (let i = 0; i < 10; i++) {
      const asked = performance.now();
      expect((await view()).state).toBe('running');
      expect(await api.setSpeed({ stepsPerSecond: i + 1 })).toBeNull();
      await api.change({ change: { kind: 'learning-rate', value: 0.01 + i / 1000 } });
      expect(performance.now() - asked).toBeLessThan(200);
      await sleep(100);
    }
    expectFailed(await until('failed'), 'hang');
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeGreaterThan(1.8);
    expect(seconds).toBeLessThan(4);
    expect(events.at(-1)).toMatchObject({ kind: 'state', state: 'failed' });
  });

  test('rejects a Pause that is waited for', async () => {
    const { api } = await faultyLab(fault, endless);
    await api.play({});
    expect(await rejection(api.pause({}))).toMatchObject(workerFailed('hang'));
  });

  test('is not ended while the laptop sleeps: only ticks of our own timer count', async () => {
    const { clock, tick } = tickingClock();
    const { api, view } = await faultyLab(fault, endless, { clock });
    await api.play({});
    tick(10);
    await sleep(2500);
    tick(9);
    expect((await view()).state).toBe('running');
    tick(3);
    expect((await view()).state).toBe('failed');
  });

  test('is not what the next one is blamed for', async () => {
    const { clock, tick } = tickingClock();
    const { api, view } = await faultyLab(fault, endless, { clock });
    await api.play({});
    tick(21);
    expect((await view()).state).toBe('failed');
    await api.reset({});
    const stepping = api.step({});
    await Promise.resolve().then(() => Promise.resolve());
    tick(1);
    expect(await stepping).toBeNull();
  });

  test('a worker that trains slowly, or rests, is not ended', async () => {
    const { api, view } = await openLab(endless);
    await api.setSpeed({ stepsPerSecond: 1 });
    await api.play({});
    await sleep(2500);
    expect((await view()).state).toBe('running');
    await api.pause({});
    expect((await view()).state).toBe('paused');
  });
});
