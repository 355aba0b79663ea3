import { describe, expect, test } from 'vitest';
import { fromBase64 } from '../../../src/contract/base64';
import type { Intervention } from '../../../src/contract/intervention';
import type { LabEvent, LabView } from '../../../src/contract/lab-events';
import {
  type Activation,
  defaultRecipe,
  karpathyRecipe,
  exercise10,
  type PerceptronRecipe,
  type Recipe,
} from '../../../src/contract/recipe';
import type { PerceptronDocument as RunDocument } from '../../support/perceptron-document';
import { replay } from '../../../src/engine/replay';
import { runChecksum } from '../../../src/main/runs/checksum';
import { committedOf } from '../../engine/training';
import { inMemory, openLab, rejection } from './built-lab';

/** Trains for longer than any test lasts, and never diverges. */
const endless: Recipe = { ...defaultRecipe, stop: { steps: 1e9, lossBelow: 0 } };

const endlessNetwork: Recipe = { ...karpathyRecipe, stop: endless.stop };

/** What a run must come to when it is trained again from what was recorded of it. */
function again({ recipe, interventions, snapshot }: LabView) {
  const trainer = replay({ recipe, interventions }, snapshot.step);
  return { step: trainer.step, ...committedOf(trainer) };
}

const standing = ({ snapshot: { step, parameters, row } }: LabView) => ({
  step,
  w: parameters[0],
  b: parameters[1],
  loss: row?.loss ?? null,
});

const ofKind = <Kind extends LabEvent['kind']>(events: readonly LabEvent[], kind: Kind) =>
  events.filter((event): event is Extract<LabEvent, { kind: Kind }> => event.kind === kind);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('play to the end gives the numbers of the seminar', () => {
  const on = (changes: Partial<PerceptronRecipe>, steps = 1000): PerceptronRecipe => ({
    ...defaultRecipe,
    ...changes,
    stop: { steps, lossBelow: 0 },
  });
  const integers = (seed: number, activation: Activation = 'identity', learningRate = 0.01) =>
    on({ dataset: 'integers', sampling: 'random', seed, activation, learningRate });

  test.each<[string, Recipe, number, number]>([
    ['one, lr 0.01', on({}), 0.9999999999999987, 0.9999999999999987],
    ['exercise 11', exercise10, 0.9999999999999999, 0.9999999999999999],
    [
      'exercise 12',
      on({ dataset: 'pair', learningRate: 0.1 }, 200),
      1.9999925416598754,
      3.3185807883204773e-5,
    ],
    ['integers, seed 0', integers(0), 1.9721530902181397, 0.0662704186025992],
    ['integers, seed 1', integers(1), 1.9664590445459558, 0.0730266936896774],
    ['integers, seed 42', integers(42), 1.9685689219983782, 0.06245976690628221],
    ['relu-abs', integers(42, 'relu-abs', 0.001), 1.7405882886230553, 0.5766485357563407],
    ['relu-notebook', integers(42, 'relu-notebook', 0.001), 1.7046053327672883, 0.648659420872371],
    [
      'relu from w = 0.5',
      { ...integers(42, 'relu', 0.001), initial: { w: 0.5, b: 0 } },
      1.8058721696905808,
      0.43152882493172884,
    ],
    ['a dead relu', integers(42, 'relu'), 0, 0],
  ])('%s', async (_, recipe, w, b) => {
    const { api, until, lab } = await openLab(recipe);
    await api.play({});
    const view = await until('finished');
    expect(view.outcome).toStrictEqual({ kind: 'steps' });
    expect(standing(view)).toMatchObject({ step: recipe.stop.steps, w, b });
    expect(lab.result().result.checksum).toBe(runChecksum(recipe.stop.steps, [w, b]));
  });

  test('one at lr 0.6 diverges after 1053 updates', async () => {
    const { api, until, lab } = await openLab(on({ learningRate: 0.6 }, 10_000));
    await api.play({});
    const view = await until('diverged');
    expect(view.outcome).toStrictEqual({ kind: 'diverged', at: { step: 1054, node: 'loss' } });
    expect(standing(view)).toStrictEqual({
      step: 1053,
      w: 7.461421413349837e153,
      b: 7.461421413349837e153,
      loss: 1.1361797858692956e308,
    });
    expect(lab.result().result.stop).toBe('diverged');
  });

  test('a run that comes below its loss ends there', async () => {
    const recipe = { ...exercise10, stop: { steps: 1000, lossBelow: 1e-9 } };
    const { api, until } = await openLab(recipe);
    await api.play({});
    const view = await until('finished');
    expect(view.outcome).toStrictEqual({ kind: 'loss' });
    expect(view.snapshot.row?.loss).toBeLessThan(1e-9);
    expect(standing(view)).toStrictEqual(again(view));
  });
});

