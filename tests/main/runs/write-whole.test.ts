import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../../../src/main/runs/write-whole';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'chainrule-write-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const code = (value: string) => expect.objectContaining({ code: value }) as Error;

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

async function* failingAfter(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  yield* pieces(...texts);
  throw new Error('the replay failed');
}

describe('a file is written whole', () => {
  it('from all of its pieces, in order', async () => {
    await writeWhole(join(folder, 'run.csv'), pieces('step\r\n', '1\r\n', '', '2\r\n'));
    expect(readFileSync(join(folder, 'run.csv'), 'utf8')).toBe('step\r\n1\r\n2\r\n');
    expect(readdirSync(folder)).toEqual(['run.csv']);
  });

  it('over an older, longer file', async () => {
    const path = join(folder, 'run.csv');
    writeFileSync(path, 'old and rather long');
    await writeWhole(path, pieces('new'));
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  it('and until then only the old one can be seen', async () => {
    const path = join(folder, 'run.csv');
    writeFileSync(path, 'old');
    const seen: string[] = [];
    async function* looking() {
      for (const text of ['a', 'b']) {
        seen.push(readFileSync(path, 'utf8'));
        yield await Promise.resolve(Buffer.from(text));
      }
    }
    await writeWhole(path, looking());
    expect(seen).toEqual(['old', 'old']);
  });

  it('by two writers at once: one of the two, whole', async () => {
    const path = join(folder, 'run.csv');
    const text = (letter: string) => Array<string>(50).fill(letter.repeat(1000));
    await Promise.all([
      writeWhole(path, pieces(...text('a'))),
      writeWhole(path, pieces(...text('b'))),
    ]);
    expect(readFileSync(path, 'utf8')).toMatch(/^(a{50000}|b{50000})$/);
    expect(readdirSync(folder)).toEqual(['run.csv']);
  });
});

describe('promise 19: or not at all, with the old file intact and no debris', () => {
  it('when the content fails half-way', async () => {
    const path = join(folder, 'run.csv');
    writeFileSync(path, 'old');
    await expect(writeWhole(path, failingAfter('half'))).rejects.toThrow('the replay failed');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['run.csv']);
  });

  it('when the folder does not exist', async () => {
    const path = join(folder, 'nowhere', 'run.csv');
    await expect(writeWhole(path, pieces('a'))).rejects.toEqual(code('ENOENT'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('when a file stands where the folder should be', async () => {
    writeFileSync(join(folder, 'file'), 'old');
    const path = join(folder, 'file', 'run.csv');
    await expect(writeWhole(path, pieces('a'))).rejects.toEqual(code('ENOTDIR'));
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('when a folder stands where the file should be', async () => {
    mkdirSync(join(folder, 'run.csv'));
    await expect(writeWhole(join(folder, 'run.csv'), pieces('a'))).rejects.toEqual(code('EISDIR'));
    expect(readdirSync(folder)).toEqual(['run.csv']);
  });
});
