import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, afterEach, expect, test } from 'vitest';
import type { JobState } from '../../../src/contract/lab-events';
import { defaultRecipe, type Recipe } from '../../../src/contract/recipe';
import type { Deliver } from '../../../src/main/runs/deliver';
import { writeWhole } from '../../../src/main/runs/write-whole';
import { replay } from '../../../src/engine/replay';
import { inMemory, openLab, rejection } from './built-lab';

/** A run whose CSV takes a while to write. */
const long: Recipe = { ...defaultRecipe, stop: { steps: 300_000, lossBelow: 0 } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chainrule-export-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A finished long run, and the state its latest job is in. */
async function finished(deliver: Deliver) {
  const open = await openLab(long, { deliver });
  await open.api.play({});
  await open.until('finished');
  const job = (): JobState | undefined =>
    open.events.flatMap((event) => (event.kind === 'job' ? [event.state] : [])).at(-1);
  return { ...open, job };
}

/** Writes each file to `path` as the save dialog's host does. */
const toFile =
  (path: string): Deliver =>
  (file) => {
    void file.send((pieces) => writeWhole(path, pieces));
    return Promise.resolve({ address: null });
  };

test('an export that is cancelled says so, and nothing that the run does waits for it', async () => {
  const path = join(folder, 'run.csv');
  const { api, job } = await finished(toFile(path));
  const started = await api.exportRun({ format: 'csv' });
  await expect.poll(() => job()?.kind).toBe('running');
  await api.cancelJob({ job: started?.job ?? '' });
  await expect.poll(job).toStrictEqual({ kind: 'cancelled' });
  expect(await api.cancelJob({ job: started?.job ?? '' })).toBeNull();
  expect(await api.reset({})).toBeNull();
});

test('an export that is cancelled leaves the old file as it was, and nothing beside it', async () => {
  const path = join(folder, 'run.csv');
  await writeFile(path, 'old');
  const { api, job } = await finished(toFile(path));
  const started = await api.exportRun({ format: 'csv' });
  await expect.poll(() => job()?.kind).toBe('running');
  await api.cancelJob({ job: started?.job ?? '' });
  await expect.poll(() => job()?.kind).toBe('cancelled');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await readdir(folder)).toEqual(['run.csv']);
  expect(await readFile(path, 'utf8')).toBe('old');
});

test('an export goes on while the run is reset and trained again', async () => {
  const path = join(folder, 'run.csv');
  const { api, job, until } = await finished(toFile(path));
  await api.exportRun({ format: 'csv' });
  await api.reset({});
  await api.play({});
  await until('finished');
  await expect.poll(() => job()?.kind, { timeout: 20_000 }).toBe('done');
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(300_001);
  expect(lines.at(-1)).toMatch(/^300000,/);
  expect(await readdir(folder)).toEqual(['run.csv']);
});

test('a file that nobody came for says that it was cancelled, once', async () => {
  const { api, events, until } = await openLab(long, {
    deliver: () => Promise.resolve({ address: '/download/here' }),
  });
  await api.play({});
  await until('finished');
  const started = await api.exportRun({ format: 'csv' });
  await api.cancelJob({ job: started?.job ?? '' });
  await api.cancelJob({ job: started?.job ?? '' });
  const states = events.flatMap((event) => (event.kind === 'job' ? [event.state.kind] : []));
  expect(states).toEqual(['cancelled']);
});

test('a lab that is closed ends the exports that go on', async () => {
  const { api, job, lab } = await finished(toFile(join(folder, 'run.csv')));
  await api.exportRun({ format: 'csv' });
  await expect.poll(() => job()?.kind).toBe('running');
  await lab.close();
  await expect.poll(() => job()?.kind).toBe('cancelled');
});

test('nothing is said of an export after its end', async () => {
  const { api, events, until } = await openLab(long, {
    deliver: (file) => {
      // A reader that leaves after the first piece, while the replay goes on.
      void file.send(async (pieces) => {
        const iterator = pieces[Symbol.asyncIterator]();
        await iterator.next();
        void iterator.next().catch(() => undefined);
        throw new Error('gone');
      });
      return Promise.resolve({ address: null });
    },
  });
  await api.play({});
  await until('finished');
  await api.exportRun({ format: 'csv' });
  const states = () => events.flatMap((event) => (event.kind === 'job' ? [event.state.kind] : []));
  await expect.poll(() => states().includes('failed')).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(states().at(-1)).toBe('failed');
});

test('any step of a long run is written with the numbers that the run had there', async () => {
  const files = inMemory();
  const recipe: Recipe = { ...long, dataset: 'integers', sampling: 'random' };
  const { api, until } = await openLab(recipe, files);
  await api.exportRun({ format: 'worksheet' });
  expect(files.offered.at(-1)?.name).toBe('chainrule-integers-identity-0-steps-step-1.html');
  expect(await files.text()).toContain('step 1, as it would be taken next');
  await api.play({});
  await until('finished');

  const step = 234_567;
  const started = await api.exportRun({ format: 'derivation', step });
  expect(started?.name).toBe(`chainrule-integers-identity-300000-steps-step-${step}.md`);
  const text = await files.text();
  const run = { recipe, interventions: [] };
  const [before, after] = [step - 1, step].map((at) => [...replay(run, at).committed]);
  for (const [i, name] of ['w', 'b'].entries()) {
    expect(text).toMatch(
      new RegExp(`^\\| \\$${name}\\$ \\| ${before?.[i]} \\| .* \\| ${after?.[i]} \\|$`, 'm'),
    );
  }
  expect(await rejection(api.exportRun({ format: 'derivation', step: 300_001 }))).toMatchObject({
    code: 'invalid-value',
    where: 'step',
    params: { accepted: 'a whole number from 1 to 300000: the run took 300000 steps' },
  });
});
