import { expect, test } from 'vitest';
import { toBase64 } from '../../src/contract/base64';
import type { MicroEvent } from '../../src/contract/explanation';
import type { LabApi } from '../../src/contract/lab-api';
import { Stepper } from '../../src/renderer/stepping/stepper.svelte';

/** A run that stands at a step; each explanation is answered when the test says so, or at once. */
function stepped({ committed = 5, slow = false } = {}) {
  const run = { committed, number: 1, edited: null as Promise<void> | null };
  const waiting: (() => void)[] = [];
  const explain: LabApi['explain'] = async ({ step, view, example, scope }) => {
    if (slow) await new Promise<void>((resolve) => waiting.push(resolve));
    const updates = example === null ? [{ phase: 'update', first: 2, count: 1 } as const] : [];
    return {
      ...{ step, epoch: 1, view, graph: [], notation: {}, root: 0, example, scope, batch: [1] },
      ...{ learningRate: 0.1, zeroed: 'parameters', reused: false },
      phases: [{ phase: 'forward', first: 0, count: 2 }, ...updates],
      events: 2 + updates.length,
    };
  };
  const api = {
    explain,
    explainEvents: ({ example, count }: { example: number | null; count: number }) => {
      const event: MicroEvent = { kind: 'forward', node: 0, value: 0 };
      return Promise.resolve(
        Array.from({ length: Math.min(count, example === null ? 3 : 2) }, () => event),
      );
    },
    graphAt: () =>
      Promise.resolve({ data: toBase64(new Float64Array()), grad: '', reached: '', locals: '' }),
  } as unknown as LabApi;
  const stepper = new Stepper({
    api: () => api,
    run: () => run.number,
    committed: () => run.committed,
    goesOn: () => true,
    trains: () => true,
    edited: () => run.edited,
    commit: () => {
      run.committed += 1;
      return Promise.resolve();
    },
    refused: (error) => {
      throw error;
    },
  });
  const answer = async () => {
    // What was asked for is under way first, and done afterwards.
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (const resolve of waiting.splice(0)) resolve();
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { stepper, run, answer };
}

test('leaving while a look is loading: it does not come, and Next takes the run’s next step', async () => {
  const { stepper, answer } = stepped({ slow: true });
  const look = stepper.lookAt(2);
  await answer();
  expect(stepper.looking).toBe(2);
  stepper.leave();
  void stepper.lookAt(3);
  await new Promise((resolve) => setTimeout(resolve, 5));
  stepper.leave();
  await answer();
  await look;
  expect([stepper.place, stepper.looking]).toEqual([null, null]);
  const next = stepper.next();
  await answer();
  await next;
  expect(stepper.place).toEqual({ step: 6, done: 1 });
});

test('what is asked for while a change of the controls is not answered is asked of the run that comes of it', async () => {
  const { stepper, run, answer } = stepped({ committed: 0 });
  let answered = () => {};
  run.edited = new Promise((resolve) => (answered = resolve));
  const asked = stepper.next();
  await answer();
  expect(stepper.place).toBeNull();
  // The change begins another run, which the window leaves its place for.
  run.number = 2;
  stepper.leave();
  run.edited = null;
  answered();
  await asked;
  expect(stepper.place).toEqual({ step: 1, done: 1 });
});

test('what was asked for before the stepper was told to leave is not done after it', async () => {
  const { stepper, answer } = stepped({ slow: true });
  const asked = [stepper.go(3), stepper.go(4), stepper.next()];
  await new Promise((resolve) => setTimeout(resolve, 5));
  stepper.leave();
  await answer();
  await Promise.all(asked);
  expect(stepper.place).toBeNull();
});

test('Next after a look goes on from where the look began', async () => {
  const { stepper, run } = stepped({ committed: 50 });
  await stepper.go(5);
  await stepper.lookAt(2);
  await stepper.lookAt(3);
  expect(stepper.place).toEqual({ step: 5, done: 2 });
  await stepper.next();
  expect([stepper.place, stepper.looking]).toEqual([{ step: 6, done: 1 }, null]);
  await stepper.lookAt(2);
  await stepper.stopLooking();
  expect(stepper.place).toEqual({ step: 6, done: 1 });
  await stepper.lookAt(2);
  await stepper.step();
  expect(stepper.place).toEqual({ step: 6, done: 3 });
  expect(run.committed).toBe(50);
});

test('a look at rest takes no step of the run, and Step after it takes one', async () => {
  const { stepper, run } = stepped({ committed: 5 });
  await stepper.lookAt(2);
  await stepper.back();
  await stepper.next();
  expect(run.committed).toBe(5);
  await stepper.step();
  expect([run.committed, stepper.place]).toEqual([6, null]);
});

test('Next several times at once after a look: each is a calculation', async () => {
  const { stepper, run } = stepped({ committed: 5 });
  await stepper.lookAt(2);
  await Promise.all([stepper.next(), stepper.next(), stepper.next()]);
  expect(stepper.place).toEqual({ step: 6, done: 3 });
  expect(run.committed).toBe(6);
});
