import type { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { JobState } from '../../../src/contract/lab-events';
import {
  defaultRecipe,
  expressionRecipe,
  karpathyRecipe,
  type PerceptronRecipe,
} from '../../../src/contract/recipe';
import { Trainer } from '../../../src/engine/trainer';
import { runChecksum } from '../../../src/main/runs/checksum';
import { built, openLab, rejection } from './built-lab';

const recipe: PerceptronRecipe = {
  ...defaultRecipe,
  ...{ dataset: 'integers', sampling: 'random', initial: { w: 0.5, b: 0 } },
  stop: { steps: 3000, lossBelow: 0 },
};
const plan = {
  recipe,
  learningRates: [0.001, 0.01, 0.4],
  activations: ['identity' as const, 'relu' as const],
  seeds: Array.from({ length: 10 }, (_, seed) => seed),
};

/** A lab whose sweeps have three workers, which are counted with what they were given to do. */
async function sweeping() {
  const workers: { worker: Worker; tasks: number }[] = [];
  const open = await openLab(defaultRecipe, {
    sweepPool: 3,
    createSweepWorker: () => {
      const worker = built.productionDependencies.createSweepWorker();
      const counted = { worker, tasks: 0 };
      worker.on('message', () => (counted.tasks += 1));
      workers.push(counted);
      return worker;
    },
  });
  const jobs = () => open.events.flatMap((event) => (event.kind === 'job' ? [event.state] : []));
  const end = async (): Promise<JobState | undefined> => {
    await expect
      .poll(() => jobs().at(-1)?.kind, { timeout: 20_000 })
      .toMatch(/done|cancelled|failed/);
    return jobs().at(-1);
  };
  return { ...open, workers, jobs, end };
}

describe('a sweep of 3 × 2 × 10 runs', () => {
  test('uses all its workers, and its numbers equal single runs in every bit', async () => {
    const { api, workers, jobs, end } = await sweeping();
    const { job } = await api.sweep(plan);
    await expect.poll(() => jobs().length).toBeGreaterThan(0);
    expect(await end()).toEqual({ kind: 'done' });
    expect(workers).toHaveLength(3);
    expect(workers.every(({ tasks }) => tasks > 0)).toBe(true);
    expect(workers.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(60);

    const { parameters, rows } = await api.sweepResult({ job });
    expect(parameters).toEqual(['w', 'b']);
    const expected = plan.learningRates.flatMap((learningRate) =>
      plan.activations.flatMap((activation) =>
        plan.seeds.map((seed) => {
          const trainer = new Trainer({ ...recipe, learningRate, activation, seed });
          trainer.advance(recipe.stop.steps);
          return {
            ...{ learningRate, activation, seed },
            steps: trainer.step,
            stop: trainer.ended,
            loss: trainer.loss,
            parameters: [...trainer.committed],
            checksum: runChecksum(trainer.step, trainer.committed),
            divergedAt: trainer.divergedAt,
          };
        }),
      ),
    );
    expect(rows).toEqual(expected);
    expect(new Set(rows.map(({ stop }) => stop)).size).toBeGreaterThan(1);
    const progress = jobs().flatMap((state) => (state.kind === 'running' ? [state.progress] : []));
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });

  test('that is cancelled says so and leaves no worker behind', async () => {
    const { api, workers, end } = await sweeping();
    const long = { ...plan, recipe: { ...recipe, stop: { steps: 1e9, lossBelow: 0 } } };
    const { job } = await api.sweep(long);
    await expect.poll(() => workers.length).toBe(3);
    await api.cancelJob({ job });
    expect(await end()).toEqual({ kind: 'cancelled' });
    await expect.poll(() => workers.every(({ worker }) => worker.threadId === -1)).toBe(true);
    expect(await rejection(api.sweepResult({ job }))).toMatchObject({
      ...{ code: 'invalid-value', where: 'job' },
      params: { accepted: 'the id of a sweep that is done' },
    });
  });

  test('a worker of which is killed fails, and says why', async () => {
    const { api, workers, end } = await sweeping();
    const long = { ...plan, recipe: { ...recipe, stop: { steps: 1e9, lossBelow: 0 } } };
    await api.sweep(long);
    await expect.poll(() => workers.length).toBe(3);
    await workers[1]?.worker.terminate();
    expect(await end()).toMatchObject({ kind: 'failed', error: { code: 'worker-failed' } });
  });
});

test('an expression without a loss is refused', async () => {
  const { api } = await sweeping();
  const one = { ...expressionRecipe, text: 'w*x + b + y' };
  const refused = api.sweep({ recipe: one, learningRates: [0.1], activations: [], seeds: [1] });
  expect(await rejection(refused)).toMatchObject({ code: 'no-loss' });
});

test('an MLP is swept over its own activations, an expression over none', async () => {
  const { api, end } = await sweeping();
  const { job } = await api.sweep({
    recipe: { ...karpathyRecipe, stop: { steps: 20, lossBelow: 0 } },
    learningRates: [0.05],
    activations: ['tanh', 'relu'],
    seeds: [1],
  });
  await end();
  const { rows, parameters } = await api.sweepResult({ job });
  expect(parameters).toHaveLength(16);
  expect(rows.map(({ activation }) => activation)).toEqual(['tanh', 'relu']);
});
