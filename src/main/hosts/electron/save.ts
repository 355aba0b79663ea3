import { extname, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { Deliver } from '../../runs/deliver';
import { writeWhole } from '../../runs/write-whole';

/** Asks where to put a file, and writes it there. */
export function saveWithDialog(window: BrowserWindow): Deliver {
  return async ({ name, send }) => {
    const extension = extname(name).slice(1);
    const { canceled, filePath } = await dialog.showSaveDialog(window, {
      defaultPath: join(app.getPath('downloads'), name),
      filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
      // Linux asks before it replaces a file only if told to.
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (canceled) return null;
    void send((pieces) => writeWhole(filePath, pieces));
    return { address: null };
  };
}