describe('a run that goes on', () => {
  test('is paused within 100 ms while training at full speed', async () => {
    const { api, view, untilStep } = await openLab(endless);
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      await api.play({});
      await untilStep((await view()).snapshot.step + 1000);
      const asked = performance.now();
      await api.pause({});
      waits.push(performance.now() - asked);
      expect((await view()).state).toBe('paused');
    }
    // A busy machine may take the processor away once; the bound is on what is usual.
    waits.sort((a, b) => a - b);
    expect(waits[5]).toBeLessThan(100);
    expect(waits[8]).toBeLessThan(200);
  });

  test.each([
    ['60 times a second, its curves 20 times', endless, 60, 20],
    ['of a network 30 times a second, its curves 10 times', endlessNetwork, 30, 10],
  ] as const)(
    'says where it stands at most %s, never once a step',
    async (_, recipe, snapshots, series) => {
      const { api, events, view } = await openLab(recipe);
      await api.play({});
      const began = performance.now();
      const before = events.length;
      await sleep(2000);
      const seconds = (performance.now() - began) / 1000;
      const said = events.slice(before);
      const { snapshot } = await view();
      expect(ofKind(said, 'snapshot').length).toBeLessThanOrEqual(snapshots * seconds * 1.1);
      expect(ofKind(said, 'snapshot').length).toBeGreaterThan(5);
      expect(ofKind(said, 'series').length).toBeLessThanOrEqual(series * seconds * 1.1);
      expect(said.length).toBeLessThan(200);
      expect(snapshot.step).toBeGreaterThan(1000);
    },
  );

  test('takes hundreds of thousands of steps while it says so', async () => {
    const { api, view } = await openLab(endless);
    await api.play({});
    await sleep(2000);
    const { snapshot } = await view();
    expect(snapshot.step).toBeGreaterThan(100_000);
    expect(snapshot.stepsPerSecond).toBeGreaterThan(50_000);
  });

  test('at a step a second takes one at once and then one a second', async () => {
    const { api, view } = await openLab(endless);
    await api.setSpeed({ stepsPerSecond: 1 });
    await api.play({});
    await expect.poll(async () => (await view()).snapshot.step, { timeout: 500 }).toBe(1);
    await sleep(600);
    expect((await view()).snapshot.step).toBe(1);
    await expect.poll(async () => (await view()).snapshot.step, { timeout: 1500 }).toBe(2);
    const asked = performance.now();
    await api.pause({});
    expect(performance.now() - asked).toBeLessThan(200);
    expect((await view()).snapshot.step).toBe(2);
  });

  test('takes up another speed at once', async () => {
    const { api, untilStep, events } = await openLab(endless);
    await api.setSpeed({ stepsPerSecond: 1 });
    await api.play({});
    await untilStep(1);
    await api.setSpeed({ stepsPerSecond: Number.POSITIVE_INFINITY });
    await untilStep(10_000);
    expect(ofKind(events, 'speed').map(({ speed }) => speed)).toEqual([1, Infinity]);
  });

  test('stands where its paused view says, and the replay too', async () => {
    const { api, view, untilStep } = await openLab(endless);
    await api.play({});
    await untilStep(100);
    await api.pause({});
    const paused = await view();
    await sleep(50);
    expect(await view()).toStrictEqual(paused);
    expect(standing(paused)).toStrictEqual(again(paused));
  });

  test('survives play, pause and play in quick succession', async () => {
    const { api, view, untilStep } = await openLab(endless);
    const calls: Promise<unknown>[] = [];
    for (let i = 0; i < 50; i++) calls.push(api.play({}), api.pause({}), api.play({}));
    await Promise.all(calls);
    const { state, snapshot } = await view();
    expect(state).toBe('running');
    await untilStep(snapshot.step + 100);
    await Promise.all([api.pause({}), api.pause({})]);
    const paused = await view();
    expect(paused.state).toBe('paused');
    expect(standing(paused)).toStrictEqual(again(paused));
  });

  test('of slow steps after one of fast steps does not hang: each begins with a single step', async () => {
    const quick: Recipe = { ...defaultRecipe, stop: { steps: 1e9, lossBelow: 0 } };
    const { api, untilStep, view } = await openLab(quick);
    await api.play({});
    await untilStep(20_000_000);
    const slow: Recipe = {
      ...karpathyRecipe,
      hidden: [16, 16],
      dataset: { kind: 'moons', count: 1000, noise: 0.1, test: 0 },
      stop: { steps: 1e9, lossBelow: 0 },
    };
    await api.setRecipe({ recipe: slow });
    await api.play({});
    await untilStep(20);
    expect((await view()).state).toBe('running');
  });

  test('refuses Step', async () => {
    const { api } = await openLab(endless);
    await api.play({});
    expect(await rejection(api.step({}))).toMatchObject({ code: 'wrong-state', where: 'step' });
    await api.pause({});
    expect(await api.step({})).toBeNull();
  });

  test('is left by a new recipe, which stands at step 0 and hears nothing of the old run', async () => {
    const { api, events, view, untilStep } = await openLab(endless);
    for (let round = 0; round < 20; round++) {
      await api.play({});
      await untilStep(1);
      const seed = round;
      await api.setRecipe({ recipe: { ...endless, seed } });
      const began = events.length;
      const first = await view();
      expect(first).toMatchObject({ state: 'idle', recipe: { seed }, run: round + 2 });
      expect(first.snapshot.step).toBe(0);
      expect(first.interventions).toEqual([]);
      if (round % 5 === 0) await sleep(40);
      expect(events.slice(began)).toEqual([]);
      expect(await view()).toStrictEqual(first);
    }
  });
});

