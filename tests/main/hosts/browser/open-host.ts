import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Downloads } from '../../../../src/main/hosts/browser/downloads';
import { type BrowserHost, startBrowserHost } from '../../../../src/main/hosts/browser/server';
import { StaticFiles } from '../../../../src/main/hosts/static-files';
import type { Lab } from '../../../../src/main/lab';
import { spyLabApi, type SpyLabApi } from '../../../support/spy-lab-api';
import { pageFolder, partsOf } from '../../../support/web-socket-pair';

export interface OpenHost {
  readonly host: BrowserHost;
  readonly port: number;
  readonly token: string;
  readonly downloads: Downloads;
  readonly spy: SpyLabApi;
  /** What the lab says to whoever listens. */
  readonly say: Parameters<Lab['subscribe']>[0];
  readonly listeners: () => number;
}

/** The renderer's stand-in: files of each kind it is built of, and things beside and in it that must not be reached. */
export function rendererFolder(): { readonly path: string; readonly remove: () => void } {
  const folder = pageFolder();
  const root = join(folder.path, 'renderer');
  const inside = (name: string, text: string) => writeFileSync(join(root, name), text);
  mkdirSync(join(root, 'assets', 'inner'), { recursive: true });
  inside('index.html', '<!doctype html><title>Chainrule</title>');
  inside('assets/index.js', 'export {};');
  inside('assets/index.css', 'body {}');
  inside('assets/font.woff2', 'font');
  inside('assets/inner/icon.svg', '<svg/>');
  inside('assets/logo.png', 'png');
  inside('assets/data.json', '{}');
  inside('assets/unknown', '?');
  inside('assets/ŷ.txt', 'y');
  writeFileSync(join(folder.path, 'secret.txt'), 'secret');
  mkdirSync(join(folder.path, 'renderer-old'));
  writeFileSync(join(folder.path, 'renderer-old', 'secret.txt'), 'secret');
  symlinkSync(join(folder.path, 'secret.txt'), join(root, 'link.txt'));
  symlinkSync(join(folder.path, 'renderer-old'), join(root, 'linked'));
  symlinkSync('/etc', join(root, 'assets', 'etc'));
  return { path: root, remove: folder.remove };
}

/** The real browser host on a free port, with a lab that only notes what it is asked. Closed when the test ends. */
export async function openHost(instead: Partial<Lab> = {}): Promise<OpenHost> {
  const folder = rendererFolder();
  const spy = spyLabApi();
  const listeners = new Set<Parameters<Lab['subscribe']>[0]>();
  const lab: Lab = {
    api: spy.api,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    result: () => {
      throw new Error('not asked for here');
    },
    storage: { kind: 'memory', reason: 'guest', folder: null, detail: '' },
    close: () => Promise.resolve(),
    ...instead,
  };
  const downloads = new Downloads();
  const files = new StaticFiles(folder.path);
  const host = await startBrowserHost({ lab, downloads, files, port: 0 });
  onTestFinished(async () => {
    await host.close();
    folder.remove();
  });
  return {
    host,
    port: host.port,
    token: partsOf(host.address).token,
    downloads,
    spy,
    say: (event) => {
      for (const listener of listeners) listener(event);
    },
    listeners: () => listeners.size,
  };
}

/** A WebSocket upgrade as a page of this host sends it; a header given as null is left out. */
export function upgradeRequest(
  { port, token }: Pick<OpenHost, 'port' | 'token'>,
  changes: Record<string, string | null> = {},
): string {
  const headers: Record<string, string | null> = {
    Host: `127.0.0.1:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    Origin: `http://127.0.0.1:${port}`,
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': `chainrule, token.${token}`,
    ...changes,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}\r\n`],
  );
  return `GET / HTTP/1.1\r\n${lines.join('')}\r\n`;
}
