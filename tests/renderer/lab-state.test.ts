import { expect, test } from 'vitest';
import { labError } from '../../src/contract/errors';
import type { LabApi, LabMethod } from '../../src/contract/lab-api';
import type { LabEvent } from '../../src/contract/lab-events';
import { exercise10 } from '../../src/contract/recipe';
import { LabState } from '../../src/renderer/lab.svelte';
import { afterOneStep } from './example-view';

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** A window's state over an api that answers at once, and what was asked of it. */
async function opened(answers: Partial<LabApi> = {}) {
  const asked: [method: string, argument: unknown][] = [];
  const api = new Proxy({} as LabApi, {
    get: (_, method: LabMethod) => (argument: never) => {
      asked.push([method, argument]);
      const answer = answers[method] as ((given: never) => Promise<unknown>) | undefined;
      if (answer) return answer(argument);
      return Promise.resolve(method === 'view' ? afterOneStep : null);
    },
  });
  const lab = new LabState();
  let say: (event: LabEvent) => void = () => {};
  await lab.open((onEvent) => {
    say = onEvent;
    return Promise.resolve({ api, close: () => {} });
  });
  return { lab, say: (event: LabEvent) => say(event), asked };
}

const snapshot = (step: number): LabEvent => ({
  kind: 'snapshot',
  snapshot: { ...afterOneStep.snapshot, step },
});

test('of the snapshots that arrive within one frame of the screen only the last is shown', async () => {
  const { lab, say } = await opened();
  say(snapshot(2));
  say(snapshot(3));
  expect(lab.view?.snapshot.step).toBe(1);
  const shown = new Set<number | undefined>();
  await expect.poll(() => shown.add(lab.view?.snapshot.step).has(3), { interval: 1 }).toBe(true);
  expect([...shown]).toEqual([1, 3]);
});

test('a snapshot makes neither curves nor examples anew', async () => {
  const { lab, say } = await opened();
  const { series, examples } = lab;
  say(snapshot(2));
  await expect.poll(() => lab.view?.snapshot.step).toBe(2);
  expect(lab.series).toBe(series);
  expect(lab.examples).toBe(examples);
  say({ kind: 'series', series: { ...afterOneStep.series } });
  await expect.poll(() => lab.series).not.toBe(series);
});

test('a change of state shows what came before it first', async () => {
  const { lab, say } = await opened();
  say(snapshot(9));
  say({
    kind: 'state',
    state: 'finished',
    outcome: { kind: 'steps' },
    controls: afterOneStep.controls,
    rate: null,
  });
  expect(lab.view?.snapshot.step).toBe(9);
  expect(lab.view?.state).toBe('finished');
});

test('of the values a slider says while the lab is busy only the last is asked for', async () => {
  let release: (value: null) => void = () => {};
  const { lab, asked } = await opened({
    change: () => new Promise<null>((resolve) => (release = resolve)),
  });
  const rate = (value: number) => lab.change({ kind: 'learning-rate', value });
  const first = rate(0.1);
  void rate(0.2);
  void rate(0.3);
  release(null);
  await nextFrame();
  release(null);
  await first;
  const values = asked.filter(([method]) => method === 'change').map(([, argument]) => argument);
  expect(values).toEqual([
    { change: { kind: 'learning-rate', value: 0.1 } },
    { change: { kind: 'learning-rate', value: 0.3 } },
  ]);
});

test('a call that is refused is shown with its reason, until the next that is not', async () => {
  const { lab } = await opened({
    step: () => Promise.reject(labError('wrong-state', 'Press Reset first.')),
  });
  await lab.step();
  expect(lab.error?.code).toBe('wrong-state');
  await lab.reset();
  expect(lab.error).toBeNull();
});

test('an export that ended before its answer came is shown as ended', async () => {
  const { lab, say } = await opened({
    exportRun: () => {
      say({ kind: 'job', job: 'j', state: { kind: 'done' } });
      return Promise.resolve({ job: 'j', name: 'run.csv', address: null });
    },
  });
  await lab.exports.run('csv');
  expect(lab.exports.job).toEqual({ id: 'j', name: 'run.csv', state: { kind: 'done' } });
});

test('a file of one step is asked for with the step and the view that are shown', async () => {
  const { lab, asked } = await opened();
  await lab.exports.run('derivation');
  lab.stepper.view = 'notebook';
  lab.stepper.place = { step: 2, done: 3 };
  await lab.exports.run('worksheet');
  await lab.exports.run('python');
  expect(asked.slice(1)).toEqual([
    ['exportRun', { format: 'derivation', step: 1, view: 'compact' }],
    ['exportRun', { format: 'worksheet', step: 2, view: 'notebook' }],
    ['exportRun', { format: 'python' }],
  ]);
});

test('a run that is opened is the recipe, trained at once as fast as possible', async () => {
  const { lab, asked } = await opened();
  const recipe = { ...exercise10, learningRate: 0.3, seed: 7 };
  await lab.trainRecipe(recipe);
  expect(asked.slice(1)).toEqual([
    ['setRecipe', { recipe }],
    ['setSpeed', { stepsPerSecond: Infinity }],
    ['play', {}],
  ]);
});

test('a run that cannot be opened is not trained', async () => {
  const { lab, asked } = await opened({
    setRecipe: () => Promise.reject(labError('invalid-value', 'No.', 'recipe.seed')),
  });
  await lab.trainRecipe(exercise10);
  expect(lab.error?.where).toBe('recipe.seed');
  expect(asked.map(([method]) => method)).not.toContain('play');
});

test('two files are followed at once, the last one is shown', async () => {
  let number = 0;
  const start = () => {
    number += 1;
    return Promise.resolve({ job: `j${number}`, name: `file${number}`, address: null });
  };
  const { lab, say } = await opened({ exportRun: start, exportSweep: start });
  await lab.exports.run('csv');
  await lab.exports.sweep('sweep', 'json');
  say({ kind: 'job', job: 'j1', state: { kind: 'done' } });
  expect(lab.exports.job).toEqual({
    id: 'j2',
    name: 'file2',
    state: { kind: 'running', progress: 0 },
  });
  say({ kind: 'job', job: 'j2', state: { kind: 'done' } });
  expect(lab.exports.job?.state.kind).toBe('done');
});

test('a second edit builds on the first, although the lab has not answered yet', async () => {
  let release: (value: null) => void = () => {};
  const { lab, say, asked } = await opened({
    setRecipe: () => new Promise<null>((resolve) => (release = resolve)),
  });
  const edit = (initial: { w?: number; b?: number }) => {
    const controls = lab.view?.controls;
    const recipe = controls?.model === 'perceptron' ? controls : exercise10;
    return lab.setRecipe({ ...recipe, initial: { ...recipe.initial, ...initial } });
  };
  void edit({ w: -1.25 });
  // What the lab said before it heard of the edit comes late.
  say({ kind: 'view', view: afterOneStep });
  const second = edit({ b: 0.1 });
  expect(asked.at(-1)?.[1]).toMatchObject({ recipe: { initial: { w: -1.25, b: 0.1 } } });
  release(null);
  await second;
});

test('an edit that is refused returns to what the lab has', async () => {
  const { lab } = await opened({
    setRecipe: () => Promise.reject(labError('invalid-value', 'No.', 'recipe.seed')),
  });
  await lab.setRecipe({ ...afterOneStep.controls, seed: 7 });
  expect(lab.view?.controls).toEqual(afterOneStep.controls);
  expect(lab.error?.where).toBe('recipe.seed');
});
