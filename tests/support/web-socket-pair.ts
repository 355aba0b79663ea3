import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { LabEvent } from '../../src/contract/lab-events';
import { connectLab, type Connection } from '../../src/contract/rpc';

/** A folder that stands for the built renderer: index.html and the files given. */
export function pageFolder(files: Readonly<Record<string, string>> = {}): {
  readonly path: string;
  readonly remove: () => void;
} {
  const path = mkdtempSync(join(tmpdir(), 'chainrule-page-'));
  const all = { 'index.html': '<!doctype html><title>Chainrule</title>', ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(path, name), text);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The port and token of an address like http://127.0.0.1:8080/#token=…, as a person copies it. */
export function partsOf(address: string): { readonly origin: string; readonly token: string } {
  const url = new URL(address);
  return { origin: url.origin, token: new URLSearchParams(url.hash.slice(1)).get('token') ?? '' };
}

/** An open WebSocket to the browser host at this address, as its page would open it. */
export async function openSocket(address: string): Promise<WebSocket> {
  const { origin, token } = partsOf(address);
  const protocols = ['chainrule', `token.${token}`];
  const socket = new WebSocket(origin.replace('http', 'ws'), protocols, { origin });
  await once(socket, 'open');
  return socket;
}

export interface WebSocketConnection {
  readonly socket: WebSocket;
  readonly connection: Connection;
}

/** The window's end over a WebSocket, without a browser. */
export async function connectBySocket(
  address: string,
  onEvent: (event: LabEvent) => void,
): Promise<WebSocketConnection> {
  const socket = await openSocket(address);
  const connection = connectLab(
    {
      post: (frame) => socket.send(frame),
      subscribe: (receive) => {
        socket.on('message', (data: Buffer) => receive(data.toString()));
      },
    },
    onEvent,
  );
  socket.on('close', connection.close);
  return { socket, connection };
}
