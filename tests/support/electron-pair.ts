import { BRIDGE, type Bridge } from '../../src/contract/bridge';
import type { LabApi } from '../../src/contract/lab-api';
import type { LabEvent } from '../../src/contract/lab-events';
import { connectLab, type Connection } from '../../src/contract/rpc';
import { serveWindow } from '../../src/main/hosts/electron/ipc';
import { type FakeElectron, FakeWebContents } from '../fakes/electron';
import { withElectron } from './with-electron';

export interface ElectronPair {
  readonly electron: FakeElectron;
  readonly contents: FakeWebContents;
  /** What the preload script gave the page. */
  readonly bridge: Bridge;
  readonly connection: Connection;
  readonly say: (event: LabEvent) => void;
  readonly sendRaw: (frame: unknown) => void;
  /** How many listen to the lab. */
  readonly listeners: () => number;
}

/** A lab and a page with Electron IPC between them: our ends of it are real, Electron is the fake. */
export async function electronPair(
  api: LabApi,
  onEvent: (event: LabEvent) => void = () => {},
): Promise<ElectronPair> {
  const listeners = new Set<(event: LabEvent) => void>();
  const subscribe = (listener: (event: LabEvent) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const { electron } = await withElectron(() => import('../../src/preload/preload'));
  const contents = new FakeWebContents();
  electron.module.ipcRenderer.attach(contents);
  serveWindow(contents.real, { api, subscribe });
  contents.navigated('app://chainrule/');

  const bridge = electron.module.contextBridge.world[BRIDGE] as Bridge;
  return {
    electron,
    contents,
    bridge,
    connection: connectLab(bridge, onEvent),
    say: (event) => {
      for (const listener of listeners) listener(event);
    },
    sendRaw: (frame) => bridge.post(frame as string),
    listeners: () => listeners.size,
  };
}
