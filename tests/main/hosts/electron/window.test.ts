import { expect, test, vi } from 'vitest';
import { withElectron } from '../../../support/with-electron';

const load = () => withElectron(() => import('../../../../src/main/hosts/electron/window'));

test('promise 1: webPreferences are exactly these', async () => {
  const { loaded, electron } = await load();
  expect(loaded.webPreferences).toStrictEqual({
    preload: expect.stringMatching(/[\\/]preload[\\/]preload\.cjs$/) as string,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    allowRunningInsecureContent: false,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    experimentalFeatures: false,
    spellcheck: false,
  });
  expect(Object.isFrozen(loaded.webPreferences)).toBe(true);

  loaded.createWindow();
  expect(electron.windows).toHaveLength(1);
  expect(electron.windows[0]?.options.webPreferences).toStrictEqual(loaded.webPreferences);
});

test('the window shows, and says so, once its page is drawn', async () => {
  const said: unknown[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(text) > 0);
  const { loaded, electron } = await load();
  loaded.createWindow();
  const [window] = electron.windows;
  expect(window?.options.show).toBe(false);
  expect([window?.log, said]).toEqual([[], []]);

  window?.emit('ready-to-show');
  window?.emit('ready-to-show');
  write.mockRestore();
  expect(window?.log).toEqual(['show']);
  expect(said).toEqual(['chainrule: window ready\n']);
});

test('a minimised window is restored when it is brought to the front', async () => {
  const { loaded, electron } = await load();
  const window = loaded.createWindow();
  loaded.bringToFront(window);
  electron.windows[0]!.minimized = true;
  loaded.bringToFront(window);
  expect(electron.windows[0]?.log).toEqual(['focus', 'restore', 'focus']);
});
