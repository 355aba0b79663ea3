import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';
import { findPython } from '../../scripts/ensure-python.mjs';

const RUNNER = fileURLToPath(new URL('run_python.py', import.meta.url));

/** A Python that has `module`. Where there is none the test that asks is skipped, and says why. */
export function pythonWith(module: string, { skip, task }: TestContext): string {
  const python = findPython(module);
  if (python !== undefined) return python;
  const reason = `no python3 here has ${module}`;
  // Vitest's reporter keeps the reason to itself.
  console.warn(`“${task.name}” is skipped: ${reason}.`);
  return skip(reason);
}

/** Runs programs in one process of `python`. @param ending of their files @returns what each printed */
export function printedBy(
  programs: readonly string[],
  ending: 'py' | 'ipynb',
  python = 'python3',
): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'chainrule-python-'));
  try {
    const paths = programs.map((program, i) => {
      const path = join(folder, `${i}.${ending}`);
      writeFileSync(path, program);
      return path;
    });
    const output = execFileSync(python, ['-I', RUNNER], {
      ...{ input: JSON.stringify(paths), encoding: 'utf8', maxBuffer: 1e9 },
    });
    return JSON.parse(output) as string[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
