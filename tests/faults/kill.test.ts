import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/main/clock';
import { RunLibrary } from '../../src/main/runs/library/run-library';
import { tempFolder } from '../support/temp-folder';

const CHILD = resolve(import.meta.dirname, 'keep-child.mjs');
const KILLS = 200;
const AT_ONCE = 2;

interface Acknowledged {
  readonly id: string;
  readonly name: number;
  readonly steps: number;
}

/** Trains in a process of its own, which is killed `ms` milliseconds after it said `word`. @returns the last that it said was saved */
async function killed(folder: string, word: string, ms: number): Promise<Acknowledged | null> {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
  await expect.poll(() => printed, { timeout: 30_000, interval: 5 }).toContain(word);
  await new Promise((resolve) => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  await once(child, 'close');
  const last = [...printed.matchAll(/^saved (\S+) (\d+) (\d+)$/gm)].at(-1);
  return last ? { id: last[1] ?? '', name: Number(last[2]), steps: Number(last[3]) } : null;
}

function opened(folder: string): RunLibrary {
  return new RunLibrary({
    keepIn: { folder },
    clock: systemClock,
    program: 'chainrule test',
    onChange: () => undefined,
  });
}

test(
  `promise 18: killed ${KILLS} times while it trains and saves: every acknowledged run opens as it was saved, and no debris is left`,
  { timeout: 600_000 },
  async () => {
    let seed = 18;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    let acknowledged = 0;
    const lane = async () => {
      const folder = tempFolder();
      const last = new Map<string, Acknowledged>();
      for (let i = 0; i < KILLS / AT_ONCE; i++) {
        const saved = await killed(folder, i % 4 === 0 ? 'ready' : 'saved', 100 * random());
        if (saved) last.set(saved.id, saved);
        const library = opened(folder);
        expect(library.storage.kind).toBe('folder');
        await library.ready;
        for (const { id, name, steps } of last.values()) {
          const document = await library.read(id);
          // Later saves may have come through before their word did.
          expect(Number(document.name)).toBeGreaterThanOrEqual(name);
          expect(document.result.steps).toBeGreaterThanOrEqual(steps);
        }
        const query = { search: '', order: 'modified', descending: true, first: 0, count: 200 };
        expect(await library.page({ ...query, order: 'modified' })).toMatchObject({ damaged: [] });
        // The run that was going is offered again.
        if (saved) expect(await library.interrupted()).toMatchObject({ id: saved.id });
        const files = [...readdirSync(folder), ...readdirSync(join(folder, 'runs'))];
        expect(files.filter((name) => name.endsWith('.part'))).toEqual([]);
        await library.close();
      }
      acknowledged += last.size;
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    // Otherwise it was killed before it did anything.
    expect(acknowledged).toBeGreaterThan(KILLS / 2);
  },
);
