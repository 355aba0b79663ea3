import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { rawGet, rawRequest } from '../../../support/raw-http';
import { connectBySocket, openSocket } from '../../../support/web-socket-pair';
import { oddView } from '../../../support/spy-lab-api';
import { openHost, upgradeRequest } from './open-host';

/** How connecting to this address ends. */
function connecting(port: number, address: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer')));
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message));
    socket.on('close', () => socket.destroy());
  });
}

describe('promise 8: the browser host listens on 127.0.0.1 only', () => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
    .map(({ address }) => address);

  test.each(addresses.length > 0 ? addresses : ['::1'])('and refuses %s', async (address) => {
    const { port } = await openHost();
    expect(await connecting(port, '127.0.0.1')).toBe('connected');
    expect(await connecting(port, address)).toBe('ECONNREFUSED');
  });

  test('and its address says so', async () => {
    const { host, port } = await openHost();
    expect(host.address).toMatch(
      new RegExp(`^http://127\\.0\\.0\\.1:${port}/#token=[0-9a-f]{64}$`),
    );
  });
});

const wrongHosts = (port: number) => [
  'evil.example',
  `evil.example:${port}`,
  '127.0.0.1',
  `127.0.0.1:${port + 1}`,
  `127.0.0.1:${port}.evil.example`,
  `127.0.0.1.evil.example:${port}`,
  `evil@127.0.0.1:${port}`,
  `[::1]:${port}`,
  `0.0.0.0:${port}`,
  `LOCALHOST.evil.example:${port}`,
  `localhost:${port},evil.example`,
  '',
];

