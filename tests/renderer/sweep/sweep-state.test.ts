import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../../src/contract/base64';
import { labError } from '../../../src/contract/errors';
import type { LabApi } from '../../../src/contract/lab-api';
import { exercise10 } from '../../../src/contract/recipe';
import type { LossCurve, SweepPlan, SweepRow } from '../../../src/contract/sweep';
import { Jobs } from '../../../src/renderer/jobs';
import { SweepState } from '../../../src/renderer/sweep/sweep.svelte';

const rowOf = (seed: number): SweepRow => ({
  ...{ learningRate: 0.1, activation: 'identity', seed, steps: 3, stop: 'steps', loss: seed },
  ...{ parameters: [], checksum: '', divergedAt: null },
});
const curveOf = (seed: number): LossCurve => ({
  ...{ start: 9, count: 2, stride: 2 },
  columns: toBase64(Float64Array.of(1, seed, 3, 4, NaN, seed)),
});

/** A sweep of this many seeds over an api that answers at once. */
function sweeping(seeds: number, answers: Partial<LabApi> = {}) {
  const pages: [first: number, count: number][] = [];
  const refused: unknown[] = [];
  const plan: SweepPlan = {
    ...{ recipe: exercise10, learningRates: [0.1], activations: ['identity'] },
    seeds: Array.from({ length: seeds }, (_, i) => i),
  };
  const api = {
    sweep: () => Promise.resolve({ job: 'j' }),
    sweepResult: () => Promise.resolve({ parameters: [], rows: plan.seeds.map(rowOf) }),
    sweepCurves: ({ first, count }: { first: number; count: number }) => {
      pages.push([first, count]);
      return Promise.resolve(plan.seeds.slice(first, first + count).map(curveOf));
    },
    cancelJob: () => Promise.resolve(null),
    ...answers,
  } as unknown as LabApi;
  const jobs = new Jobs();
  const sweep = new SweepState({ api: () => api, jobs, refused: (error) => refused.push(error) });
  return { sweep, jobs, plan, pages, refused };
}

test('a thousand curves are asked for in pages, and each stands beside its row', async () => {
  const { sweep, jobs, plan, pages } = sweeping(1000);
  await sweep.start(plan, 0.5);
  expect(sweep.standing).toEqual({ kind: 'running', job: 'j', progress: 0 });
  jobs.hear('j', { kind: 'running', progress: 0.25 });
  expect(sweep.standing).toEqual({ kind: 'running', job: 'j', progress: 0.25 });
  jobs.hear('j', { kind: 'done' });
  await expect.poll(() => sweep.standing.kind).toBe('done');
  expect(pages).toEqual([
    [0, 400],
    [400, 400],
    [800, 400],
  ]);
  const { runs, critical } = sweep.result!;
  expect(critical).toBe(0.5);
  expect(runs).toHaveLength(1000);
  for (const { index, recipe, row, curve, loss } of runs) {
    expect([recipe.seed, row.seed, curve.lossMin[1], loss]).toEqual(Array(4).fill(index));
  }
  // The last bucket ends with the run.
  expect(runs[0]?.curve.steps).toEqual(Float64Array.of(2, 3));
  expect(runs[0]?.curve.start).toEqual({ step: 1, loss: 9 });
});

test('a sweep that was done before its call was answered is taken up', async () => {
  const { sweep, jobs, plan } = sweeping(2);
  jobs.hear('j', { kind: 'done' });
  await sweep.start(plan, null);
  await expect.poll(() => sweep.standing.kind).toBe('done');
  expect(sweep.result?.runs).toHaveLength(2);
});

describe('the last result stays', () => {
  test.each([
    ['cancelled', { kind: 'cancelled' }, {}],
    ['failed', { kind: 'failed', error: labError('worker-failed', 'It ended.').data }, {}],
    [
      'failed',
      { kind: 'done' },
      { sweepCurves: () => Promise.reject(labError('invalid-value', 'No.', 'job')) },
    ],
  ] as const)('where the next is %s', async (kind, state, answers) => {
    const { sweep, jobs, plan } = sweeping(2);
    await sweep.start(plan, null);
    jobs.hear('j', { kind: 'done' });
    await expect.poll(() => sweep.standing.kind).toBe('done');
    const { result } = sweep;
    const next = sweeping(2, answers);
    next.sweep.result = result;
    await next.sweep.start(plan, null);
    next.jobs.hear('j', state);
    await expect.poll(() => next.sweep.standing.kind).toBe(kind);
    expect(next.sweep.result).toBe(result);
  });

  test('where the next is refused, which is said', async () => {
    const no = labError('no-loss', 'No loss.');
    const { sweep, plan, refused } = sweeping(2, { sweep: () => Promise.reject(no) });
    await sweep.start(plan, null);
    expect([sweep.standing.kind, refused]).toEqual(['none', [no]]);
  });
});

test('a second sweep waits for the first', async () => {
  let asked = 0;
  const { sweep, jobs, plan } = sweeping(1, {
    sweep: () => Promise.resolve({ job: `j${++asked}` }),
  });
  await sweep.start(plan, null);
  await sweep.start(plan, null);
  expect(asked).toBe(1);
  jobs.hear('j1', { kind: 'cancelled' });
  await sweep.start(plan, null);
  expect(asked).toBe(2);
});
