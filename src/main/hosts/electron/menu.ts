import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Standard entries, worded by Electron. */
export function setMenu(developing: boolean): void {
  const view: MenuItemConstructorOptions[] = [
    // Loses nothing, as the page holds no run, and brings back a window whose page has died.
    { role: 'reload' },
    ...(developing ? [{ role: 'toggleDevTools' } as const] : []),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { role: process.platform === 'darwin' ? 'appMenu' : 'fileMenu' },
      { role: 'editMenu' },
      { role: 'viewMenu', submenu: view },
      { role: 'windowMenu' },
    ]),
  );
}