describe('promise 9: the gate', () => {
  test('answers a wrong Host with 421, for files and for downloads', async () => {
    const { port, downloads } = await openHost();
    const sent: string[] = [];
    const delivered = await downloads.deliver({
      name: 'run.csv',
      type: 'text/csv',
      cancel: () => {},
      send: () => {
        sent.push('run.csv');
        return Promise.resolve({ kind: 'done' });
      },
    });
    for (const host of wrongHosts(port)) {
      for (const path of ['/', '/assets/index.js', delivered?.address ?? '', '/nope']) {
        const { status, body } = await rawGet(port, path, { headers: { Host: host } });
        expect([host, path, status, body.length]).toEqual([host, path, 421, 0]);
      }
    }
    expect(sent).toEqual([]);
  });

  test('answers a wrong Host with 421, for an upgrade with the right token', async () => {
    const open = await openHost();
    for (const host of wrongHosts(open.port)) {
      const request = upgradeRequest(open, { Host: host, Origin: `http://${host}` });
      expect((await rawRequest(open.port, request)).status).toBe(421);
    }
    expect(open.listeners()).toBe(0);
  });

  test('answers a request without a Host with an error and no file', async () => {
    const { port } = await openHost();
    for (const version of ['1.0', '1.1']) {
      const { status, body } = await rawRequest(port, `GET / HTTP/${version}\r\n\r\n`);
      expect([400, 421]).toContain(status);
      expect(body).toHaveLength(0);
    }
  });

  test.each<[string, Record<string, string | null>]>([
    ['no Origin', { Origin: null }],
    ['an opaque Origin', { Origin: 'null' }],
    ['another site as Origin', { Origin: 'http://evil.example' }],
    ['the right host over https as Origin', { Origin: 'https://127.0.0.1:$PORT' }],
    ['another port as Origin', { Origin: 'http://127.0.0.1:1' }],
    ['the other name of this machine as Origin', { Origin: 'http://localhost:$PORT' }],
    ['no protocols, so no token', { 'Sec-WebSocket-Protocol': null }],
    ['no token', { 'Sec-WebSocket-Protocol': 'chainrule' }],
    ['an empty token', { 'Sec-WebSocket-Protocol': 'chainrule, token.' }],
    ['a token of another length', { 'Sec-WebSocket-Protocol': 'chainrule, token.ab' }],
    ['a wrong token', { 'Sec-WebSocket-Protocol': `chainrule, token.${'0'.repeat(64)}` }],
    ['the token without its prefix', { 'Sec-WebSocket-Protocol': 'chainrule, $TOKEN' }],
    ['the token in capitals', { 'Sec-WebSocket-Protocol': 'chainrule, token.$CAPITALS' }],
    ['the token and a digit', { 'Sec-WebSocket-Protocol': 'chainrule, token.$TOKEN0' }],
    ['the token as another header', { 'Sec-WebSocket-Protocol': 'chainrule', Token: '$TOKEN' }],
  ])('answers an upgrade with %s with 403', async (_, changes) => {
    const open = await openHost();
    const filled = Object.entries(changes).map(([name, value]) => [
      name,
      value
        ?.replace('$PORT', String(open.port))
        .replace('$TOKEN', open.token)
        .replace('$CAPITALS', open.token.toUpperCase()) ?? null,
    ]);
    const request = upgradeRequest(
      open,
      Object.fromEntries(filled) as Record<string, string | null>,
    );
    expect((await rawRequest(open.port, request)).status).toBe(403);
    expect(open.listeners()).toBe(0);
  });

  test('lets in the right Host, Origin and token, by either name of this machine', async () => {
    const { host, listeners } = await openHost();
    for (const address of [host.address, host.address.replace('127.0.0.1', 'localhost')]) {
      const socket = await openSocket(address);
      expect(socket.protocol).toBe('chainrule');
      expect(listeners()).toBe(1);
      socket.close();
      await expect.poll(listeners).toBe(0);
    }
  });

  test('does not say the token back', async () => {
    const open = await openHost();
    const socket = connect(open.port, '127.0.0.1');
    socket.write(upgradeRequest(open));
    const answer = await new Promise<string>((resolve) => {
      socket.once('data', (bytes: Buffer) => resolve(bytes.toString()));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 101 /);
    expect(answer).not.toContain(open.token);
    socket.destroy();
  });

  test('has another token of 32 bytes each time', async () => {
    const tokens = [await openHost(), await openHost()].map(({ token }) => token);
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(Buffer.from(token, 'hex')).toHaveLength(32);
  });
});

describe('promise 7: the host survives', () => {
  test('pages that are gone before their upgrade is refused, or answered', async () => {
    const open = await openHost();
    const requests = [
      upgradeRequest(open, { Host: 'evil.example' }),
      upgradeRequest(open, { Origin: null }),
      upgradeRequest(open),
      'GET / HTTP/1.1\r\n',
      'nonsense\r\n\r\n',
    ];
    for (let round = 0; round < 20; round++) {
      for (const request of requests) {
        const socket = connect(open.port, '127.0.0.1');
        socket.on('error', () => {});
        await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
        socket.write(request, () => socket.resetAndDestroy());
      }
    }
    const { connection, socket } = await connectBySocket(open.host.address, () => {});
    expect(await connection.api.view({})).toStrictEqual(oddView);
    socket.close();
    await expect.poll(open.listeners).toBe(0);
  });

  test('sockets that are left open: the host can still be closed', async () => {
    const open = await openHost();
    const requests = ['', 'GET / HTTP/1.1\r\n', upgradeRequest(open, { Origin: null })];
    const sockets = requests.map((request) => {
      const socket = connect({ port: open.port, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => {});
      socket.write(request);
      return socket;
    });
    const page = await openSocket(open.host.address);
    await open.host.close();
    for (const socket of [...sockets]) socket.destroy();
    page.terminate();
  });

  test('WebSocket frames that break the protocol: the page is closed, the lab goes on', async () => {
    const open = await openHost();
    const broken = ['ff00', '8300', '81fe0005', `817f${'f'.repeat(16)}`, '8184000000', '0100'];
    for (const bytes of broken) {
      const socket = connect(open.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(upgradeRequest(open));
      await new Promise((resolve) => socket.once('data', resolve));
      socket.write(Buffer.from(bytes, 'hex'));
      socket.end();
      await new Promise((resolve) => socket.once('close', resolve));
    }
    await expect.poll(open.listeners).toBe(0);
    const socket = await openSocket(open.host.address);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.close();
  });
});
