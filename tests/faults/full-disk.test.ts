import { execFileSync } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import type * as Promises from 'node:fs/promises';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { tempFolder } from '../support/temp-folder';

const failing = vi.hoisted((): { at: string; code: string } => ({ at: '', code: '' }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof Promises>();
  const fail = (at: string) => {
    if (failing.at !== at) return;
    throw Object.assign(new Error(`${failing.code}, injected`), { code: failing.code });
  };
  return {
    ...real,
    rename: async (...args: Parameters<typeof real.rename>) => {
      fail('rename');
      return real.rename(...args);
    },
    open: async (...args: Parameters<typeof real.open>) => {
      const file = await real.open(...args);
      return new Proxy(file, {
        get: (target, key: keyof FileHandle) => {
          if (key === 'writeFile' || key === 'sync') fail(key);
          const value: unknown = target[key];
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    },
  };
});

const { writeWhole } = await import('../../src/main/runs/write-whole');

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

afterEach(() => {
  failing.at = '';
});

describe('promise 19: a disk that fails leaves the old file and no debris', () => {
  test.each([
    ['writeFile', 'ENOSPC'],
    ['sync', 'EIO'],
    ['rename', 'EIO'],
  ])('in %s, with %s', async (at, code) => {
    const folder = tempFolder();
    const path = join(folder, 'run.chainrule');
    writeFileSync(path, 'old');
    Object.assign(failing, { at, code });
    await expect(writeWhole(path, pieces('new'))).rejects.toMatchObject({ code });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['run.chainrule']);
    failing.at = '';
    await writeWhole(path, pieces('new'));
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  test.skipIf(process.platform === 'win32')(
    'real: a file that may not grow further (EFBIG); the run stays in memory',
    () => {
      const folder = tempFolder();
      mkdirSync(join(folder, 'runs'));
      const child = join(import.meta.dirname, 'limit-child.mjs');
      // In blocks of 1024 bytes: the lock fits, a run does not. Without `trap` the signal would end the process.
      const command = `trap '' XFSZ; ulimit -f 4; exec "$0" "$1" "$2"`;
      const args = ['-c', command, process.execPath, child, folder];
      const said = JSON.parse(execFileSync('bash', args, { encoding: 'utf8' })) as object;
      expect(said).toMatchObject({ failing: 'EFBIG', rows: [{ steps: 500, stored: false }] });
      expect(readdirSync(join(folder, 'runs'))).toEqual([]);
      expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    },
  );
});
