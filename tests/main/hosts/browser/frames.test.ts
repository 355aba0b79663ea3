import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { LabEvent } from '../../../../src/contract/lab-events';
import { MAX_FRAME_BYTES } from '../../../../src/contract/frame';
import { oddView } from '../../../support/spy-lab-api';
import { connectBySocket, openSocket } from '../../../support/web-socket-pair';
import { openHost } from './open-host';

describe('promise 10: a frame', () => {
  test.each([
    ['of 2 MiB', 'a'.repeat(2 * MAX_FRAME_BYTES)],
    ['of one byte more than 1 MiB', 'a'.repeat(MAX_FRAME_BYTES + 1)],
    ['of more than 1 MiB in UTF-8, though less in UTF-16', '€'.repeat(MAX_FRAME_BYTES / 2)],
    ['of 2 MiB that is binary', Buffer.alloc(2 * MAX_FRAME_BYTES)],
  ])('%s closes with 1009', async (_, frame) => {
    const { host, listeners } = await openHost();
    const socket = await openSocket(host.address);
    socket.send(frame);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
    await expect.poll(listeners).toBe(0);
  });

  test('of 1 MiB is read', async () => {
    const { host } = await openHost();
    const { socket, connection } = await connectBySocket(host.address, () => {});
    socket.send('a'.repeat(MAX_FRAME_BYTES));
    expect(await connection.api.view({})).toStrictEqual(oddView);
    socket.close();
  });

  test('that is too large in parts closes too', async () => {
    const { host } = await openHost();
    const socket = await openSocket(host.address);
    socket.on('error', () => {});
    const part = 'a'.repeat(MAX_FRAME_BYTES / 2);
    for (let i = 0; i < 4; i++) socket.send(part, { fin: i === 3 });
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
  });
});

describe('pages', () => {
  test('share one lab: what it says reaches each of them', async () => {
    const { host, say } = await openHost();
    const heard: LabEvent[][] = [[], []];
    const pages = await Promise.all(
      heard.map((events) => connectBySocket(host.address, (event) => events.push(event))),
    );
    say({ kind: 'speed', speed: Number.POSITIVE_INFINITY });
    await Promise.all(pages.map(({ connection }) => connection.api.view({})));
    const said = [{ kind: 'speed', speed: Number.POSITIVE_INFINITY }];
    expect(heard).toStrictEqual([said, said]);
    for (const { socket } of pages) socket.close();
  });

  test('that are behind are spared what a newer event replaces, and nothing else', async () => {
    const { host, say } = await openHost();
    const heard: LabEvent[] = [];
    const { connection, socket } = await connectBySocket(host.address, (event) => {
      heard.push(event);
    });
    socket.pause();
    const data = 'a'.repeat(100_000);
    const snapshot = (step: number): LabEvent => ({
      kind: 'snapshot',
      snapshot: { ...oddView.snapshot, data, step },
    });
    for (let step = 0; step < 400; step++) say(snapshot(step));
    say({ kind: 'speed', speed: 1 });
    socket.resume();
    await connection.api.view({});
    expect(heard.length).toBeLessThan(200);
    expect(heard.at(-1)).toStrictEqual({ kind: 'speed', speed: 1 });
    socket.close();
  });

  test('are closed with the host, and their calls rejected', async () => {
    const { host } = await openHost();
    const { connection, socket } = await connectBySocket(host.address, () => {});
    const closed = once(socket, 'close');
    await host.close();
    await closed;
    await expect(connection.api.view({})).rejects.toMatchObject({ data: { code: 'disconnected' } });
  });
});
