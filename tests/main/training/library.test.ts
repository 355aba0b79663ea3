import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunPage } from '../../../src/contract/library';
import { defaultRecipe, exercise10, karpathyRecipe } from '../../../src/contract/recipe';
import type { RunDocument } from '../../../src/contract/run-document';
import type { Clock } from '../../../src/main/clock';
import { documentText } from '../../../src/main/runs/document';
import { readRun } from '../../../src/main/runs/read-run';
import { tempFolder } from '../../support/temp-folder';
import { documentOf } from '../runs/document-of';
import { openLab, type OpenLab, rejection } from './built-lab';

const endless = { ...defaultRecipe, stop: { steps: 1e9, lossBelow: 0 } };
const all = { search: '', order: 'modified', descending: true, first: 0, count: 200 } as const;
const soon = { timeout: 5000, interval: 10 };

const list = ({ api }: OpenLab): Promise<RunPage> => api.listRuns(all);

/** The run documents of a data folder. */
function documents(folder: string): RunDocument[] {
  const runs = join(folder, 'runs');
  return readdirSync(runs)
    .filter((name) => name.endsWith('.chainrule'))
    .map((name) => readRun(name, readFileSync(join(runs, name))));
}

/** A clock whose time stands still until it is told to go on. The watchdog would take the jump for a worker that hangs. */
function handClock() {
  let ms = Date.parse('2026-11-24T10:00:00Z');
  const timers: { readonly every: number; due: number; readonly tick: () => void }[] = [];
  const clock: Clock = {
    now: () => new Date(ms),
    every: (every, tick) => {
      const timer = { every, due: ms + every, tick };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  };
  const goOn = (by: number) => {
    for (const end = ms + by; ms < end;) {
      ms += 100;
      for (const timer of [...timers]) {
        if (timer.due > ms || timer.every < 1000) continue;
        timer.due += timer.every;
        timer.tick();
      }
    }
  };
  return { clock, goOn };
}

async function imported(lab: OpenLab, name: string, content: string | Uint8Array) {
  const data = Buffer.from(content).toString('base64');
  return lab.api.importRun({ upload: name, name, data, last: true });
}

describe('every run is kept by itself', () => {
  test('after its first hundred steps while it goes on, and again when it pauses', async () => {
    const folder = tempFolder();
    const lab = await openLab(endless, { keepIn: { folder } });
    await lab.api.play({});
    await expect
      .poll(async () => (await list(lab)).rows, soon)
      .toMatchObject([{ stop: 'stopped' }]);
    await lab.api.pause({});
    const { snapshot } = await lab.view();
    await expect
      .poll(async () => (await list(lab)).rows.map(({ steps }) => steps), soon)
      .toEqual([snapshot.step]);
    await expect
      .poll(() => documents(folder)[0]?.result, soon)
      .toMatchObject({ w: snapshot.parameters[0], steps: snapshot.step });
    expect(documents(folder)[0]?.history.loss.last.length).toBeGreaterThan(0);
  });

  test('when it stops before that, and when it is left', async () => {
    const lab = await openLab(exercise10, { keepIn: { folder: tempFolder() } });
    await lab.api.step({});
    await lab.api.reset({});
    await lab.api.play({});
    await lab.until('finished');
    await lab.api.setRecipe({ recipe: karpathyRecipe });
    expect((await list(lab)).rows.map(({ steps, stop }) => [steps, stop])).toEqual([
      [100, 'steps'],
      [1, 'stopped'],
    ]);
    // At step 0 there is nothing to keep.
    await lab.api.reset({});
    expect((await list(lab)).all).toBe(2);
  });

  test('a run that goes on is saved at least every five seconds, and nothing is written twice at rest', async () => {
    const folder = tempFolder();
    const { clock, goOn } = handClock();
    const lab = await openLab(endless, { keepIn: { folder }, clock });
    await lab.api.play({});
    const kept = async () => (await lab.view()).library.kept?.steps ?? 0;
    await expect.poll(kept, soon).toBeGreaterThanOrEqual(100);
    for (let round = 0; round < 3; round++) {
      const before = await kept();
      await lab.untilStep(before + 1);
      goOn(4500);
      await expect.poll(kept, soon).toBeGreaterThan(before);
    }
    await lab.api.pause({});
    const { step } = (await lab.view()).snapshot;
    await expect.poll(kept, soon).toBe(step);
    const { revision } = (await lab.view()).library;
    goOn(20_000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await lab.view()).library.revision).toBe(revision);
  });

  test('the lab closes: the run is saved as it stands, and no lock, note or debris is left', async () => {
    const folder = tempFolder();
    const lab = await openLab(endless, { keepIn: { folder } });
    await lab.api.play({});
    await lab.untilStep(1000);
    await lab.lab.close();
    const { snapshot } = await lab.view();
    expect(documents(folder)[0]?.result.steps).toBe(snapshot.step);
    expect(readdirSync(folder).sort()).toEqual(['run-index.json', 'runs']);
  });

  test('a perceptron’s run takes less than 200 KB, its recipe less than 1 KB', async () => {
    const folder = tempFolder();
    const steps = 100_000;
    const recipe = { ...defaultRecipe, dataset: 'pair', stop: { steps, lossBelow: 0 } } as const;
    const lab = await openLab(recipe, { keepIn: { folder } });
    await lab.api.play({});
    await lab.until('finished');
    await expect.poll(async () => (await list(lab)).rows[0]?.steps, soon).toBe(steps);
    const [document] = documents(folder);
    const [name = ''] = readdirSync(join(folder, 'runs'));
    expect(readFileSync(join(folder, 'runs', name)).length).toBeLessThan(200_000);
    expect(JSON.stringify(document?.recipe).length).toBeLessThan(1000);
    expect(document?.history.loss.min.length).toBeLessThanOrEqual(512);
  });
});

