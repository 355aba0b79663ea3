import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openWindow, whyNoWindow, type Machine } from '../../scripts/open-window.mjs';
import { tempFolder, writeFile } from '../support/temp-folder';

const desktop: Machine = {
  platform: 'linux',
  uid: 1000,
  env: { PATH: process.env['PATH'], DISPLAY: ':0' },
};

describe('a machine', () => {
  it.each<[string, Partial<Machine>, string | undefined]>([
    ['with a display', {}, undefined],
    ['with Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' } }, undefined],
    ['without a display', { env: {} }, 'There is no display'],
    ['run by root', { uid: 0 }, 'Electron does not run as root'],
    ['with macOS', { platform: 'darwin', env: {} }, undefined],
    ['with Windows', { platform: 'win32', uid: undefined, env: {} }, undefined],
  ])('%s', (_, facts, why) => {
    expect(whyNoWindow({ ...desktop, ...facts })).toBe(why);
  });
});

// A shell script stands in for Electron.
describe.skipIf(process.platform === 'win32')('the window', () => {
  function open(electron: string, args: readonly string[] = []) {
    const override = tempFolder();
    writeFile(override, 'electron', `#!/bin/sh\n${electron}\n`, 0o755);
    const env = { ...desktop.env, ELECTRON_OVERRIDE_DIST_PATH: override };
    return openWindow({ machine: { ...desktop, env }, folder: tempFolder(), args });
  }

  it('gives its exit code once it has been open', async () => {
    expect(await open("echo 'chainrule: window ready'; exit 3")).toEqual({ code: 3 });
  });

  it('has not been open where Electron ends before', async () => {
    expect(await open('echo starting; exit 1')).toEqual({
      why: 'Electron ended before its window was ready (exit code 1)',
    });
  });

  it('has not been open where Electron crashes', async () => {
    expect(await open('kill -SEGV $$')).toEqual({
      why: 'Electron ended before its window was ready (signal SIGSEGV)',
    });
  });

  it('runs the project with the arguments, and never without the sandbox', async () => {
    const print = vi.spyOn(console, 'log').mockReturnValue();
    await open('echo "$@"', ['--data', '/runs']);
    expect(print.mock.calls).toEqual([['. --data /runs']]);
    print.mockRestore();
  });
});

describe('where Electron is missing', () => {
  it('tells so of a folder that the user named', async () => {
    const env = { ...desktop.env, ELECTRON_OVERRIDE_DIST_PATH: tempFolder() };
    const machine = { ...desktop, env };
    expect(await openWindow({ machine, folder: tempFolder(), args: [] })).toEqual({
      why: 'ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron',
    });
  });

  it('downloads it first', async () => {
    const folder = tempFolder();
    const installer = `
      const { mkdirSync, writeFileSync } = require('node:fs');
      mkdirSync(__dirname + '/dist');
      writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho chainrule: window ready', { mode: 0o755 });
      writeFileSync(__dirname + '/path.txt', 'electron');
    `;
    writeFile(join(folder, 'node_modules/electron'), 'install.js', installer);
    const opened = await openWindow({ machine: desktop, folder, args: [] });
    expect(opened).toEqual({ code: 0 });
  });

  it('tells why it could not be downloaded', async () => {
    const folder = tempFolder();
    const installer = "console.error('TypeError: fetch failed'); process.exit(1);";
    writeFile(join(folder, 'node_modules/electron'), 'install.js', installer);
    expect(await openWindow({ machine: desktop, folder, args: [] })).toEqual({
      why: 'Electron could not be downloaded (exit code 1, TypeError: fetch failed)',
    });
  });

  it('downloads nothing where there could be no window', async () => {
    const machine = { ...desktop, env: {} };
    // There is no installer here, which would be a failed download.
    expect(await openWindow({ machine, folder: tempFolder(), args: [] })).toEqual({
      why: 'There is no display',
    });
  });
});
