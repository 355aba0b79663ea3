import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { downloadElectron, findElectron } from './electron-binary.mjs';

/**
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {number | undefined} uid undefined where users have no numbers
 * @property {NodeJS.ProcessEnv} env
 */

/** @type {Machine} */
export const thisMachine = {
  platform: process.platform,
  uid: process.getuid?.(),
  env: process.env,
};

/** What the Electron host prints once its window shows. */
const readyLine = 'chainrule: window ready';

/**
 * Why this machine can have no window, as the first half of a sentence.
 *
 * @param {Machine} machine
 */
export function whyNoWindow({ platform, uid, env }) {
  if (platform !== 'linux') return undefined;
  if (uid === 0) return 'Electron does not run as root';
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'There is no display';
  return undefined;
}

/**
 * Runs Electron until it ends.
 *
 * @param {string} binary
 * @param {string} folder the project's
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export async function runElectron(binary, folder, args, env) {
  const { child, ended } = startChild(binary, ['.', ...args], {
    cwd: folder,
    // Set in the terminals of some editors, and Electron would then be plain Node.
    env: { ...env, ELECTRON_RUN_AS_NODE: undefined },
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  let ready = false;
  const printed = new Promise((resolve) => child.once('close', resolve));
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === readyLine) ready = true;
      else console.log(line);
    });
  }
  const end = await ended;
  // What it printed may come after its end, or never where a helper process holds the pipe.
  await Promise.race([printed, sleep(500)]);
  return { ...end, ready };
}

/**
 * Opens the lab in a window and waits until it is closed.
 *
 * @param {object} wanted
 * @param {Machine} wanted.machine
 * @param {string} wanted.folder the project's
 * @param {readonly string[]} wanted.args for the Electron host
 * @param {number} [wanted.stallMs] how long a download may bring nothing
 * @returns {Promise<{ code: number } | { why: string }>} why: the first half of a sentence
 */
export async function openWindow({ machine, folder, args, stallMs }) {
  const why = whyNoWindow(machine);
  if (why !== undefined) return { why };

  const { env } = machine;
  const electronFolder = join(folder, 'node_modules', 'electron');
  let binary = findElectron(electronFolder, env);
  if (binary === undefined) {
    if (env['ELECTRON_OVERRIDE_DIST_PATH']) {
      return { why: 'ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron' };
    }
    console.error('Downloading Electron, once …');
    const installScript = join(electronFolder, 'install.js');
    const failure = await downloadElectron({ installScript, env, ...(stallMs && { stallMs }) });
    binary = findElectron(electronFolder, env);
    if (binary === undefined) {
      return { why: `Electron could not be downloaded (${failure ?? 'its binary is missing'})` };
    }
  }

  const { ready, code, how } = await runElectron(binary, folder, args, env);
  // 0: another window of this lab came to the front. 2: a bad argument, which was said.
  if (ready || code === 0 || code === 2) return { code };
  return { why: `Electron ended before its window was ready (${how})` };
}
