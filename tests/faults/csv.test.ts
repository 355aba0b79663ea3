import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PerceptronResult } from '../../src/contract/run-document';
import { runCli } from '../support/run-cli';
import { tempFolder } from '../support/temp-folder';

/** The end of a file that is too long to be read whole. */
function lastLine(path: string, size: number): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(1000);
    const count = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.subarray(0, count).toString().trimEnd().split('\r\n').at(-1) ?? '';
  } finally {
    closeSync(file);
  }
}

test(
  'a CSV of ten million steps streams to disk in bounded memory, and its last row is the result',
  { timeout: 300_000 },
  () => {
    const folder = tempFolder();
    const script = join(import.meta.dirname, 'csv-child.mjs');
    const output = execFileSync(process.execPath, [script, folder], { encoding: 'utf8' });
    const { grown, result, size } = JSON.parse(output) as {
      grown: number;
      result: PerceptronResult;
      size: number;
    };
    console.info(`${(size / 1e6).toFixed(0)} MB written, grown by ${grown.toFixed(1)} MB`);
    // 37 to 39 were seen.
    expect(grown).toBeLessThanOrEqual(64);
    expect(size).toBeGreaterThan(1e9);
    const cells = lastLine(join(folder, 'run.csv'), size).split(',');
    expect(cells[0]).toBe('10000000');
    expect(cells.slice(6, 9)).toEqual([result.loss, result.w, result.b].map(String));
    expect(readdirSync(folder)).toEqual(['run.csv']);
  },
);

test('one that is cancelled leaves no partial file', async () => {
  const folder = tempFolder();
  const path = join(folder, 'run.csv');
  // Trained in a fraction of a second: Ctrl+C comes while the file is written.
  const line = `train --steps 3000000 --dataset integers --export ${path}`.split(' ');
  const { code } = await runCli(line, 1500);
  expect([0, 130]).toContain(code);
  const document = join(folder, 'run.chainrule');
  await runCli(['train', '--steps', '3000000', '--export', document]);
  expect(await runCli(['export', document, '--to', join(folder, 'long.csv')], 1500)).toMatchObject({
    code: 130,
  });
  expect(readdirSync(folder).filter((name) => /part|long/.test(name))).toEqual([]);
});
