import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startChild } from './child.mjs';

/**
 * Electron's executable where it is on disk, found as electron's own index.js finds it. (That file
 * is not asked, since it downloads what it does not find.)
 *
 * @param {string} electronFolder node_modules/electron
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findElectron(electronFolder, env) {
  const pathFile = join(electronFolder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined;
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  let binary;
  if (override) binary = join(override, name ?? 'electron');
  else if (name !== undefined) binary = join(electronFolder, 'dist', name);
  return binary !== undefined && existsSync(binary) ? binary : undefined;
}

/**
 * Bytes in all the files of a folder.
 *
 * @param {string} folder
 */
function sizeOf(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((bytes, { parentPath, name }) => bytes + statSync(join(parentPath, name)).size, 0);
  } catch {
    // Not there yet, or the installer removed something while we looked.
    return 0;
  }
}

/**
 * Runs electron's installer, and ends it when nothing has come for too long.
 *
 * @param {object} download
 * @param {string} download.installScript electron's install.js
 * @param {NodeJS.ProcessEnv} download.env
 * @param {number} [download.stallMs] how long no byte may come, in ms
 * @param {string} [download.tempParent] where the folder it downloads into is made
 * @returns {Promise<string | undefined>} why there is no Electron now, or undefined where there is
 */
export async function downloadElectron({
  installScript,
  env,
  stallMs = 20_000,
  tempParent = tmpdir(),
}) {
  const temp = mkdtempSync(join(tempParent, 'chainrule-electron-'));
  const { child, ended } = startChild(process.execPath, [installScript], {
    env: { ...env, TMPDIR: temp, TEMP: temp, TMP: temp },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr?.on('data', (text) => (complaint += text));

  // It downloads into the one and unpacks into the other.
  const folders = [temp, join(dirname(installScript), 'dist')];
  let size = NaN;
  let lastGrowth = performance.now();
  let stalled = false;
  const watch = setInterval(
    () => {
      const now = folders.reduce((sum, folder) => sum + sizeOf(folder), 0);
      if (now !== size) {
        size = now;
        lastGrowth = performance.now();
      } else if (performance.now() - lastGrowth > stallMs) {
        stalled = true;
        child.kill('SIGKILL');
      }
    },
    Math.min(500, stallMs / 4),
  );

  const { code, how } = await ended;
  clearInterval(watch);
  rmSync(temp, { recursive: true, force: true, maxRetries: 5 });
  if (stalled) return `no byte came for ${stallMs / 1000} s`;
  if (code === 0) return undefined;
  const [reason] = complaint.split('\n').filter((line) => line.trim() !== '');
  return reason === undefined ? how : `${how}, ${reason.trim()}`;
}