describe('step by step', () => {
  test('Step takes one update, with the numbers of the first of exercise 10', async () => {
    const { api, view } = await openLab(exercise10);
    await api.step({});
    const { state, snapshot, graph } = await view();
    expect(state).toBe('paused');
    expect(snapshot).toMatchObject({
      step: 1,
      epoch: 1,
      parameters: [0.4, 0.4],
      learningRate: 0.1,
    });
    expect(snapshot.row).toStrictEqual({
      example: { sample: 1, values: [1, 2], prediction: 0 },
      loss: 4,
      gradients: [-4, -4],
      learningRate: 0.1,
    });
    const grad = fromBase64(snapshot.grad ?? '');
    expect(grad[(graph ?? []).findIndex(({ name }) => name === 'w')]).toBe(-4);
  });

  test('a hundred calls of Step come to what Play comes to', async () => {
    const { api, view } = await openLab(exercise10);
    await Promise.all(Array.from({ length: 100 }, () => api.step({})));
    const { state, snapshot } = await view();
    expect(state).toBe('finished');
    expect(snapshot).toMatchObject({
      step: 100,
      parameters: [0.9999999999999999, 0.9999999999999999],
    });
  });

  test('after the end Play and Step are refused until Reset', async () => {
    const { api, until, view } = await openLab(exercise10);
    await api.play({});
    const ended = await until('finished');
    expect(await rejection(api.play({}))).toMatchObject({ code: 'wrong-state', where: 'Play' });
    expect(await rejection(api.step({}))).toMatchObject({ code: 'wrong-state', where: 'Step' });
    expect(await api.pause({})).toBeNull();
    expect(await view()).toStrictEqual(ended);
    await api.reset({});
    expect(await api.step({})).toBeNull();
  });
});

