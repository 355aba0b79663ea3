import type { LabEvent } from '../../src/contract/lab-events';
import { Downloads } from '../../src/main/hosts/browser/downloads';
import { startBrowserHost } from '../../src/main/hosts/browser/server';
import { StaticFiles } from '../../src/main/hosts/static-files';
import type { Lab } from '../../src/main/lab';
import { electronPair } from '../support/electron-pair';
import { memoryPair } from '../support/memory-pair';
import { connectBySocket, pageFolder } from '../support/web-socket-pair';
import { describeTransport } from './conformance';

describeTransport('in memory', (api) => {
  const heard: LabEvent[] = [];
  const pair = memoryPair(api, (event) => heard.push(event));
  return { ...pair, heard, close: pair.connection.close };
});

describeTransport('WebSocket', async (api) => {
  const listeners = new Set<(event: LabEvent) => void>();
  const lab: Lab = {
    api,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    result: () => {
      throw new Error('not asked for here');
    },
    storage: { kind: 'memory', reason: 'guest', folder: null, detail: '' },
    close: () => Promise.resolve(),
  };
  const folder = pageFolder();
  const files = new StaticFiles(folder.path);
  const host = await startBrowserHost({ lab, downloads: new Downloads(), files, port: 0 });
  const heard: LabEvent[] = [];
  const { socket, connection } = await connectBySocket(host.address, (event) => heard.push(event));
  return {
    connection,
    heard,
    say: (event) => {
      for (const listener of listeners) listener(event);
    },
    // As text where it is text, else as binary, which no good frame is.
    sendRaw: (frame) => socket.send(typeof frame === 'string' ? frame : Buffer.from(String(frame))),
    close: async () => {
      socket.terminate();
      await host.close();
      folder.remove();
    },
  };
});

describeTransport('Electron IPC', async (api) => {
  const heard: LabEvent[] = [];
  const pair = await electronPair(api, (event) => heard.push(event));
  return { ...pair, heard, close: pair.connection.close };
});