describe('a kept run is opened', () => {
  test('as it stood, goes on from there to the same bits, and stays one run', async () => {
    const lab = await openLab(exercise10, { keepIn: { folder: tempFolder() } });
    for (let i = 0; i < 40; i++) await lab.api.step({});
    await lab.api.change({ change: { kind: 'learning-rate', value: 0.2 } });
    await lab.api.step({});
    const before = await lab.view();
    await lab.api.reset({});
    const [row] = (await list(lab)).rows;
    await lab.api.openRun({ run: row?.id ?? '' });
    const opened = await lab.view();
    expect(opened.snapshot).toEqual(before.snapshot);
    expect(opened.interventions).toEqual(before.interventions);
    expect([opened.state, opened.library.kept?.id]).toEqual(['paused', row?.id]);
    await lab.api.play({});
    const { snapshot } = await lab.until('finished');
    const whole = documentOf({ recipe: opened.recipe, interventions: before.interventions }, 100);
    expect(snapshot.parameters).toEqual(Object.values({ w: 0, b: 0, ...whole.result }).slice(0, 2));
    await expect
      .poll(async () => (await list(lab)).rows.map(({ steps, stop }) => [steps, stop]), soon)
      .toEqual([[100, 'steps']]);
  });

  test('that diverged or met its loss shows how it ended', async () => {
    const lab = await openLab(exercise10, { keepIn: { folder: tempFolder() } });
    const recipes = [
      { ...exercise10, learningRate: 0.6, stop: { steps: 2000, lossBelow: 0 } },
      { ...exercise10, stop: { steps: 2000, lossBelow: 1e-6 } },
    ];
    for (const recipe of recipes) {
      await lab.api.setRecipe({ recipe });
      await lab.api.play({});
      await lab.until(recipe.learningRate > 0.5 ? 'diverged' : 'finished');
    }
    await lab.api.setRecipe({ recipe: exercise10 });
    const rows = (await list(lab)).rows;
    expect(rows.map(({ stop }) => stop)).toEqual(['loss', 'diverged']);
    for (const { id, stop } of rows) {
      await lab.api.openRun({ run: id });
      const { outcome, library, state } = await lab.view();
      expect([outcome?.kind, library.differences]).toEqual([stop, []]);
      expect(state).toBe(stop === 'loss' ? 'finished' : 'diverged');
      const refused = await rejection(lab.api.play({}));
      expect(refused.code).toBe('wrong-state');
    }
  });

  test('a long one says how far it is, can be left, and the lab answers meanwhile', async () => {
    const folder = tempFolder();
    const lab = await openLab(exercise10, { keepIn: { folder } });
    const source = { recipe: { ...endless, learningRate: 1e-9 }, interventions: [] };
    const long = documentOf(source, 10);
    // Of a run that it would take minutes to train again.
    const result = { ...long.result, steps: 900_000_000 };
    const { runChecksum } = await import('../../../src/main/runs/checksum');
    const { w, b } = result as { w: number; b: number };
    const checksum = runChecksum(result.steps, [w, b]);
    const came = await imported(
      lab,
      'long',
      documentText({ ...long, result: { ...result, checksum } }),
    );
    const opening = lab.api.openRun({ run: came?.id ?? '' });
    const told = () => lab.events.flatMap((one) => (one.kind === 'opening' ? [one.progress] : []));
    await expect.poll(() => told().length, soon).toBeGreaterThan(2);
    expect(told().toSorted((a, c) => a - c)).toEqual(told());
    expect((await lab.view()).snapshot.step).toBe(0);
    await lab.api.cancelOpen({});
    expect((await rejection(opening)).code).toBe('wrong-state');
    const { state, recipe } = await lab.view();
    expect([state, recipe]).toEqual(['idle', exercise10]);
    // It is a run of its own, and the long one stays as it is.
    expect((await lab.view()).library.kept).toBeNull();
    await lab.api.step({});
    await expect
      .poll(async () => (await list(lab)).rows.map(({ steps }) => steps), soon)
      .toEqual([1, 900_000_000]);
  });
});

