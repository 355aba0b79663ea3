import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isStale } from '../../scripts/build-if-stale.mjs';
import { tempFolder, writeFile } from '../support/temp-folder';

const date = (path: string, seconds: number) => utimesSync(path, seconds, seconds);

/** Dates a file or a folder with all it holds. */
function dateAll(path: string, seconds: number): void {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path)) dateAll(join(path, name), seconds);
  }
  date(path, seconds);
}

/** A project whose sources are all older than its build. */
function builtProject(): string {
  const folder = tempFolder();
  writeFile(folder, 'src/engine/value.ts', '');
  writeFile(folder, 'resources/icon.png', '');
  for (const name of ['electron.vite.config.ts', 'svelte.config.js', 'package.json']) {
    writeFile(folder, name, '');
  }
  writeFile(folder, 'out/.built', '');
  dateAll(folder, 1000);
  date(join(folder, 'out/.built'), 2000);
  return folder;
}

describe('a build', () => {
  it('is fresh while no source is newer', () => {
    expect(isStale(builtProject())).toBe(false);
  });

  it('is stale where there has been none', () => {
    const folder = builtProject();
    rmSync(join(folder, 'out'), { recursive: true });
    expect(isStale(folder)).toBe(true);
  });

  it.each(['src/engine/value.ts', 'resources/icon.png', 'svelte.config.js', 'package.json'])(
    'is stale once %s has changed',
    (name) => {
      const folder = builtProject();
      date(join(folder, name), 3000);
      expect(isStale(folder)).toBe(true);
    },
  );

  it('is stale once a source has been taken away', () => {
    const folder = builtProject();
    rmSync(join(folder, 'src/engine/value.ts'));
    expect(isStale(folder)).toBe(true);
  });

  it('does not care for other files', () => {
    const folder = builtProject();
    writeFile(folder, 'tests/value.test.ts', '');
    expect(isStale(folder)).toBe(false);
  });
});
