import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeFrame, encodeFrame, MAX_FRAME_BYTES } from '../../src/contract/frame';
import { labArguments } from '../../src/contract/lab-api';
import { serveLab } from '../../src/contract/rpc';
import { memoryPair } from '../support/memory-pair';
import { spyLabApi } from '../support/spy-lab-api';

/** A served lab whose frames are looked at as they are. */
function served(post?: (frame: string) => void) {
  const spy = spyLabApi();
  const answers: unknown[] = [];
  let receive: (frame: unknown) => void = () => {};
  const say = serveLab(spy.api, {
    post: post ?? ((frame) => answers.push(decodeFrame(frame))),
    subscribe: (listener) => (receive = listener),
  });
  const ask = async (frame: unknown) => {
    receive(frame);
    await new Promise((resolve) => setImmediate(resolve));
    return answers.splice(0);
  };
  return { ask, say, calls: spy.calls };
}

/** Rejections that nobody handled while the test ran. */
function unhandledRejections(): unknown[] {
  const seen: unknown[] = [];
  const note = (error: unknown) => seen.push(error);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  return seen;
}

describe('promise 7: the guarded dispatch', () => {
  test.each(['constructor', '__proto__', '__defineGetter__', 'toString', 'then', '$close', 'nope'])(
    'answers a call of %s with unknown-method and the names there are',
    async (m) => {
      const { ask, calls } = served();
      expect(await ask(encodeFrame({ t: 'q', m, a: [], i: '1' }))).toStrictEqual([
        {
          t: 's',
          i: '1',
          e: {
            code: 'unknown-method',
            message: `The lab has no method ${m}.`,
            where: m,
            params: { accepted: Object.keys(labArguments).join(', ') },
          },
        },
      ]);
      expect(calls).toEqual([]);
    },
  );

  test('answers nothing to a call that wants no answer', async () => {
    const { ask, calls } = served();
    expect(await ask(encodeFrame({ t: 'q', m: 'play', a: [] }))).toEqual([]);
    expect(await ask(encodeFrame({ t: 'q', m: 'nope', a: [] }))).toEqual([]);
    expect(calls).toStrictEqual([{ method: 'play', argument: {} }]);
  });

  test('answers nothing to what is no call', async () => {
    const { ask } = served();
    expect(await ask('')).toEqual([]);
    expect(await ask(encodeFrame({ t: 's', i: '1', r: null }))).toEqual([]);
  });

  test('passes on only the fields of the schema, copied', async () => {
    const { ask, calls } = served();
    await ask(encodeFrame({ t: 'q', m: 'cancelJob', a: [{ job: 'a' }], i: '1' }));
    expect(Object.getPrototypeOf(calls[0]?.argument)).toBe(Object.prototype);
    expect(Object.keys(calls[0]?.argument as object)).toEqual(['job']);
  });
});

test('a page that is gone leaves no rejection unhandled, neither of an event nor of an answer', async () => {
  const unhandled = unhandledRejections();
  const { ask, say, calls } = served(() => {
    throw new Error('Object has been destroyed');
  });
  say({ kind: 'speed', speed: 1 });
  await ask(encodeFrame({ t: 'q', m: 'play', a: [], i: '1' }));
  await ask(encodeFrame({ t: 'q', m: 'nope', a: [], i: '2' }));
  expect(calls).toHaveLength(1);
  expect(unhandled).toEqual([]);
});

test('an event that cannot be said leaves no rejection unhandled', async () => {
  const unhandled = unhandledRejections();
  const { ask, say } = served();
  say({ kind: 'job', job: 'a'.repeat(MAX_FRAME_BYTES), state: { kind: 'done' } });
  await ask('');
  expect(unhandled).toEqual([]);
});

// To be turned into `test` once show() in contract/errors.ts no longer calls String() on objects.
describe('an argument of a wrong kind is refused, and named', () => {
  test('when it is an object with a toString of its own', async () => {
    const { connection } = memoryPair(spyLabApi().api, () => {});
    const stepsPerSecond = { toString: 1 } as never;
    await expect(connection.api.setSpeed({ stepsPerSecond })).rejects.toMatchObject({
      data: { code: 'invalid-value', where: 'stepsPerSecond' },
    });
  });

  test('when it is a list of one long text many times, which as one text is too long', async () => {
    const { connection } = memoryPair(spyLabApi().api, () => {});
    const long = 'a'.repeat(500_000);
    const stepsPerSecond = Array.from({ length: 100_000 }, () => long) as never;
    await expect(connection.api.setSpeed({ stepsPerSecond })).rejects.toMatchObject({
      data: { code: 'invalid-value', where: 'stepsPerSecond' },
    });
  });
});
