import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lab } from '../../../../src/main/lab';
import type { Deliver } from '../../../../src/main/runs/deliver';
import type { KeepIn } from '../../../../src/main/runs/library/run-library';
import { type FakeElectron } from '../../../fakes/electron';
import { spyLabApi } from '../../../support/spy-lab-api';
import { withElectron } from '../../../support/with-electron';

const [argv0 = ''] = process.argv;
const argvBefore = process.argv;
let said: string[];
let folder: string;
/** What the program did with its lab. */
let lab: Lab & { readonly log: string[] };
let createLab: (deliver: Deliver) => Promise<Lab>;
let kept: KeepIn;

beforeEach(() => {
  said = [];
  folder = mkdtempSync(join(tmpdir(), 'chainrule-electron-'));
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  }
  const log: string[] = [];
  lab = {
    api: spyLabApi().api,
    subscribe: () => () => {},
    result: () => {
      throw new Error('not asked for here');
    },
    storage: { kind: 'memory', reason: 'guest', folder: null, detail: '' },
    close: () => {
      log.push('close');
      return Promise.resolve();
    },
    log,
  };
  createLab = () => Promise.resolve(lab);
  vi.doMock('../../../../src/main/production', () => ({
    productionLab: (deliver: Deliver, keepIn: KeepIn) => {
      kept = keepIn;
      return createLab(deliver);
    },
  }));
  // The built renderer is not there yet: its folder stands beside the host's source.
  vi.doMock('../../../../src/main/hosts/static-files', () => ({
    StaticFiles: class {
      read = () => Promise.resolve(null);
    },
  }));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.argv = argvBefore;
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the program; `prepare` may set up the machine before. */
async function start(args: string[], prepare?: (electron: FakeElectron) => void) {
  process.argv = [argv0, '.', ...args];
  const { electron } = await withElectron(
    () => import('../../../../src/main/hosts/electron/main'),
    prepare,
  );
  return { ...electron, app: electron.module.app };
}

/** … and becomes ready. */
async function open(args: string[] = []) {
  const electron = await start(args);
  electron.app.becomeReady();
  await vi.waitFor(() => expect(said).toContain('chainrule: window ready\n'));
  return electron;
}

test('the data folder, the lock and the scheme come before ready, in this order', async () => {
  const data = join(folder, 'new');
  const { app } = await open(['--inspect=0', '--data', data]);
  const resolver = '--host-resolver-rules=MAP * ~NOTFOUND';
  expect(app.log).toEqual([`userData: ${data}`, 'lock', 'schemes', resolver, 'ready']);
});

test('without --data the folder is that of CHAINRULE_DATA', async () => {
  const data = join(folder, 'named');
  vi.stubEnv('CHAINRULE_DATA', data);
  vi.stubEnv('CHAINRULE_GUEST', '');
  const { app } = await open();
  expect(app.log[0]).toBe(`userData: ${data}`);
  expect(kept).toEqual({ folder: data });
});

test('a guest’s runs are kept nowhere', async () => {
  await open(['--guest', '--data', join(folder, 'new')]);
  expect(kept).toEqual({ guest: true, folder: join(folder, 'new') });
});

test('a folder that cannot be one is left to the lab, which opens all the same', async () => {
  vi.stubEnv('CHAINRULE_GUEST', '');
  writeFileSync(join(folder, 'file'), '');
  const { app } = await open(['--data', join(folder, 'file')]);
  expect(app.log[0]).toBe('lock');
  expect(kept).toEqual({ folder: join(folder, 'file') });
});

test.each([
  ['nothing', () => ['--data']],
  ['an empty name', () => ['--data=']],
])('--data with %s: one sentence, exit code 2', async (_name, args) => {
  const { app, windows } = await start(args());
  expect(app.exitCode).toBe(2);
  expect(said).toEqual([expect.stringMatching(/^--data is ".*"; accepted: a folder.*\.\n$/)]);
  expect([app.log, windows]).toEqual([['exit'], []]);
});

test('the window opens the start page, guarded', async () => {
  const { windows, module } = await open();
  const [window] = windows;
  expect(window?.log).toEqual(['load app://chainrule/', 'show']);
  expect(window?.webContents.allows('will-navigate')).toBe(false);
  expect(window?.webContents.windowOpen('https://example.org/')).toBe(false);
  expect(module.session.defaultSession.grants('media')).toEqual([]);
  expect(module.session.defaultSession.webRequest.passes('https://example.org/')).toBe(false);
});

test('promise 2: pages other than the window’s are guarded too', async () => {
  const { module, windows } = await open();
  new module.BrowserWindow({});
  expect(windows[1]?.webContents.allows('will-navigate')).toBe(false);
});

test('promise 20: a second launch brings the window to the front', async () => {
  const { app, windows } = await open();
  const [window] = windows;
  window!.minimized = true;
  app.emit('second-instance', {}, [], '/');
  expect(window?.log.slice(-2)).toEqual(['restore', 'focus']);
});

test('promise 20: the second process opens nothing and quits', async () => {
  const { app, windows, module } = await start([], (electron) => {
    electron.module.app.isFirstInstance = false;
  });
  app.becomeReady();
  await new Promise((resolve) => setTimeout(resolve));
  expect(app.exitCode).toBe(0);
  expect([windows, module.protocol.schemes]).toEqual([[], []]);
  expect(said).toEqual(['Chainrule is open already; its window comes to the front.\n']);
});

test('the program ends with its window, on every platform, and closes the lab first', async () => {
  const { app } = await open();
  app.emit('window-all-closed');
  expect(app.exitCode).toBeNull();
  await vi.waitFor(() => expect(app.exitCode).toBe(0));
  expect(lab.log).toEqual(['close']);
});

test('quitting again while the lab closes ends the program at once', async () => {
  lab = { ...lab, close: () => new Promise<void>(() => {}) };
  const { app } = await open();
  app.quit();
  expect(app.exitCode).toBeNull();
  app.quit();
  expect(app.exitCode).toBe(0);
});

test('a lab that cannot start is said, with exit code 1 and no window shown', async () => {
  createLab = () => Promise.reject(new Error('no worker'));
  const { app, windows } = await start([]);
  app.becomeReady();
  await vi.waitFor(() => expect(app.exitCode).toBe(1));
  expect(said).toEqual(['Error: no worker\n']);
  expect(windows[0]?.log).toEqual([]);
});

test('a page that cannot load is said, with exit code 1', async () => {
  const { app, windows } = await start([]);
  createLab = () => {
    windows[0]!.loadError = new Error('ERR_FAILED');
    return Promise.resolve(lab);
  };
  app.becomeReady();
  await vi.waitFor(() => expect(app.exitCode).toBe(1));
  expect(said).toEqual(['Error: ERR_FAILED\n']);
});

test('a load that ends early after the window has shown is no fault', async () => {
  const { app, windows } = await start([]);
  createLab = () => {
    windows[0]!.show();
    windows[0]!.loadError = new Error('ERR_ABORTED');
    return Promise.resolve(lab);
  };
  app.becomeReady();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(app.exitCode).toBeNull();
});

test('the save dialog belongs to the lab', async () => {
  let deliver: Deliver | null = null;
  createLab = (given) => {
    deliver = given;
    return Promise.resolve(lab);
  };
  const { module } = await open();
  const file = { name: 'run.json', type: 'application/json', send: vi.fn(), cancel: () => {} };
  expect(await deliver!(file)).toBeNull();
  expect(module.dialog.asked).toHaveLength(1);
});

test('the menu has standard entries; developer tools only where the program is not packaged', async () => {
  const roles = (electron: FakeElectron) => JSON.stringify(electron.module.Menu.template);
  const developing = await open();
  expect(roles(developing)).toContain('toggleDevTools');
  said = [];
  const packaged = await start([], ({ module }) => {
    module.app.isPackaged = true;
  });
  packaged.app.becomeReady();
  await vi.waitFor(() => expect(said).toContain('chainrule: window ready\n'));
  expect(roles(packaged)).not.toContain('toggleDevTools');
  for (const role of ['editMenu', 'viewMenu', 'windowMenu', 'zoomIn', 'reload']) {
    expect(roles(packaged)).toContain(`"${role}"`);
  }
});
