import { join } from 'node:path';
import { BrowserWindow, type WebPreferences } from 'electron';

/** The page is an ordinary web page: all it has beyond that is what the preload script gives it. */
export const webPreferences = Object.freeze({
  preload: join(import.meta.dirname, '../preload/preload.cjs'),
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
} satisfies WebPreferences);

/** A window that shows once its page is drawn; then it says so to whoever started the program. */
export function createWindow(): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Chainrule',
    width: 1280,
    height: 800,
    minWidth: 960,
    minHeight: 600,
    show: false,
    // A copy, as Electron may write into what it is given.
    webPreferences: { ...webPreferences },
  });
  window.once('ready-to-show', () => {
    window.show();
    process.stdout.write('chainrule: window ready\n');
  });
  return window;
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
