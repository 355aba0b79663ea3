import { describe, expect, test } from 'vitest';
import { fromBase64 } from '../../src/contract/base64';
import type { Snapshot } from '../../src/contract/lab-events';
import {
  activations,
  exercise10,
  type PerceptronRecipe,
  type Recipe,
} from '../../src/contract/recipe';
import type { PerceptronDocument as RunDocument } from '../support/perceptron-document';
import { replay } from '../../src/engine/replay';
import { inMemory, openLab, rejection } from '../main/training/built-lab';

/** Plays a recipe until it stands still, and returns all that can be asked of it. */
async function played(recipe: Recipe) {
  const files = inMemory();
  const open = await openLab(recipe, files);
  await open.api.play({});
  await expect.poll(async () => (await open.view()).state).toMatch(/finished|diverged/);
  return { ...open, files, view: await open.view() };
}

const rowOf = ({ row }: Snapshot): readonly number[] =>
  row?.example
    ? [...row.example.values, row.example.prediction ?? NaN, row.loss, ...row.gradients]
    : [];

const csv = async ({ api, files }: Awaited<ReturnType<typeof played>>) => {
  await api.exportRun({ format: 'csv' });
  return (await files.text()).trimEnd().split('\r\n').slice(1);
};

const document = async ({ api, files }: Awaited<ReturnType<typeof played>>) => {
  await api.exportRun({ format: 'json' });
  return JSON.parse(await files.text()) as RunDocument;
};

describe.each(activations)('promise 13: with %s', (activation) => {
  const wild: PerceptronRecipe = {
    ...exercise10,
    activation,
    learningRate: 1e9,
    initial: { w: 0.5, b: 0 },
  };

  test('a learning rate of 1e9 never leaves a number behind that is not finite', async () => {
    const run = await played(wild);
    const { snapshot, state, outcome, series, graph } = run.view;
    // A ReLU is dead after its first update, and then nothing grows any more.
    expect(state).toBe(activation === 'identity' ? 'diverged' : 'finished');
    if (activation === 'identity') {
      const step = snapshot.step + 1;
      expect(outcome).toStrictEqual({ kind: 'diverged', at: { step, node: 'loss' } });
      expect(await rejection(run.api.play({}))).toMatchObject({ code: 'wrong-state' });
    }
    expect(snapshot.step).toBeGreaterThan(0);
    const shown = [...snapshot.parameters, ...rowOf(snapshot)];
    expect(shown).toHaveLength(8);
    expect(shown.filter((value) => !Number.isFinite(value))).toEqual([]);
    for (const column of [snapshot.data, snapshot.grad]) {
      const numbers = [...fromBase64(column ?? '')];
      expect(numbers).toHaveLength(graph?.length ?? NaN);
      expect(numbers.every(Number.isFinite)).toBe(true);
    }
    expect(fromBase64(series.columns).includes(Number.POSITIVE_INFINITY)).toBe(false);

    const rows = await csv(run);
    expect(rows).toHaveLength(snapshot.step);
    expect(rows.join()).not.toMatch(/NaN|Infinity/);
    const [, , , , , , loss, w, b] = rows.at(-1)?.split(',') ?? [];
    expect([loss, w, b]).toEqual([snapshot.row?.loss, ...snapshot.parameters].map(String));
  });

  test('a first loss that is not finite stops the run at its initial values', async () => {
    const run = await played({ ...wild, initial: { w: 1e300, b: 0 } });
    expect(run.view.state).toBe('diverged');
    expect(run.view.outcome).toMatchObject({ at: { step: 1, node: 'loss' } });
    expect(run.view.snapshot).toMatchObject({
      step: 0,
      parameters: [1e300, 0],
      row: null,
      grad: null,
    });
    expect(await csv(run)).toEqual([]);
    const { result } = await document(run);
    expect(result).toMatchObject({ steps: 0, stop: 'diverged', w: 1e300, b: 0, loss: null });
    expect(result.divergedAt).toStrictEqual({ step: 1, node: 'loss' });
  });

  test('a parameter set too large in mid-run stops it at the last state that was finite', async () => {
    const files = inMemory();
    const open = await openLab({ ...wild, learningRate: 0.01 }, files);
    for (let i = 0; i < 5; i++) await open.api.step({});
    const before = (await open.view()).snapshot;
    await open.api.change({ change: { kind: 'parameter', name: 'w', value: 1e200 } });
    await open.api.step({});
    const view = await open.view();
    expect(view.outcome).toStrictEqual({ kind: 'diverged', at: { step: 6, node: 'loss' } });
    expect(view.snapshot).toMatchObject({
      step: 5,
      parameters: before.parameters,
      row: before.row,
    });

    const { result, recipe, interventions } = await document({ ...open, files, view });
    expect(result).toMatchObject({ steps: 5, stop: 'diverged', divergedAt: { step: 6 } });
    const { committed } = replay({ recipe, interventions }, 5);
    expect([...committed]).toStrictEqual(before.parameters);
  });
});

test('promise 13: after a divergence Reset trains again, to the right numbers', async () => {
  const { api, until } = await played({ ...exercise10, learningRate: 1e9 });
  await api.change({ change: { kind: 'learning-rate', value: 0.1 } });
  await api.reset({});
  await api.play({});
  const { snapshot } = await until('finished');
  expect(snapshot).toMatchObject({
    step: 100,
    parameters: [0.9999999999999999, 0.9999999999999999],
  });
});
