import { spawn } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../scripts/project.mjs';
import { tempFolder, writeFile } from '../support/temp-folder';

/** A built project with our scripts and a browser host of the test's own. */
function project(browserHost: string): string {
  const folder = tempFolder();
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFile(folder, 'out/main/browser.js', browserHost);
  writeFile(folder, 'out/.built', '');
  return folder;
}

const printArguments = 'console.log(process.argv.slice(2).join(" ")); process.exit(7);';

/** @param stopOn what it prints when it shall be stopped */
async function start(folder: string, args: readonly string[], stopOn?: string) {
  const child = spawn(process.execPath, [join(folder, 'scripts/start.mjs'), ...args], {
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  child.stdout.on('data', (text) => {
    stdout += String(text);
    if (stopOn !== undefined && stdout.includes(stopOn)) child.kill('SIGTERM');
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, stdout: stdout.trim(), stderr: stderr.trim() };
}

it('refuses a bad option with one sentence and exit code 2', async () => {
  expect(await start(project(printArguments), ['--prot', '80'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Option --prot is unknown; did you mean --port?',
  });
});

it('hands its options to the browser host, and ends with its exit code', async () => {
  const args = ['--browser', '--port', '8080', '--data', '/runs', '--no-open'];
  expect(await start(project(printArguments), args)).toEqual({
    code: 7,
    stdout: '--port 8080 --data /runs --no-open',
    stderr: '',
  });
});

it.runIf(process.platform === 'linux')(
  'opens in the browser where there can be no window, and says why',
  async () => {
    const why = process.getuid?.() === 0 ? 'Electron does not run as root' : 'There is no display';
    expect(await start(project(printArguments), [])).toEqual({
      code: 7,
      stdout: '--port 0',
      stderr: `${why}, so Chainrule opens in the browser instead.`,
    });
  },
);

it.skipIf(process.platform === 'win32')('stops the browser host when it is stopped', async () => {
  const host = `
    process.on('SIGTERM', () => { console.log('goodbye'); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log('serving');
  `;
  expect(await start(project(host), ['--browser'], 'serving\n')).toEqual({
    code: 0,
    stdout: 'serving\ngoodbye',
    stderr: '',
  });
});
