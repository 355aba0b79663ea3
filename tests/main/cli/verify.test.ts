import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { inputCount } from '../../../src/contract/dataset';
import type { Recipe } from '../../../src/contract/recipe';
import { everyModel } from '../../engine/model-recipes';
import { runCli } from '../../support/run-cli';
import { documentOf } from '../runs/document-of';
import { randomRun } from '../runs/random-run';

const folder = mkdtempSync(join(tmpdir(), 'chainrule-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('chainrule verify', () => {
  test('500 random recipes, opened in a fresh process, come to their own numbers', async () => {
    const runs = fc.sample(randomRun, { numRuns: 500, seed: 20_261_124 });
    const kinds = runs.map(({ recipe: one }) => `${one.model} ${inputCount(one.dataset)}`);
    expect(new Set(kinds).size).toBe(5);
    const documents = runs.map((one) => documentOf(one, 40));
    expect(new Set(documents.map(({ result }) => result.stop)).size).toBe(2);
    const paths = documents.map((one, i) => written(`${i}.chainrule`, one));
    const { code, stdout, stderr } = await runCli(['verify', ...paths]);
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n');
    expect(lines.filter((line) => !/: reproduces, \d+ steps, [0-9a-f]{16}$/.test(line))).toEqual(
      [],
    );
    expect(lines).toHaveLength(500);
    expect(code).toBe(0);
  });

  test('a run with another learning rate differs: exit code 1, and every field of it is told', async () => {
    const one = documentOf({ recipe: everyModel[0] as Recipe, interventions: [] }, 20);
    const path = written('changed.chainrule', {
      ...one,
      recipe: { ...one.recipe, learningRate: 0.5 },
    });
    const { code, stdout } = await runCli(['verify', path]);
    expect(code).toBe(1);
    const [title, ...lines] = stdout.trim().split('\n');
    expect(title).toBe(`${path}: differs`);
    expect(
      lines.map((line) => /^ {2}(\S+): \S+ in the file, \S+ by replay$/.exec(line)?.[1]),
    ).toEqual([...['loss', 'checksum', 'w', 'b']]);
  });

  test('a file that is none is refused in one sentence, and left as it was', async () => {
    const path = written('broken.chainrule', { format: 'chainrule-run', version: 9 });
    const before = readFileSync(path);
    const { code, stdout, stderr } = await runCli(['verify', path]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `${path}: version is 9; accepted: up to 1; a newer Chainrule wrote this file.\n`,
    );
    expect(readFileSync(path)).toEqual(before);
    const none = await runCli(['verify', join(folder, 'none')]);
    expect(none).toMatchObject({
      code: 2,
      stderr: `${join(folder, 'none')} cannot be read (ENOENT).\n`,
    });
  });
});