describe('Reset', () => {
  test('returns exactly to the initial values, from any state', async () => {
    const recipe = { ...endless, initial: { w: 0.1, b: -1e-300 } };
    const { api, view, untilStep, events } = await openLab(recipe);
    const first = await view();
    const leave = [
      () => Promise.resolve(null),
      () => api.step({}),
      () => api.play({}).then(() => untilStep(1000)),
      () => api.play({}).then(() => api.pause({})),
    ];
    for (const act of leave) {
      await act();
      await api.reset({});
      const reset = await view();
      // What the lab keeps of the runs before is another matter.
      const { library } = first;
      expect({ ...reset, run: first.run, library }).toStrictEqual(first);
      expect(events.at(-1)).toStrictEqual({ kind: 'view', view: reset });
    }
  });

  test('starts from the controls as they stand: the latest learning rate', async () => {
    const { api, view, untilStep } = await openLab(endless);
    await api.play({});
    await untilStep(1);
    await api.change({ change: { kind: 'learning-rate', value: 0.02 } });
    await api.reset({});
    const { recipe, controls, interventions, snapshot } = await view();
    expect(recipe).toStrictEqual({ ...endless, learningRate: 0.02 });
    expect(controls).toStrictEqual(recipe);
    expect(interventions).toEqual([]);
    expect(snapshot.learningRate).toBe(0.02);
  });
});

