import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, test } from 'vitest';

const depcruise = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** A small house in which every import is allowed. */
const good = {
  'src/contract/recipe.ts': 'export type Recipe = number; export const one: Recipe = 1;',
  'src/engine/value.ts': 'export const value = 1;',
  'src/engine/run.ts':
    "import type { Recipe } from '../contract/recipe'; export const run: Recipe = 1;",
  'src/main/lab.ts': "export { value as lab } from '../engine/value';",
  'src/renderer/view.ts': "export { one } from '../contract/recipe';",
};

const bad = [
  {
    what: 'a renderer file that imports engine',
    path: 'src/renderer/imports-engine.ts',
    text: "export { value } from '../engine/value';",
    rule: 'renderer-imports-contract',
  },
  {
    what: 'a Svelte component that imports engine',
    path: 'src/renderer/ImportsEngine.svelte',
    text: "<script>import { value } from '../engine/value'; console.log(value);</script>",
    rule: 'renderer-imports-contract',
  },
  {
    what: 'a renderer file that imports a type of main',
    path: 'src/renderer/imports-main.ts',
    text: "import type { lab } from '../main/lab'; export type Lab = typeof lab;",
    rule: 'renderer-imports-contract',
  },
  {
    what: 'an engine file that imports more than types from contract',
    path: 'src/engine/imports-a-value.ts',
    text: "export { one } from '../contract/recipe';",
    rule: 'engine-takes-only-types-from-contract',
  },
  {
    what: 'a contract file that imports engine',
    path: 'src/contract/imports-engine.ts',
    text: "export { value } from '../engine/value';",
    rule: 'contract-imports-nothing-of-ours',
  },
  {
    what: 'an engine file that imports Node',
    path: 'src/engine/imports-node.ts',
    text: "export { cpus } from 'node:os';",
    rule: 'no-node-in-pure-code',
  },
  {
    what: 'electron outside its host',
    path: 'src/main/imports-electron.ts',
    text: "export { app } from 'electron';",
    rule: 'electron-only-in-its-host',
  },
  {
    what: 'a cycle',
    path: 'src/main/cycle-a.ts',
    text: "import './cycle-b'; export const a = 1;",
    rule: 'no-cycles',
  },
] as const;

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** What dependency-cruiser says of a tree of these files. */
function violations(files: Readonly<Record<string, string>>): Violation[] {
  const folder = mkdtempSync(join(tmpdir(), 'import-rule-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const config = resolve('.dependency-cruiser.cjs');
    const args = [depcruise, 'src', '--config', config, '--output-type', 'json'];
    const report = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    return (JSON.parse(report) as { summary: { violations: Violation[] } }).summary.violations;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the import rule', () => {
  let found: Violation[] = [];
  beforeAll(() => {
    const wrong = Object.fromEntries(bad.map(({ path, text }) => [path, text]));
    const other = { 'src/main/cycle-b.ts': "import './cycle-a'; export const b = 1;" };
    found = violations({ ...good, ...wrong, ...other });
  });

  test('lets the house stand', () => {
    expect(violations(good)).toEqual([]);
  });

  for (const { what, path, rule } of bad) {
    test(`fails on ${what}`, () => {
      expect(found.filter(({ from }) => from === path).map((one) => one.rule.name)).toContain(rule);
    });
  }

  test('ESLint sees an import of a type inside a component, which dependency-cruiser does not', async () => {
    const eslint = new ESLint({
      ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-imports',
      overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
    });
    const text = '<script lang="ts">import type { Value } from "../engine/value";</script>';
    const [result] = await eslint.lintText(text, { filePath: 'src/renderer/Probe.svelte' });
    expect(result?.messages.map(({ ruleId }) => ruleId)).toEqual(['no-restricted-imports']);
  });
});
