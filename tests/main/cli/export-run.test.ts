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
  it.each(['csv', 'json', 'chainrule', 'py', 'torch.py', 'ipynb', 'md', 'html'])(
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
      if (ending === 'md') expect(written.toString()).toMatch(/^# Step 100, worked out\n/);
      if (ending === 'html') expect(written.toString()).toContain('<h1>Step 100 by hand</h1>');
    },
  );

  it('writes the step that is named, in the view that is named, as what is named', async () => {
    const path = join(folder, 'step.txt');
    const named = ['--format', 'derivation', '--step', '3', '--view', 'notebook'];
    expect((await runCli(['export', run, '--to', path, ...named])).code).toBe(0);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('# Step 3, worked out');
    expect(text).toContain('The graph is the one that the notebook builds');
  });

  it.each([
    [
      'out.md',
      ['--step', '101'],
      '--step is "101"; accepted: a whole number from 1 to 100: the run took 100 steps.',
    ],
    [
      'out.html',
      ['--step', 'last'],
      '--step is "last"; accepted: a whole number from 1 to 100: the run took 100 steps.',
    ],
    ['out.md', ['--view', 'seminar'], '--view is "seminar"; accepted: compact, notebook.'],
    [
      'out.csv',
      ['--step', '3'],
      '--step is "3"; accepted: only with a derivation (FILE.md) or a worksheet (FILE.html).',
    ],
    [
      'out.md',
      ['--format', 'pdf'],
      '--format is "pdf"; accepted: csv, json, python, pytorch, notebook, derivation, worksheet.',
    ],
  ])('refuses %s with %j', async (to, options, sentence) => {
    const path = join(folder, `refused-${to}`);
    expect(await runCli(['export', run, '--to', path, ...options])).toEqual({
      code: 2,
      stdout: '',
      stderr: `${sentence}\n`,
    });
    expect(existsSync(path)).toBe(false);
  });

  it('refuses a worksheet of a network that is too large, before it trains it', async () => {
    const path = join(folder, 'large.html');
    const large = [
      '--model',
      'mlp',
      '--dataset',
      'moons',
      '--batch',
      'full',
      '--steps',
      '1000000000',
    ];
    const { code, stdout, stderr } = await runCli(['train', ...large, '--export', path]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^--export is .*; accepted: on a worksheet, a step whose backward pass has at most 64 edges/,
    );
  });

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
      'accepted: a file name that ends in .csv, .chainrule, .json, .py, .torch.py, .ipynb, .md or .html',
    ],
    ['none/out.csv', 'accepted: a file in a folder that exists'],
  ])('refuses --to %s', async (to, accepted) => {
    const { code, stderr } = await runCli(['export', run, '--to', join(folder, to)]);
    expect(code).toBe(2);
    expect(stderr).toContain('--to is');
    expect(stderr).toContain(accepted);
  });
});
