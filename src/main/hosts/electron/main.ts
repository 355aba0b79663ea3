import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, session } from 'electron';
import { LabError } from '../../../contract/errors';
import { productionLab } from '../../production';
import type { KeepIn } from '../../runs/library/run-library';
import { dataFolder, keepIn } from '../data-folder';
import { StaticFiles } from '../static-files';
import { startAddress } from './address';
import { registerAppScheme, serveAppScheme } from './app-protocol';
import { guardContents, guardSession } from './guards';
import { serveWindow } from './ipc';
import { setMenu } from './menu';
import { saveWithDialog } from './save';
import { bringToFront, createWindow } from './window';

/** All of it but opening the window must happen before the app is ready. */
function start(): void {
  const keep = useDataFolder(process.argv.slice(1));
  // The lock belongs to the data folder.
  if (!app.requestSingleInstanceLock()) {
    process.stdout.write('Chainrule is open already; its window comes to the front.\n');
    app.quit();
    return;
  }
  registerAppScheme();
  // For what Chromium itself might fetch, which no session is asked about: no name resolves.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  app.on('window-all-closed', () => app.quit());
  // Not awaited: Electron becomes ready only after this module has run to its end.
  void app
    .whenReady()
    .then(() => openLab(keep))
    .catch(fail);
}

/** @throws LabError for --data without a name. Chromium's own options are left alone. */
function useDataFolder(args: string[]): KeepIn {
  const options = { data: { type: 'string' }, guest: { type: 'boolean' } } as const;
  const { data, guest } = parseArgs({ args, options, strict: false }).values;
  const asked = data === undefined || typeof data === 'string' ? data : '';
  const folder = dataFolder(asked);
  try {
    mkdirSync(folder, { recursive: true });
    app.setPath('userData', folder);
  } catch {
    // Chromium's own files stay where Electron puts them; the lab says that it cannot keep its runs.
  }
  return keepIn({ data: asked, guest: guest === true });
}

async function openLab(keep: KeepIn): Promise<void> {
  const developing = !app.isPackaged;
  guardSession(session.defaultSession, developing);
  serveAppScheme(new StaticFiles(join(import.meta.dirname, '../renderer')));
  setMenu(developing);

  const window = createWindow();
  app.on('second-instance', () => bringToFront(window));
  const lab = await productionLab(saveWithDialog(window), keep);
  app.once('will-quit', (event) => {
    event.preventDefault();
    void lab.close().finally(() => app.exit());
  });
  serveWindow(window.webContents, lab);
  await window.loadURL(startAddress).catch((error: unknown) => {
    // Once it shows, a load ends early because the learner reloads or closes it.
    if (!window.isDestroyed() && !window.isVisible()) throw error;
  });
}

function fail(error: unknown): void {
  const known = error instanceof LabError;
  process.stderr.write(`${known ? error.message : String(error)}\n`);
  app.exit(known && error.data.code === 'invalid-value' ? 2 : 1);
}

try {
  start();
} catch (error) {
  fail(error);
}
