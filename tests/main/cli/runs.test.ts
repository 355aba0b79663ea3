import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { RunSummary } from '../../../src/contract/library';
import { exercise10 } from '../../../src/contract/recipe';
import type { RunDocument } from '../../../src/contract/run-document';
import { documentText } from '../../../src/main/runs/document';
import { FolderLock } from '../../../src/main/runs/library/folder-lock';
import { runCli } from '../../support/run-cli';
import { tempFolder } from '../../support/temp-folder';
import { documentOf } from '../runs/document-of';

/** Runs the command line on a data folder. */
async function cli(folder: string, ...args: string[]) {
  return runCli([...args, '--data', folder]);
}

async function listed(folder: string, ...args: string[]): Promise<readonly RunSummary[]> {
  const { stdout, stderr, code } = await cli(folder, 'runs', 'list', '--json', ...args);
  expect([stderr, code]).toEqual(['', 0]);
  return JSON.parse(stdout) as readonly RunSummary[];
}

function file(folder: string, name: string, steps = 5): string {
  const path = join(folder, `${name}.chainrule`);
  const document = documentOf({ recipe: exercise10, interventions: [] }, steps);
  writeFileSync(path, documentText({ ...document, name }));
  return path;
}

describe('runs of the data folder on the command line', () => {
  test('are imported, listed, searched, shown, exported and deleted', async () => {
    const [folder, outside] = [tempFolder(), tempFolder()];
    const paths = ['one', 'two'].map((name, i) => file(outside, name, 5 + i));
    const imported = await cli(folder, 'import', ...paths);
    expect(imported.stdout).toMatch(/one\.chainrule: imported as \S+\n.*two.*: imported as \S+\n$/);
    const again = await cli(folder, 'import', ...paths);
    expect(again.stdout.match(/was there already as/g)).toHaveLength(2);

    const all = await listed(folder, '--sort', 'name');
    expect(all.map(({ name }) => name)).toEqual(['one', 'two']);
    expect((await listed(folder, '--search', 'two')).map(({ steps }) => steps)).toEqual([6]);
    const lines = (await cli(folder, 'runs', 'list', '--sort', 'name')).stdout.split('\n');
    expect(lines[0]?.split('\t')).toEqual([
      ...[all[0]?.id, '', '5', 'stopped', String(all[0]?.loss), 'one'],
    ]);

    const id = all[0]?.id ?? '';
    const shown = JSON.parse((await cli(folder, 'runs', 'show', id)).stdout) as RunDocument;
    expect(shown.name).toBe('one');
    const csv = join(outside, 'out.csv');
    expect(await cli(folder, 'export', id, '--to', csv)).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(csv, 'utf8').trimEnd().split('\r\n')).toHaveLength(6);

    expect((await cli(folder, 'runs', 'delete', id)).stdout).toBe(`${id}: deleted\n`);
    expect((await listed(folder)).map(({ name }) => name)).toEqual(['two']);
  });

  test('train --keep keeps the run, where the window finds it', async () => {
    vi.stubEnv('CHAINRULE_GUEST', '');
    onTestFinished(() => void vi.unstubAllEnvs());
    const folder = tempFolder();
    const { code, stdout } = await cli(folder, 'train', '--steps', '20', '--keep');
    expect(code).toBe(0);
    const { result } = JSON.parse(stdout) as { result: { loss: number } };
    expect(await listed(folder)).toMatchObject([{ steps: 20, stop: 'steps', loss: result.loss }]);
    expect(readdirSync(folder).sort()).toEqual(['run-index.json', 'runs']);
    // Without --keep nothing is kept.
    await cli(folder, 'train', '--steps', '30');
    expect(await listed(folder)).toHaveLength(1);
  });

  test('a wrong id or a wrong file changes nothing and is said in one sentence, exit code 2', async () => {
    const [folder, outside] = [tempFolder(), tempFolder()];
    await cli(folder, 'import', file(outside, 'one'), file(outside, 'two', 6));
    const id = (await listed(folder))[0]?.id ?? '';
    const refused = async (line: readonly string[], sentence: RegExp) => {
      const { code, stdout, stderr } = await cli(folder, ...line);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(sentence);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    };
    await refused(['runs', 'show', 'nothing'], /^id is "nothing"; accepted: the id of a kept run/);
    await refused(['runs', 'show', '20'], /several runs begin so/);
    await refused(['runs', 'delete', id, '../x'], /^id is "\.\.\/x"/);
    await refused(['runs', 'list', '--sort', 'colour'], /^--sort is "colour"; accepted: modified/);
    const broken = join(outside, 'broken.chainrule');
    writeFileSync(broken, '{');
    await refused(['import', file(outside, 'three', 7), broken], /broken\.chainrule: text is/);
    await refused(['import', '/dev/zero'], /^\/dev\/zero: size is/);
    expect(await listed(folder)).toHaveLength(2);
  });

  test('promise 20: a folder that a lab has is read, not written to; the sentence says who has it', async () => {
    const [folder, outside] = [tempFolder(), tempFolder()];
    await cli(folder, 'import', file(outside, 'one'));
    const lock = FolderLock.take(folder, 'chainrule 9.9');
    expect(await listed(folder)).toHaveLength(1);
    const { code, stderr } = await cli(folder, 'import', file(outside, 'two', 6));
    expect(code).toBe(2);
    expect(stderr).toContain(`chainrule 9.9, process ${process.pid} has it; close that first`);
    (lock as FolderLock).release();
    expect(await listed(folder)).toHaveLength(1);
    expect(await cli(folder, 'import', file(outside, 'two', 6))).toMatchObject({ code: 0 });
  });
});
