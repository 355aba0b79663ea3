import { describe, expect, it, vi } from 'vitest';
import { ensureBrowser, type Machine } from '../../scripts/ensure-browser.mjs';

const playwrights = '/home/ada/.cache/ms-playwright/chromium/chrome';

/** A Linux machine on which only these files exist. */
function machine(files: readonly string[], facts: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    uid: 1000,
    distribution: 'debian',
    exists: (path) => files.includes(path),
    playwright: () => Promise.resolve(playwrights),
    install: () => expect.fail('nothing is to be installed'),
    ...facts,
  };
}

describe('the browser of the tests', () => {
  it('is the one that CHAINRULE_BROWSER names', async () => {
    const env = { PATH: '/usr/bin', CHAINRULE_BROWSER: '/opt/mine' };
    expect(await ensureBrowser(machine(['/usr/bin/chromium', '/opt/mine'], { env }))).toBe(
      '/opt/mine',
    );
  });

  it('is not another one where CHAINRULE_BROWSER names none', async () => {
    const env = { PATH: '/usr/bin', CHAINRULE_BROWSER: '/opt/mine' };
    await expect(ensureBrowser(machine(['/usr/bin/chromium'], { env }))).rejects.toThrow(
      "CHAINRULE_BROWSER is '/opt/mine', and there is no such file.",
    );
  });

  it('is an installed one rather than Playwright’s', async () => {
    const files = [playwrights, '/usr/bin/google-chrome', '/usr/bin/chromium'];
    expect(await ensureBrowser(machine(files))).toBe('/usr/bin/chromium');
  });

  it.each<[string, string, Partial<Machine>]>([
    ['Chromium of snap', '/snap/bin/chromium', {}],
    [
      'Chrome on macOS',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      { platform: 'darwin' },
    ],
    [
      'Edge on Windows',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
      { platform: 'win32', env: { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' } },
    ],
    [
      'Chromium on the PATH of Windows',
      'D:\\tools\\chromium.exe',
      { platform: 'win32', env: { Path: 'C:\\Windows;D:\\tools' } },
    ],
  ])('is %s', async (_, path, facts) => {
    expect(await ensureBrowser(machine([path], facts))).toBe(path);
  });

  it('is Playwright’s where none is installed', async () => {
    expect(await ensureBrowser(machine([playwrights], { uid: 0 }))).toBe(playwrights);
  });

  it('is installed by root on Debian', async () => {
    const files: string[] = [];
    const install = vi.fn(() => files.push('/usr/bin/chromium') > 0);
    expect(await ensureBrowser(machine(files, { uid: 0, install }))).toBe('/usr/bin/chromium');
    expect(install).toHaveBeenCalledOnce();
  });

  it.each<[string, Partial<Machine>, string]>([
    ['another user on Debian', {}, 'sudo apt-get update && sudo apt-get install -y chromium'],
    [
      'root where the installation failed',
      { uid: 0, install: () => false },
      'apt-get update && apt-get install -y chromium',
    ],
    ['Ubuntu', { distribution: 'ubuntu', uid: 0 }, 'npx playwright install --with-deps chromium'],
    ['macOS', { platform: 'darwin', distribution: undefined }, 'npx playwright install chromium'],
  ])('is for %s to install, with one command', async (_, facts, command) => {
    await expect(ensureBrowser(machine([], facts))).rejects.toThrow(
      new Error(`The tests need Chromium, Chrome or Edge; to install one: ${command}`),
    );
  });
});
