import type { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { JobState } from '../../../src/contract/lab-events';
import {
  defaultRecipe,
  expressionRecipe,
  karpathyRecipe,
  type PerceptronRecipe,
} from '../../../src/contract/recipe';
import { fromBase64, toBase64 } from '../../../src/contract/base64';
import { encodeFrame, MAX_FRAME_BYTES } from '../../../src/contract/frame';
import { MAX_CURVES, MAX_SWEEP_RUNS } from '../../../src/contract/sweep';
import { Trainer } from '../../../src/engine/trainer';
import type { LabDependencies } from '../../../src/main/lab';
import { runChecksum } from '../../../src/main/runs/checksum';
import { sweepCsv } from '../../../src/main/runs/sweep-csv';
import { advanceWithCurve } from '../../../src/main/training/loss-curve';
import { built, inMemory, openLab, rejection } from './built-lab';

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
async function sweeping(instead: Partial<LabDependencies> = {}) {
  const workers: { worker: Worker; tasks: number }[] = [];
  const open = await openLab(defaultRecipe, {
    ...instead,
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

describe('the loss curves of a sweep', () => {
  test('are those of single runs in every bit, page by page', async () => {
    const { api, end } = await sweeping();
    const { job } = await api.sweep(plan);
    await end();
    const { rows } = await api.sweepResult({ job });
    const curves = [
      ...(await api.sweepCurves({ job, first: 0, count: 25 })),
      ...(await api.sweepCurves({ job, first: 25, count: 400 })),
    ];
    expect(curves).toHaveLength(rows.length);
    curves.forEach(({ columns, ...curve }, i) => {
      const { learningRate, seed } = rows[i]!;
      const activation = plan.activations.find((one) => one === rows[i]!.activation)!;
      const trainer = new Trainer({ ...recipe, learningRate, activation, seed });
      const expected = advanceWithCurve(trainer, recipe.stop.steps);
      expect({ ...curve, columns: fromBase64(columns) }).toEqual(expected);
    });
    expect(await api.sweepCurves({ job, first: 60, count: 1 })).toEqual([]);
  });

  test('of a sweep that is not done are refused', async () => {
    const { api } = await sweeping();
    const refused = api.sweepCurves({ job: 'none', first: 0, count: 1 });
    expect(await rejection(refused)).toMatchObject({ code: 'invalid-value', where: 'job' });
  });
});

test('a thousand runs with sixteen parameters: table and curves fit in frames', async () => {
  const { api, end } = await sweeping();
  const { job } = await api.sweep({
    recipe: { ...karpathyRecipe, stop: { steps: 130, lossBelow: 0 } },
    learningRates: [0.05, 1e12],
    activations: [],
    seeds: Array.from({ length: MAX_SWEEP_RUNS / 2 }, (_, i) => 2 ** 53 - 1 - i),
  });
  await end();
  const bytes = (answer: unknown) => Buffer.byteLength(encodeFrame({ t: 's', i: job, r: answer }));
  const table = await api.sweepResult({ job });
  expect(table.rows).toHaveLength(1000);
  expect(table.rows.every(({ parameters }) => parameters.length === 16)).toBe(true);
  // Also when every run diverges at a node with the longest name there is, where its op is not defined.
  const domain = { op: 'powerNotebook', operands: [-5e-324, -1.7976931348623157e308] };
  const longest = table.rows.map((row, i) => ({
    ...{ ...row, stop: 'diverged' as const, loss: Math.PI / 1e300 / (i + 1) },
    parameters: row.parameters.map((value) => value / 1e300),
    divergedAt: { step: 1e9 - i, node: 'ŷ'.repeat(60) + String(i), domain },
  }));
  expect(bytes({ ...table, rows: longest })).toBeGreaterThan(bytes(table));
  const full = { job, first: 0, count: MAX_CURVES };
  const curves = await api.sweepCurves(full);
  expect(curves.map(({ count }) => count)).toContain(33);
  // As long as curves can be, and none like another, since a frame writes what is alike once.
  const fullest = curves.map((_, i) => ({
    ...{ start: Math.PI / 1e300 / (i + 1), count: 64, stride: 2 ** 24 + i },
    columns: toBase64(new Float64Array(64 * 3).fill(Math.PI / (i + 1))),
  }));
  expect(fullest).toHaveLength(MAX_CURVES);
  const size = bytes(fullest);
  expect(size).toBeGreaterThan(800_000);
  expect(size).toBeLessThan(MAX_FRAME_BYTES);
});

describe('a sweep’s table as a file', () => {
  test.each(['csv', 'json'] as const)('%s, as the command line writes it', async (format) => {
    const { deliver, offered, text } = inMemory();
    const { api, end, jobs } = await sweeping({ deliver });
    const { job } = await api.sweep(plan);
    await end();
    const table = await api.sweepResult({ job });
    const started = await api.exportSweep({ job, format });
    const name = `chainrule-sweep-integers-perceptron-60-runs.${format}`;
    expect(started).toMatchObject({ name, address: null });
    expect(started?.job).not.toBe(job);
    expect(await text()).toBe(format === 'csv' ? sweepCsv(table) : `${JSON.stringify(table)}\n`);
    expect(offered[0]?.name).toBe(name);
    expect(jobs().at(-1)).toEqual({ kind: 'done' });
  });

  test('is refused while the sweep is not done', async () => {
    const { api } = await sweeping();
    const refused = api.exportSweep({ job: 'none', format: 'csv' });
    expect(await rejection(refused)).toMatchObject({ code: 'invalid-value', where: 'job' });
  });
});
