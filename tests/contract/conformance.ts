import { describe, expect, onTestFinished, test } from 'vitest';
import { fromBase64, toBase64 } from '../../src/contract/base64';
import { type ErrorData, labError, LabError } from '../../src/contract/errors';
import { encodeFrame, MAX_FRAME_BYTES } from '../../src/contract/frame';
import type { LabApi } from '../../src/contract/lab-api';
import type { LabEvent } from '../../src/contract/lab-events';
import { exercise10 } from '../../src/contract/recipe';
import type { Connection } from '../../src/contract/rpc';
import { oddView, spyLabApi } from '../support/spy-lab-api';
import { forbiddenCalls, forbiddenFrames, notText } from './forbidden-frames';
import { goodCalls } from './good-arguments';

/** A lab and a window with a transport between them. */
export interface Transport {
  /** The window's end. */
  readonly connection: Connection;
  /** What the lab says, and what the window has heard so far. */
  readonly say: (event: LabEvent) => void;
  readonly heard: readonly LabEvent[];
  /** Sends the lab something that did not go through our encoder. */
  readonly sendRaw: (frame: unknown) => void;
  readonly close: () => Promise<void> | void;
}

export type OpenTransport = (api: LabApi) => Promise<Transport> | Transport;

/** What `call` rejects with, as it crossed. */
async function rejection(call: Promise<unknown>): Promise<ErrorData> {
  const error: unknown = await call.then(
    () => expect.unreachable('the call was answered'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LabError);
  expect((error as LabError).message).toBe((error as LabError).data.message);
  return (error as LabError).data;
}

const progress = (value: number): LabEvent => ({
  kind: 'job',
  job: 'a',
  state: { kind: 'running', progress: value },
});

const UNKNOWN = ['constructor', '__proto__', '__defineGetter__', '__defineSetter__', 'toString'];
const MORE_UNKNOWN = ['hasOwnProperty', 'valueOf', 'then', '$call', '$close', 'apply', '', 'nope'];

/** What every transport must do. `open` makes a fresh one. */
export function describeTransport(name: string, open: OpenTransport): void {
  const opened = async (answers: Partial<LabApi> = {}) => {
    const spy = spyLabApi(answers);
    const transport = await open(spy.api);
    onTestFinished(() => transport.close());
    return { ...transport, lab: transport.connection.api, calls: spy.calls };
  };

  describe(name, () => {
    test('a call brings its argument and its result', async () => {
      const { lab, calls } = await opened();
      expect(await lab.setRecipe({ recipe: exercise10 })).toBeNull();
      expect(calls).toStrictEqual([{ method: 'setRecipe', argument: { recipe: exercise10 } }]);
    });

    test('every method of the lab is reached with its argument', async () => {
      const { lab, calls } = await opened();
      for (const [method, argument] of goodCalls) {
        const answer = await (lab[method] as (argument: object) => Promise<unknown>)(argument);
        expect(answer).toStrictEqual(method === 'view' ? oddView : null);
      }
      expect(calls).toStrictEqual(goodCalls.map(([method, argument]) => ({ method, argument })));
    });

    test('a call without a result returns null', async () => {
      const { lab } = await opened();
      expect(await lab.play({})).toBeNull();
      expect(await lab.exportRun({ format: 'csv' })).toBeNull();
    });

    test('each answer finds its own call, whichever is ready first', async () => {
      const waiting: (() => void)[] = [];
      const { lab } = await opened({
        exportRun: ({ format }) =>
          new Promise((resolve) => {
            waiting.unshift(() => resolve({ job: format, name: format, address: null }));
            if (waiting.length === 2) for (const answer of waiting) answer();
          }),
      });
      const answers = [lab.exportRun({ format: 'csv' }), lab.exportRun({ format: 'json' })];
      expect((await Promise.all(answers)).map((answer) => answer?.job)).toEqual(['csv', 'json']);
    });

    test('events come in the order in which they were said, and before an answer said later', async () => {
      const { lab, say, heard } = await opened();
      const said = Array.from({ length: 500 }, (_, i) => progress(i / 500));
      for (const event of said) say(event);
      await lab.view({});
      expect(heard).toStrictEqual(said);
    });

    test('an error arrives as a LabError with code, sentence, place and parameters', async () => {
      const thrown = labError('wrong-state', 'Not now: ŷ is “busy”.', 'step', { state: 'running' });
      const { lab } = await opened({ step: () => Promise.reject(thrown) });
      expect(await rejection(lab.step({}))).toStrictEqual(thrown.data);
    });

    test('a fault of the program arrives without its details', async () => {
      const { lab } = await opened({
        play: () => Promise.reject(new TypeError('secret is not a function')),
        pause: () => {
          throw new RangeError('secret');
        },
      });
      for (const call of [lab.play({}), lab.pause({})]) {
        const error = await rejection(call);
        expect(error.code).toBe('internal');
        expect(JSON.stringify(error)).not.toContain('secret');
      }
    });

    test('an invalid argument is refused, naming the field and what is accepted', async () => {
      const { lab, calls } = await opened();
      const recipe = { ...exercise10, stop: { steps: 0, lossBelow: 0 } };
      const error = await rejection(lab.setRecipe({ recipe }));
      expect(error).toStrictEqual({
        code: 'invalid-value',
        message: 'recipe.stop.steps is 0; accepted: a whole number from 1 to 1e9.',
        where: 'recipe.stop.steps',
        params: { received: '0', accepted: 'a whole number from 1 to 1e9' },
      });
      expect((await rejection(lab.setSpeed({} as never))).where).toBe('stepsPerSecond');
      expect((await rejection(lab.setSpeed('fast' as never))).code).toBe('invalid-value');
      expect((await rejection(lab.play({ hard: true }))).where).toBe('hard');
      expect(calls).toEqual([]);
    });

    test('methods that are not the lab’s reach nothing', async () => {
      const { lab, calls, sendRaw, heard } = await opened();
      for (const m of [...UNKNOWN, ...MORE_UNKNOWN]) {
        sendRaw(encodeFrame({ t: 'q', m, a: [], i: m }));
        sendRaw(encodeFrame({ t: 'q', m, a: ['polluted'] }));
        sendRaw(encodeFrame({ t: 'q', m, a: [{ get: 1 }], i: 'one' }));
      }
      expect(await lab.view({})).toStrictEqual(oddView);
      expect(calls).toStrictEqual([{ method: 'view', argument: {} }]);
      expect(heard).toEqual([]);
      expect('polluted' in {}).toBe(false);
    });

    test('promise 13: NaN, ±∞ and −0 cross to the window in answers and events', async () => {
      const { lab, say, heard } = await opened();
      say({ kind: 'view', view: oddView });
      expect(await lab.view({})).toStrictEqual(oddView);
      expect(heard).toStrictEqual([{ kind: 'view', view: oddView }]);
    });

    test('promise 13: NaN, ±∞ and −0 cross to the lab', async () => {
      const { lab, calls } = await opened();
      await lab.setSpeed({ stepsPerSecond: Number.POSITIVE_INFINITY });
      await lab.change({ change: { kind: 'parameter', name: 'w', value: -0 } });
      expect(calls).toStrictEqual([
        { method: 'setSpeed', argument: { stepsPerSecond: Number.POSITIVE_INFINITY } },
        // −0 on input becomes 0.
        { method: 'change', argument: { change: { kind: 'parameter', name: 'w', value: 0 } } },
      ]);
      const received = async (stepsPerSecond: number) =>
        (await rejection(lab.setSpeed({ stepsPerSecond }))).params['received'];
      expect(await received(Number.NaN)).toBe('NaN');
      expect(await received(Number.NEGATIVE_INFINITY)).toBe('-Infinity');
    });

    test('promise 7: a bad frame is ignored and the next good call works', async () => {
      const { lab, calls, sendRaw, heard } = await opened();
      for (const { frame } of [...forbiddenFrames, ...forbiddenCalls]) {
        // What is too large may end the connection: promise 10.
        if (Buffer.byteLength(frame) <= MAX_FRAME_BYTES) sendRaw(frame);
      }
      for (const frame of notText) sendRaw(frame);
      for (const i of ['', 'nobody', '__proto__']) sendRaw(encodeFrame({ t: 's', i, r: 1 }));
      for (const frame of [null, 1, [], {}, { t: 'q' }, { t: 'x', m: 'play', a: [] }]) {
        sendRaw(encodeFrame(frame));
      }
      sendRaw(encodeFrame({ t: 'q', m: 'play', a: {}, i: '1' }));
      sendRaw(encodeFrame({ t: 'q', m: ['play'], a: [], i: '1' }));
      sendRaw(encodeFrame({ t: 'q', m: 'play', a: [{}, {}], i: '1' }));
      sendRaw(encodeFrame({ t: 'q', m: 'play', a: [{}], i: '1', extra: 1 }));
      expect(await lab.view({})).toStrictEqual(oddView);
      expect(calls).toStrictEqual([{ method: 'view', argument: {} }]);
      expect(heard).toEqual([]);
    });

    test('promise 10: an answer that is too large becomes an error', async () => {
      const data = 'a'.repeat(2 * MAX_FRAME_BYTES);
      const { lab } = await opened({
        view: () => Promise.resolve({ ...oddView, snapshot: { ...oddView.snapshot, data } }),
      });
      expect((await rejection(lab.view({}))).code).toBe('invalid-frame');
      expect(await lab.play({})).toBeNull();
    });

    test('promise 10: a call that is too large is refused before it is sent', async () => {
      const { lab, calls } = await opened();
      const job = 'a'.repeat(2 * MAX_FRAME_BYTES);
      expect((await rejection(lab.cancelJob({ job }))).code).toBe('invalid-frame');
      expect(await lab.play({})).toBeNull();
      expect(calls).toHaveLength(1);
    });

    test('an event that cannot be said is dropped and the next one comes', async () => {
      const { lab, say, heard } = await opened();
      const data = 'a'.repeat(2 * MAX_FRAME_BYTES);
      say({ kind: 'snapshot', snapshot: { ...oddView.snapshot, data } });
      say({ kind: 'speed', speed: undefined as never });
      say(progress(1));
      await lab.view({});
      expect(heard).toStrictEqual([progress(1)]);
    });

    test('a Float64Array crosses as base64, to the last bit', async () => {
      const numbers = Float64Array.from(
        { length: 20_000 },
        (_, i) => Math.sin(i) * 10 ** (i % 300),
      );
      numbers.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324]);
      const series = { count: 20_000, stride: 1, columns: toBase64(numbers) };
      const { lab } = await opened({ view: () => Promise.resolve({ ...oddView, series }) });
      const received = fromBase64((await lab.view({})).series.columns);
      expect(Buffer.from(received.buffer).equals(Buffer.from(numbers.buffer))).toBe(true);
    });

    test('a closed connection rejects the calls that wait, and later ones, with disconnected', async () => {
      const { lab, connection } = await opened({ pause: () => new Promise(() => {}) });
      const waiting = lab.pause({});
      await lab.play({});
      connection.close();
      expect((await rejection(waiting)).code).toBe('disconnected');
      expect((await rejection(lab.play({}))).code).toBe('disconnected');
    });
  });
}
