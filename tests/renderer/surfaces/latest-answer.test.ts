import { expect, test } from 'vitest';
import { labError } from '../../../src/contract/errors';
import { LatestAnswer } from '../../../src/renderer/surfaces/latest-answer.svelte';

/** Answers come when they are released. */
function slow() {
  const asked: number[] = [];
  let release: (() => void) | null = null;
  const latest = new LatestAnswer<number, string>(async (question) => {
    asked.push(question);
    await new Promise<void>((resolve) => (release = resolve));
    if (question < 0) throw labError('invalid-value', 'no', 'step', {});
    return `answer ${question}`;
  });
  return {
    latest,
    asked,
    release: () => release?.(),
  };
}

test('of the questions that come while one is answered, only the last are asked', async () => {
  const { latest, asked, release } = slow();
  latest.want([1], 'run');
  latest.want([2], 'run');
  latest.want([3, 4], 'run');
  release();
  await expect.poll(() => asked).toEqual([1, 3]);
  expect(latest.answer).toBe('answer 1');
  expect(latest.current).toBe(false);
  release();
  await expect.poll(() => asked).toEqual([1, 3, 4]);
  expect(latest.answer).toBe('answer 3');
  release();
  await expect.poll(() => latest.answer).toBe('answer 4');
  expect(latest.current).toBe(true);
});

test('the same question of the same run is asked once, of another again', async () => {
  const { latest, asked, release } = slow();
  latest.want([1], 'a');
  release();
  await expect.poll(() => latest.current).toBe(true);
  latest.want([1], 'a');
  latest.want([1], 'b');
  await expect.poll(() => asked).toEqual([1, 1]);
  release();
});

test('a refusal is told, the old answer stays, and the next question is asked', async () => {
  const { latest, asked, release } = slow();
  latest.want([1], 'a');
  release();
  await expect.poll(() => latest.answer).toBe('answer 1');
  latest.want([-1], 'a');
  await expect.poll(() => asked).toEqual([1, -1]);
  release();
  await expect.poll(() => latest.error?.where).toBe('step');
  expect(latest.answer).toBe('answer 1');
  latest.want([2], 'a');
  await expect.poll(() => asked).toEqual([1, -1, 2]);
  release();
  await expect.poll(() => latest.error).toBeNull();
});
