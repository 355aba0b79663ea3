import { expect, test } from 'vitest';
import { drawInTurn, leaveTurn, workInTurn } from '../../src/renderer/frame-turns';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const busy = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

/** Until what a test before drew is over and rested. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 200));

test('short drawings share a frame, a long one has it alone', async () => {
  for (const [ms, frames] of [
    [0, [3]],
    [6, [1, 1, 1]],
  ] as const) {
    await quiet();
    const drawn: number[] = [];
    let frameOf = 0;
    const count = () => {
      frameOf += 1;
      requestAnimationFrame(count);
    };
    count();
    for (let i = 0; i < 3; i++) {
      drawInTurn({}, () => {
        busy(ms);
        drawn.push(frameOf);
      });
    }
    await expect.poll(() => drawn.length).toBe(3);
    const shared = [...new Set(drawn)].map((one) => drawn.filter((other) => other === one).length);
    expect(shared).toEqual(frames);
  }
});

test('a drawing is a task of its own, apart from the layout and painting of a frame', async () => {
  await quiet();
  let inFrame = false;
  let drawn: boolean | null = null;
  requestAnimationFrame(() => {
    inFrame = true;
    setTimeout(() => (inFrame = false));
  });
  drawInTurn({}, () => (drawn = inFrame));
  await expect.poll(() => drawn).toBe(false);
});

test('work in turn gives its result, or what it throws', async () => {
  expect(await workInTurn({}, () => 7)).toBe(7);
  const failing = () => {
    throw new Error('No contour.');
  };
  await expect(workInTurn({}, failing)).rejects.toThrow('No contour.');
});

test('drawings rest four times as long as they took, so that most of the time is left', async () => {
  await quiet();
  const [chart, network] = [{}, {}];
  let made = 0;
  const draw = () => {
    busy(8);
    made += 1;
  };
  const until = performance.now() + 1000;
  while (performance.now() < until) {
    drawInTurn(chart, draw);
    drawInTurn(network, draw);
    await frame();
  }
  // A fifth of a second, of 8 ms each: 25; with every frame it would be about 60.
  expect(made).toBeGreaterThan(2);
  expect(made).toBeLessThan(30);
});

test('no rest is long', async () => {
  await quiet();
  const drawn: number[] = [];
  for (const ms of [200, 0]) {
    drawInTurn({}, () => {
      busy(ms);
      drawn.push(performance.now());
    });
  }
  await expect.poll(() => drawn.length).toBe(2);
  const [first = 0, second = 0] = drawn;
  expect(second - first).toBeGreaterThan(50);
  expect(second - first).toBeLessThan(600);
});

test('of one owner’s drawings only the last is made; one that left makes none', async () => {
  await quiet();
  const made: string[] = [];
  const [chart, gone] = [{}, {}];
  drawInTurn(chart, () => made.push('first'));
  drawInTurn(gone, () => made.push('gone'));
  drawInTurn(chart, () => made.push('last'));
  leaveTurn(gone);
  await expect.poll(() => made.length).toBeGreaterThan(0);
  expect(made).toEqual(['last']);
});

test('a drawing that fails takes no other with it', async () => {
  const made: string[] = [];
  const heard = new Promise<string>((resolve) => {
    addEventListener(
      'error',
      (event) => {
        event.preventDefault();
        resolve(event.message);
      },
      { once: true },
    );
  });
  drawInTurn({}, () => {
    throw new Error('No canvas.');
  });
  drawInTurn({}, () => made.push('other'));
  expect(await heard).toContain('No canvas.');
  await expect.poll(() => made).toEqual(['other']);
});
