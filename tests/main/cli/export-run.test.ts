import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exercise10 } from '../../../src/contract/recipe';
import { readRun } from '../../../src/main/runs/read-run';
import { runCli } from '../../support/run-cli';
import { documentOf } from '../runs/document-of';

const folder = mkdtempSync(join(tmpdir(), 'chainrule-export-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const document = documentOf({ recipe: exercise10, interventions: [] }, 100);
const run = join(folder, 'run.chainrule');
writeFileSync(run, JSON.stringify(document));

describe('chainrule export', () => {
  it.each(['csv', 'json', 'chainrule', 'py', 'torch.py', 'ipynb'])(
    'writes a saved run as .%s',
    async (ending) => {
      const path = join(folder, `out.${ending}`);
      expect(await runCli(['export', run, '--to', path])).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });
      const written = readFileSync(path);
      if (ending === 'csv') expect(written.toString().trimEnd().split('\r\n')).toHaveLength(101);
      if (['json', 'chainrule'].includes(ending))
        expect(readRun(path, written).result).toEqual(document.result);
      if (['py', 'ipynb'].includes(ending))
        expect(written.toString()).toContain(document.result.checksum);
      if (ending === 'torch.py')
        expect(written.toString()).toContain('class Perceptron(nn.Module):');
      if (ending === 'ipynb') expect(JSON.parse(written.toString())).toMatchObject({ nbformat: 4 });
    },
  );

  it('leaves nothing where the run does not come to its own numbers', async () => {
    const other = join(folder, 'other.chainrule');
    const recipe = { ...document.recipe, learningRate: 0.2 };
    writeFileSync(other, JSON.stringify({ ...document, recipe }));
    const path = join(folder, 'other.csv');
    const { code, stderr } = await runCli(['export', other, '--to', path]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'The replay of this run came to other numbers.\n',
    });
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each([
    [
      'out.txt',
      'accepted: a file name that ends in .csv, .chainrule, .json, .py, .torch.py or .ipynb',
    ],
    ['none/out.csv', 'accepted: a file in a folder that exists'],
  ])('refuses --to %s', async (to, accepted) => {
    const { code, stderr } = await runCli(['export', run, '--to', join(folder, to)]);
    expect(code).toBe(2);
    expect(stderr).toContain('--to is');
    expect(stderr).toContain(accepted);
  });
});