describe('a file that comes in', () => {
  test('is among the runs once, and nothing open changes', async () => {
    const lab = await openLab(exercise10, { keepIn: { folder: tempFolder() } });
    await lab.api.step({});
    const before = await lab.view();
    const text = documentText(documentOf({ recipe: karpathyRecipe, interventions: [] }, 30));
    const first = await imported(lab, 'a.chainrule', text);
    const second = await imported(lab, 'b.chainrule', text);
    expect([first?.known, second]).toEqual([false, { id: first?.id, known: true }]);
    const after = await lab.view();
    expect({ ...after, library: null }).toEqual({ ...before, library: null });
  });

  test('in pieces is the same file; promise 16: a bad one is refused with its name and field', async () => {
    const lab = await openLab(exercise10);
    const text = documentText(documentOf({ recipe: exercise10, interventions: [] }, 30));
    const bytes = Buffer.from(text);
    const cut = 3 * Math.floor(bytes.length / 6);
    const piece = { upload: '1', name: 'run.chainrule' };
    const half = { ...piece, data: bytes.subarray(0, cut).toString('base64'), last: false };
    expect(await lab.api.importRun(half)).toBeNull();
    const rest = { ...piece, data: bytes.subarray(cut).toString('base64'), last: true };
    expect(await lab.api.importRun(rest)).toMatchObject({ known: false });
    const before = await list(lab);
    for (const [name, content] of [
      ['bom.json', Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes])],
      ['utf8.json', Buffer.of(0x22, 0xff, 0x22)],
      ['cut.json', bytes.subarray(0, 300)],
      ['empty.json', Buffer.alloc(0)],
    ] as const) {
      const error = await rejection(imported(lab, name, content));
      expect(error).toMatchObject({ code: 'invalid-file', params: { file: name } });
    }
    expect(await list(lab)).toEqual(before);
  });

  test('that does not reproduce is opened as such, stays as it is, and what follows is another run', async () => {
    const folder = tempFolder();
    const lab = await openLab(exercise10, { keepIn: { folder } });
    const document = documentOf({ recipe: exercise10, interventions: [] }, 30);
    const other = { ...document, recipe: { ...exercise10, learningRate: 0.05 } };
    const came = await imported(lab, 'other.chainrule', documentText(other));
    await lab.api.openRun({ run: came?.id ?? '' });
    const { library } = await lab.view();
    expect(library.differences.map(({ field }) => field)).toEqual(['loss', 'checksum', 'w', 'b']);
    expect(library.kept).toBeNull();
    const path = join(folder, 'runs', `${came?.id ?? ''}.chainrule`);
    const text = readFileSync(path, 'utf8');
    await lab.api.step({});
    await expect.poll(async () => (await list(lab)).all, soon).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('of the first issue’s code opens and reproduces', async () => {
    const lab = await openLab(exercise10, { keepIn: { folder: tempFolder() } });
    for (const name of ['first-pair', 'first-integers', 'first-diverged']) {
      const path = join(import.meta.dirname, '../runs/fixtures', `${name}.json`);
      const came = await imported(lab, `${name}.json`, readFileSync(path));
      await lab.api.openRun({ run: came?.id ?? '' });
      const { snapshot, library } = await lab.view();
      const { result } = JSON.parse(readFileSync(path, 'utf8')) as RunDocument;
      expect([snapshot.step, library.differences]).toEqual([result.steps, []]);
    }
  });
});

describe('what was under way when the lab was killed', () => {
  test('is offered once; a lab that was closed offers nothing', async () => {
    const folder = tempFolder();
    const first = await openLab(endless, { keepIn: { folder } });
    await first.api.play({});
    await first.untilStep(1000);
    await first.api.pause({});
    const { step } = (await first.view()).snapshot;
    await expect.poll(async () => (await list(first)).rows[0]?.steps, soon).toBe(step);
    await expect.poll(() => readdirSync(folder), soon).toContain('open-run.json');
    // As a kill leaves it: the lock of a process that is gone.
    const left = readFileSync(join(folder, 'open-run.json'));
    await first.lab.close();
    writeFileSync(join(folder, 'open-run.json'), left);
    const second = await openLab(exercise10, { keepIn: { folder } });
    const interrupted = async () => (await second.view()).library.interrupted;
    await expect.poll(interrupted, soon).toMatchObject({ steps: step });
    await second.api.dismissInterrupted({});
    expect(await interrupted()).toBeNull();
    await second.lab.close();
    const third = await openLab(exercise10, { keepIn: { folder } });
    await list(third);
    expect((await third.view()).library.interrupted).toBeNull();
  });
});
