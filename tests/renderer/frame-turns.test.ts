import { expect, test } from 'vitest';
import { drawInTurn, leaveTurn } from '../../src/renderer/frame-turns';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const busy = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

/** Asks for drawings that take this long each. @returns which were made in each of the next frames */
async function framesOf(owners: readonly object[], ms: number): Promise<readonly number[]> {
  let drawn = 0;
  for (const owner of owners) {
    drawInTurn(owner, () => {
      busy(ms);
      drawn += 1;
    });
  }
  const seen: number[] = [];
  for (let i = 0; i < 6; i++) {
    const before = drawn;
    await frame();
    seen.push(drawn - before);
  }
  return seen;
}

test('long drawings get a frame each, short ones share one', async () => {
  expect(await framesOf([{}, {}, {}], 8)).toEqual([1, 1, 1, 0, 0, 0]);
  expect(await framesOf([{}, {}, {}], 0)).toEqual([3, 0, 0, 0, 0, 0]);
});

test('of one owner’s drawings only the last is made; one that left makes none', async () => {
  const made: string[] = [];
  const [chart, gone] = [{}, {}];
  drawInTurn(chart, () => made.push('first'));
  drawInTurn(gone, () => made.push('gone'));
  drawInTurn(chart, () => made.push('last'));
  leaveTurn(gone);
  await frame();
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
  await frame();
  await frame();
  expect(made).toEqual(['other']);
});
