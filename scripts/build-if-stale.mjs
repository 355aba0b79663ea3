import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, isProgram, root } from './project.mjs';

/** What the built program is made of. */
const sources = [
  'src',
  'resources',
  'electron.vite.config.ts',
  'svelte.config.js',
  'package.json',
  'package-lock.json',
];

/** Written after a build that succeeded, and dated when that build began. */
const stampOf = (/** @type {string} */ folder) => join(folder, 'out', '.built');

/**
 * When a file, or anything in a folder, last changed, in ms; 0 where there is nothing.
 * A folder's own time counts too: it tells that a file was taken away.
 *
 * @param {string} path
 * @returns {number}
 */
function lastChange(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, lastChange(join(path, name))),
    stat.mtimeMs,
  );
}

/** Whether the sources in a project's folder changed since its last good build. */
export function isStale(folder = root) {
  const stamp = lastChange(stampOf(folder));
  return stamp === 0 || sources.some((path) => lastChange(join(folder, path)) > stamp);
}

/** Builds; prints the build's own output and ends the process where that fails. */
export function build() {
  const stamp = stampOf(root);
  const begun = new Date();
  rmSync(stamp, { force: true });
  if (process.stderr.isTTY) process.stderr.write('Building Chainrule …\n');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin('electron-vite'), 'build'], {
    cwd: root,
    // Vite would build for the mode that a test runner left in the environment.
    env: { ...process.env, NODE_ENV: 'production', VITEST: undefined },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}Chainrule could not be built.\n`);
    process.exit(1);
  }
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun);
}

export function buildIfStale() {
  if (isStale()) build();
}

if (isProgram(import.meta.url)) {
  if (process.argv.includes('--force')) build();
  else buildIfStale();
}
