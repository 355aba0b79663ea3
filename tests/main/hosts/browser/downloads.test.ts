import { connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { JobState } from '../../../../src/contract/lab-events';
import { Downloads } from '../../../../src/main/hosts/browser/downloads';
import type { OutgoingFile } from '../../../../src/main/runs/deliver';
import { rawGet } from '../../../support/raw-http';
import { openHost } from './open-host';

/** A file of `count` pieces, as the lab hands it out: each in the memory of the one before. */
function file(count: number, failAt = Number.POSITIVE_INFINITY) {
  const ended: JobState['kind'][] = [];
  let cancelled = 0;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const memory = Buffer.alloc(1000);
    for (let i = 0; i < count; i++) {
      if (i === failAt) throw new Error('the replay differs');
      memory.write(`${i}`.padEnd(1000, '.'));
      yield await Promise.resolve(memory);
    }
  }
  const outgoing: OutgoingFile = {
    name: 'chainrule-one-identity-3-steps.csv',
    type: 'text/csv; charset=utf-8',
    cancel: () => (cancelled += 1),
    send: async (write) => {
      try {
        await write(pieces());
        ended.push('done');
        return { kind: 'done' };
      } catch {
        ended.push('failed');
        return { kind: 'cancelled' };
      }
    },
  };
  return { outgoing, ended, cancelled: () => cancelled };
}

const addressOf = async (downloads: Downloads, outgoing: OutgoingFile) =>
  (await downloads.deliver(outgoing))?.address ?? '';

describe('promise 9: a download', () => {
  test('is there once, as an attachment with its name and type', async () => {
    const { port, downloads } = await openHost();
    const { outgoing, ended } = file(3);
    const address = await addressOf(downloads, outgoing);
    expect(address).toMatch(/^\/download\/[0-9a-f]{64}$/);
    const { status, headers, body } = await rawGet(port, address);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="chainrule-one-identity-3-steps.csv"',
    );
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(body.toString().match(/\d+\.{3}/g)).toEqual(['0...', '1...', '2...']);
    expect(ended).toEqual(['done']);
    expect((await rawGet(port, address)).status).toBe(404);
    expect(ended).toEqual(['done']);
  });

  test('keeps a name with letters that no header can hold', async () => {
    const { port, downloads } = await openHost();
    const name = 'η 0.1 – Übung (2) 🙂.svg';
    const address = await addressOf(downloads, { ...file(1).outgoing, name });
    const { status, headers } = await rawGet(port, address);
    expect(status).toBe(200);
    const [, plain = '', encoded = ''] =
      /^attachment; filename="(.*)"; filename\*=UTF-8''(\S+)$/.exec(
        headers.get('content-disposition') ?? '',
      ) ?? [];
    expect(plain).toBe('_ 0.1 _ _bung (2) _.svg');
    expect(encoded).toMatch(/^[\w.%-]+$/);
    expect(decodeURIComponent(encoded)).toBe(name);
  });

  test('is not there at an address that was not given', async () => {
    const { port, downloads } = await openHost();
    const { outgoing, ended } = file(3);
    const address = await addressOf(downloads, outgoing);
    const others = [
      '/download/',
      `/download/${'0'.repeat(64)}`,
      address.slice(0, -1),
      `${address}0`,
    ];
    for (const other of [...others, address.toUpperCase(), `/${address}`]) {
      expect((await rawGet(port, other)).status).toBe(404);
    }
    expect(ended).toEqual([]);
    expect((await rawGet(port, address)).status).toBe(200);
  });

  test('is not used up by HEAD, another method or a wrong Host', async () => {
    const { port, downloads } = await openHost();
    const address = await addressOf(downloads, file(1).outgoing);
    expect((await rawGet(port, address, { method: 'HEAD' })).status).toBe(404);
    expect((await rawGet(port, address, { method: 'POST' })).status).toBe(405);
    expect((await rawGet(port, address, { headers: { Host: 'evil.example' } })).status).toBe(421);
    expect((await rawGet(port, address)).status).toBe(200);
  });

  test('that fails half way is not taken for a whole file', async () => {
    const { port, downloads } = await openHost();
    const { outgoing, ended } = file(5, 3);
    const address = await addressOf(downloads, outgoing);
    await expect(
      fetch(`http://127.0.0.1:${port}${address}`).then((r) => r.text()),
    ).rejects.toThrow();
    expect(ended).toEqual(['failed']);
  });

  test('that the browser gives up ends the job', async () => {
    const { port, downloads } = await openHost();
    const { outgoing, ended } = file(Number.POSITIVE_INFINITY);
    const address = await addressOf(downloads, outgoing);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`GET ${address} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resetAndDestroy();
    await expect.poll(() => ended).toEqual(['failed']);
  });
});

describe('a download that nobody fetches', () => {
  afterEach(() => void vi.useRealTimers());

  test('is cancelled after a minute', async () => {
    vi.useFakeTimers();
    const downloads = new Downloads();
    const { outgoing, cancelled } = file(1);
    await downloads.deliver(outgoing);
    vi.advanceTimersByTime(59_999);
    expect(cancelled()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(cancelled()).toBe(1);
  });
});
