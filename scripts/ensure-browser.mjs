import { existsSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { aptInstall, distribution } from './debian.mjs';
import { isProgram } from './project.mjs';

/**
 * What the search depends on.
 *
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {NodeJS.ProcessEnv} env
 * @property {number | undefined} uid undefined where users have no numbers
 * @property {string | undefined} distribution ID of /etc/os-release
 * @property {(path: string) => boolean} exists
 * @property {() => Promise<string>} playwright where Playwright keeps a browser of its own
 * @property {() => boolean} install installs Debian's Chromium
 */

const programs = [
  'chromium',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'msedge',
  // Last, since on Ubuntu it may be a note that there is none.
  'chromium-browser',
];

/** Of what is rarely on PATH. @type {Partial<Record<NodeJS.Platform, readonly string[]>>} */
const places = {
  linux: ['/snap/bin/chromium', '/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'Chromium\\Application\\chrome.exe',
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** @param {Pick<Machine, 'platform' | 'env'>} machine */
function candidates({ platform, env }) {
  const windows = platform === 'win32';
  const { join, delimiter } = windows ? win32 : posix;
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((text) => text !== '');
  const onPath = programs.flatMap((name) =>
    folders.map((folder) => join(folder, windows ? `${name}.exe` : name)),
  );
  const usual = places[platform] ?? [];
  if (!windows) return [...onPath, ...usual];
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => env[name]);
  return [
    ...onPath,
    ...usual.flatMap((path) => roots.flatMap((root) => (root ? [join(root, path)] : []))),
  ];
}

/**
 * The browser that is named by CHAINRULE_BROWSER, else an installed one.
 *
 * @param {Pick<Machine, 'platform' | 'env' | 'exists'>} machine
 * @returns {string | undefined}
 */
export function findBrowser(machine = thisMachine) {
  const named = machine.env['CHAINRULE_BROWSER'];
  if (!named) return candidates(machine).find(machine.exists);
  if (machine.exists(named)) return named;
  throw new Error(`CHAINRULE_BROWSER is '${named}', and there is no such file.`);
}

/** @param {Pick<Machine, 'platform' | 'distribution' | 'uid'>} machine */
function installCommand({ platform, distribution, uid }) {
  if (distribution === 'debian') {
    const apt = uid === 0 ? 'apt-get' : 'sudo apt-get';
    return `${apt} update && ${apt} install -y chromium`;
  }
  return `npx playwright install ${platform === 'linux' ? '--with-deps ' : ''}chromium`;
}

/**
 * The executable of a Chromium, Chrome or Edge, installed first where that can be done.
 *
 * @throws {Error} with the command to type where it cannot
 */
export async function ensureBrowser(machine = thisMachine) {
  const installed = findBrowser(machine);
  if (installed !== undefined) return installed;
  const playwrights = await machine.playwright();
  if (machine.exists(playwrights)) return playwrights;
  if (machine.distribution === 'debian' && machine.uid === 0 && machine.install()) {
    const browser = findBrowser(machine);
    if (browser !== undefined) return browser;
  }
  throw new Error(
    `The tests need Chromium, Chrome or Edge; to install one: ${installCommand(machine)}`,
  );
}

/** @type {Machine} */
const thisMachine = {
  platform: process.platform,
  env: process.env,
  uid: process.getuid?.(),
  distribution: distribution(),
  exists: existsSync,
  playwright: async () => (await import('playwright')).chromium.executablePath(),
  install: () => aptInstall(['chromium']),
};

if (isProgram(import.meta.url)) {
  try {
    console.log(await ensureBrowser());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