describe('a change', () => {
  test('of the learning rate while running holds from the update after the last completed one', async () => {
    const { api, view, events, untilStep } = await openLab(endless);
    await api.play({});
    for (const value of [0.02, 0.005, 0.011]) {
      await untilStep((await view()).snapshot.step + 1000);
      const before = (await view()).snapshot.step;
      await api.change({ change: { kind: 'learning-rate', value } });
      await expect
        .poll(() => ofKind(events, 'intervention').at(-1)?.intervention.change)
        .toEqual({
          kind: 'learning-rate',
          value,
        });
      expect(ofKind(events, 'intervention').at(-1)?.intervention.step).toBeGreaterThan(before);
    }
    await api.pause({});
    const paused = await view();
    expect(paused.interventions).toStrictEqual(
      ofKind(events, 'intervention').map(({ intervention }) => intervention),
    );
    expect(paused.interventions).toHaveLength(3);
    expect(paused.recipe.learningRate).toBe(0.01);
    expect(paused.controls.learningRate).toBe(0.011);
    expect(standing(paused)).toStrictEqual(again(paused));
  });

  test('of the learning rate again and again, as a slider makes it, replays to the same checksum', async () => {
    const { api, view, lab, untilStep } = await openLab({ ...endless, dataset: 'pair' });
    await api.play({});
    await untilStep(1);
    for (let i = 0; i < 200; i++) {
      await api.change({ change: { kind: 'learning-rate', value: 0.001 + i * 0.0001 } });
      if (i % 4 === 0) await sleep(1);
    }
    await api.pause({});
    const paused = await view();
    const { step, w, b } = again(paused);
    expect(lab.result().result.checksum).toBe(runChecksum(step, [w, b]));
    expect(paused.snapshot.learningRate).toBe(0.001 + 199 * 0.0001);
    const steps = paused.interventions.map((one) => one.step);
    expect(steps.length).toBeGreaterThan(2);
    // Those that met in one chunk were merged.
    expect(new Set(steps).size).toBe(steps.length);
  });

  test('at rest is stamped with the update to come', async () => {
    const { api, view, events } = await openLab(exercise10);
    for (let i = 0; i < 3; i++) await api.step({});
    await api.change({ change: { kind: 'learning-rate', value: 0.2 } });
    await api.change({ change: { kind: 'learning-rate', value: 0.3 } });
    await api.step({});
    const paused = await view();
    const expected: Intervention = { step: 4, change: { kind: 'learning-rate', value: 0.3 } };
    expect(paused.interventions).toStrictEqual([expected]);
    expect(ofKind(events, 'intervention').at(-1)).toMatchObject({ intervention: expected });
    expect(standing(paused)).toStrictEqual(again(paused));
    expect(paused.snapshot.learningRate).toBe(0.3);
  });

  test('at step 0 edits the recipe', async () => {
    const { api, view } = await openLab(exercise10);
    await api.change({ change: { kind: 'learning-rate', value: 0.5 } });
    await api.change({ change: { kind: 'parameter', name: 'b', value: -2 } });
    const edited = { ...exercise10, learningRate: 0.5, initial: { w: 0, b: -2 } };
    const { recipe, controls, interventions, snapshot, state } = await view();
    expect({ recipe, controls, interventions, state }).toStrictEqual({
      recipe: edited,
      controls: edited,
      interventions: [],
      state: 'idle',
    });
    expect(snapshot).toMatchObject({
      step: 0,
      parameters: [0, -2],
      learningRate: 0.5,
      row: null,
    });
  });

  test('of what is no parameter of the model is refused, at step 0 and later, and nothing is recorded', async () => {
    const { api, view } = await openLab(exercise10);
    for (let step = 0; step < 2; step++) {
      for (const name of ['x', 'ŷ', 'W', '__proto__', 'constructor']) {
        const change = { kind: 'parameter', name, value: 1 } as const;
        expect(await rejection(api.change({ change }))).toMatchObject({
          code: 'invalid-value',
          where: 'change.name',
          params: { received: name, accepted: 'a parameter of this model: w, b' },
        });
      }
      const { recipe, controls, interventions, run } = await view();
      expect({ recipe, controls, interventions, run }).toStrictEqual({
        recipe: exercise10,
        controls: exercise10,
        interventions: [],
        run: 1,
      });
      await api.step({});
    }
  });

  test('of a parameter in mid-run holds from the next update', async () => {
    const { api, view, until } = await openLab(exercise10);
    for (let i = 0; i < 10; i++) await api.step({});
    await api.change({ change: { kind: 'parameter', name: 'w', value: 5 } });
    await api.change({ change: { kind: 'parameter', name: 'b', value: 7 } });
    await api.play({});
    const ended = await until('finished');
    expect(ended.interventions).toStrictEqual([
      { step: 11, change: { kind: 'parameter', name: 'w', value: 5 } },
      { step: 11, change: { kind: 'parameter', name: 'b', value: 7 } },
    ]);
    expect(standing(ended)).toStrictEqual(again(ended));
    // One example leaves w − b as it was set.
    const [w = NaN, b = NaN] = ended.snapshot.parameters;
    expect(b - w).toBeCloseTo(2, 12);
    const { controls } = await view();
    expect('initial' in controls && controls.initial).toStrictEqual({ w: 0, b: 0 });
  });

  test('to forgotten zeroing makes the gradients of w and b add up, and back', async () => {
    const { api, view } = await openLab(exercise10);
    await api.step({});
    await api.change({ change: { kind: 'zero-gradients', on: false } });
    await api.step({});
    const { snapshot } = await view();
    // −4 of step 1 is kept, and 2·(0.8 − 2) of step 2 is added.
    expect(snapshot.row?.gradients[0]).toBe(-4 + 2 * (0.8 - 2));
    await api.change({ change: { kind: 'zero-gradients', on: true } });
    await api.step({});
    const paused = await view();
    expect(paused.interventions.map(({ step }) => step)).toEqual([2, 3]);
    expect(standing(paused)).toStrictEqual(again(paused));
    expect(paused.snapshot.row?.gradients[0]).toBe(
      2 * ((paused.snapshot.row?.example?.prediction ?? 0) - 2),
    );
  });

  test('after the end is only what Reset starts from', async () => {
    const { api, until, view } = await openLab(exercise10);
    await api.play({});
    await until('finished');
    await api.change({ change: { kind: 'learning-rate', value: 0.2 } });
    const { interventions, controls, state } = await view();
    expect({ interventions, lr: controls.learningRate, state }).toStrictEqual({
      interventions: [],
      lr: 0.2,
      state: 'finished',
    });
    await api.reset({});
    expect((await view()).recipe.learningRate).toBe(0.2);
  });
});

