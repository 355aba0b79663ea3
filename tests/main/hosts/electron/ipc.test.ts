import { describe, expect, test, vi } from 'vitest';
import { FRAME_CHANNEL } from '../../../../src/contract/bridge';
import { encodeFrame, MAX_FRAME_BYTES } from '../../../../src/contract/frame';
import type { LabEvent } from '../../../../src/contract/lab-events';
import { connectLab } from '../../../../src/contract/rpc';
import type { FakeFrame } from '../../../fakes/electron';
import { electronPair } from '../../../support/electron-pair';
import { spyLabApi } from '../../../support/spy-lab-api';

const call = (method: string) => encodeFrame({ t: 'q', m: method, a: [{}], i: '1' });
const speed = (value: number): LabEvent => ({ kind: 'speed', speed: value });
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('promise 3', () => {
  const strangers: readonly (readonly [string, FakeFrame | null])[] = [
    ['an iframe of our own origin', { origin: 'app://chainrule' }],
    ['an iframe of another origin', { origin: 'https://example.org' }],
    ['a frame that is gone', null],
  ];
  test.each(strangers)('promise 3: %s is not heard', async (_name, frame) => {
    const { api, calls } = spyLabApi();
    const { contents, connection } = await electronPair(api);
    contents.receive(FRAME_CHANNEL, frame, call('play'));
    await settled();
    expect(calls).toEqual([]);
    expect(contents.sent).toEqual([]);

    await connection.api.pause({});
    expect(calls).toHaveLength(1);
  });

  test.each(['https://example.org', 'file://', 'null', '', 'app://other', 'app://chainrule.evil'])(
    'promise 3: the main frame is not heard while its origin is %j',
    async (origin) => {
      const { api, calls } = spyLabApi();
      const { contents } = await electronPair(api);
      contents.mainFrame = { origin };
      contents.receive(FRAME_CHANNEL, contents.mainFrame, call('play'));
      await settled();
      expect(calls).toEqual([]);
    },
  );
});

test('promise 10: a frame of 2 MiB is refused and the next good call works', async () => {
  const { api, calls } = spyLabApi();
  const { connection, sendRaw, contents } = await electronPair(api);
  const job = 'a'.repeat(2 * MAX_FRAME_BYTES);
  sendRaw(
    JSON.stringify([{ t: 1, m: 2, a: 3, i: 6 }, 'q', 'cancelJob', [4], { job: 5 }, job, '1']),
  );
  await settled();
  expect([calls, contents.sent]).toEqual([[], []]);

  await connection.api.cancelJob({ job: 'b' });
  expect(calls).toEqual([{ method: 'cancelJob', argument: { job: 'b' } }]);
});

describe('a page that loads anew', () => {
  test('gets a connection of its own; what its predecessor asked is answered to nobody', async () => {
    let answer: () => void = () => {};
    const { api } = spyLabApi({
      pause: () => new Promise((resolve) => (answer = () => resolve(null))),
    });
    const { contents, connection, bridge, say, listeners } = await electronPair(api);
    const asked = vi.fn();
    void connection.api.pause({}).then(asked);
    await settled();

    contents.navigated('app://chainrule/');
    const heard: LabEvent[] = [];
    const next = connectLab(bridge, (event) => heard.push(event));
    answer();
    await settled();
    expect(contents.sent).toEqual([]);
    expect(asked).not.toHaveBeenCalled();

    expect(await next.api.play({})).toBeNull();
    expect(listeners()).toBe(1);
    say(speed(1));
    await settled();
    expect(heard).toEqual([speed(1)]);
  });

  test('keeps its connection when it is only about to go elsewhere, which is refused', async () => {
    const { api } = spyLabApi();
    const { contents, connection } = await electronPair(api);
    const asked = connection.api.play({});
    contents.emit('did-start-navigation', { url: 'https://x/', isMainFrame: true });
    expect(await asked).toBeNull();
  });

  test('hears nothing while its process is dead, and works after a reload', async () => {
    const { api } = spyLabApi();
    const { contents, connection, say, listeners } = await electronPair(api);
    contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    expect(listeners()).toBe(0);
    say(speed(1));
    await settled();
    expect(contents.sent).toEqual([]);
    contents.navigated('app://chainrule/');
    expect(await connection.api.play({})).toBeNull();
  });
});

test('nothing is sent to a window that is gone', async () => {
  const { api } = spyLabApi();
  const { contents, say, sendRaw, listeners } = await electronPair(api);
  sendRaw(call('play'));
  contents.destroy();
  say(speed(1));
  await settled();
  expect(contents.sent).toEqual([]);
  expect(listeners()).toBe(0);
});

test('nothing is sent to a window that is gone before it says so', async () => {
  const { contents, say } = await electronPair(spyLabApi().api);
  vi.spyOn(contents, 'isDestroyed').mockReturnValue(true);
  say(speed(1));
  await settled();
  expect(contents.sent).toEqual([]);
});

test('frames go to the page as text, on one channel', async () => {
  const { contents, say } = await electronPair(spyLabApi().api);
  say(speed(Number.POSITIVE_INFINITY));
  await settled();
  expect(contents.sent).toEqual([[FRAME_CHANNEL, expect.any(String)]]);
});
