import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { MAX_FRAME_BYTES } from '../../../contract/frame';
import { serveLab } from '../../../contract/rpc';
import type { Lab } from '../../lab';
import { pageHeaders } from '../page-headers';
import type { StaticFiles } from '../static-files';
import type { Downloads } from './downloads';
import { Gate, PROTOCOL } from './gate';

/** Bytes a slow page may be behind before it is spared what a newer event will replace. */
const BACKLOG_BYTES = 256 * 1024;

export interface BrowserHost {
  /** Where the lab is, with the token that opens it. */
  readonly address: string;
  readonly port: number;
  readonly close: () => Promise<void>;
}

export interface BrowserHostParts {
  readonly lab: Lab;
  readonly downloads: Downloads;
  readonly files: StaticFiles;
  /** 0: any free one. */
  readonly port: number;
}

/** Serves the lab to browsers on this machine, over 127.0.0.1 only. @throws the network's error when the port is taken */
export async function startBrowserHost({
  lab,
  downloads,
  files,
  port,
}: BrowserHostParts): Promise<BrowserHost> {
  const gate = new Gate();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    handleProtocols: (offered) => offered.has(PROTOCOL) && PROTOCOL,
  });
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const status = !gate.knowsHost(request) ? 421 : isRead(request.method) ? null : 405;
    if (status !== null) {
      refuse(response, status);
      return;
    }
    const path = (request.url ?? '').replace(/[?#].*$/s, '');
    if (request.method === 'GET' && downloads.send(path, response)) return;
    const file = await files.read(path).catch(() => null);
    if (!file) {
      refuse(response, 404);
      return;
    }
    response.writeHead(200, { ...pageHeaders, 'Content-Type': file.type });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  }

  server.on('upgrade', (request, socket, head) => {
    const status = !gate.knowsHost(request) ? 421 : !gate.admits(request) ? 403 : null;
    if (status !== null) {
      refuseUpgrade(socket, status);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => attach(lab, page));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  gate.opened(bound);
  return {
    address: `http://127.0.0.1:${bound}/#token=${gate.token}`,
    port: bound,
    close: async () => {
      for (const page of sockets.clients) page.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await lab.close();
    },
  };
}

function isRead(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end();
}

/** Node's server has let go of this socket: an error of it that nobody listens for would end the lab. */
function refuseUpgrade(socket: Duplex, status: number): void {
  const headers = { ...pageHeaders, Connection: 'close', 'Content-Length': '0' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.on('error', () => socket.destroy());
  // Nobody else would close it, should the other side not.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} Refused\r\n${lines.join('')}\r\n`);
}

/** Lets one page talk with the lab. All pages share its one session. */
function attach(lab: Lab, page: WebSocket): void {
  const say = serveLab(lab.api, {
    post: (frame) => page.send(frame),
    subscribe: (receive) => {
      page.on('message', (data: Buffer, isBinary) => receive(isBinary ? null : data.toString()));
    },
  });
  let behind = false;
  const unsubscribe = lab.subscribe((event) => {
    const replaceable = event.kind === 'snapshot' || event.kind === 'series';
    if (replaceable && page.bufferedAmount > BACKLOG_BYTES) {
      behind = true;
      return;
    }
    say(event);
    // Nothing newer replaces what was spared once the run rests: the page gets the whole view.
    if (event.kind === 'state' && event.state !== 'running' && behind) {
      behind = false;
      void lab.api.view({}).then((view) => say({ kind: 'view', view }));
    }
  });
  page.on('close', unsubscribe);
  // ws closes the page after an error by itself, a frame that is too large with 1009.
  page.on('error', () => {});
}