describe('an export', () => {
  test('of a run that goes on is what it had done when it was asked for', async () => {
    const files = inMemory();
    const { api, view, untilStep } = await openLab(endless, files);
    await api.play({});
    await untilStep(2000);
    await api.change({ change: { kind: 'learning-rate', value: 0.02 } });
    await expect.poll(async () => (await view()).interventions).toHaveLength(1);
    await untilStep((await view()).interventions[0]?.step ?? 0);
    const before = (await view()).snapshot.step;
    const started = await api.exportRun({ format: 'json' });
    const after = (await view()).snapshot.step;
    const document = JSON.parse(await files.text()) as RunDocument;
    expect(document).toMatchObject({ format: 'chainrule-run', version: 1, recipe: endless });
    const { result, recipe, interventions, history } = document;
    expect(result.stop).toBe('stopped');
    expect(result.steps).toBeGreaterThanOrEqual(before);
    expect(result.steps).toBeLessThanOrEqual(after);
    expect(interventions).toHaveLength(1);
    const { w, b, loss } = committedOf(replay({ recipe, interventions }, result.steps));
    expect({ w, b, loss }).toStrictEqual({ w: result.w, b: result.b, loss: result.loss });
    expect(result.checksum).toBe(runChecksum(result.steps, [w, b]));
    expect(history.w.last.at(-1)).toBe(w);
    expect(started?.name).toBe(`chainrule-one-identity-${result.steps}-steps.chainrule`);
    expect((await view()).state).toBe('running');
  });

  test('as CSV has a row a step, and the last one is what the lab shows', async () => {
    const files = inMemory();
    const { api, until, view } = await openLab(exercise10, files);
    await api.play({});
    await until('finished');
    await api.exportRun({ format: 'csv' });
    const lines = (await files.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(101);
    expect(lines[0]).toBe('step,epoch,sample,x,y,y_pred,loss,w,b,dw,db,lr');
    expect(lines[1]).toBe('1,1,1,1,2,0,4,0.4,0.4,-4,-4,0.1');
    const { step, parameters, row } = (await view()).snapshot;
    const last = lines[100]?.split(',') ?? [];
    expect([last[0], last[6], last[7], last[8]]).toEqual(
      [step, row?.loss, ...parameters].map(String),
    );
  });

  test('at step 0 holds the header, or a document without steps', async () => {
    const files = inMemory();
    const { api } = await openLab(exercise10, files);
    await api.exportRun({ format: 'csv' });
    expect((await files.text()).split('\r\n')).toHaveLength(2);
    await api.exportRun({ format: 'json' });
    const { result } = JSON.parse(await files.text()) as RunDocument;
    expect(result).toMatchObject({ steps: 0, stop: 'stopped', w: 0, b: 0, loss: null });
    expect(result.checksum).toBe(runChecksum(0, [0, 0]));
  });

  test('tells how far it is, up to its end', async () => {
    const files = inMemory();
    const { api, events, until } = await openLab(
      { ...defaultRecipe, stop: { steps: 20_000, lossBelow: 0 } },
      files,
    );
    await api.play({});
    await until('finished');
    const started = await api.exportRun({ format: 'csv' });
    await files.text();
    const jobs = ofKind(events, 'job');
    expect(new Set(jobs.map(({ job }) => job))).toEqual(new Set([started?.job]));
    const progress = jobs.flatMap(({ state }) => (state.kind === 'running' ? state.progress : []));
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    expect(jobs.at(-1)?.state).toStrictEqual({ kind: 'done' });
  });

  test('that the learner declined returns null and leaves nothing behind', async () => {
    const { api, events } = await openLab(exercise10);
    expect(await api.exportRun({ format: 'csv' })).toBeNull();
    expect(ofKind(events, 'job')).toEqual([]);
  });

  test('that cannot be written fails with the file system’s word', async () => {
    const { api, events } = await openLab(exercise10, {
      deliver: (file) => {
        void file.send(() => Promise.reject(Object.assign(new Error('x'), { code: 'ENOSPC' })));
        return Promise.resolve({ address: null });
      },
    });
    await api.exportRun({ format: 'csv' });
    await expect
      .poll(() => ofKind(events, 'job').at(-1)?.state)
      .toMatchObject({
        kind: 'failed',
        error: { code: 'export-failed', where: 'file', params: { reason: 'ENOSPC' } },
      });
  });
});
