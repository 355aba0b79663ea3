import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { encodeFrame } from '../../src/contract/frame';
import { labArguments } from '../../src/contract/lab-api';
import { memoryPair } from '../support/memory-pair';
import { oddView, type SpyCall, spyLabApi } from '../support/spy-lab-api';
import { forbiddenCalls, forbiddenFrames } from './forbidden-frames';
import { frameValues } from './frame-values';
import { goodCalls as plainCalls } from './good-arguments';

const FRAMES = 100_000;
/** Frames sent before the next good call. */
const BURST = 500;

const methods = Object.keys(labArguments);
const methodNames = fc.oneof(
  fc.constantFrom(...methods),
  fc.constantFrom('constructor', '__proto__', '__defineGetter__', 'toString', 'then', '$call', ''),
  fc.string({ maxLength: 12 }),
);

const goodCalls: readonly (readonly [method: string, argument: unknown])[] = [
  ...plainCalls,
  ['change', { change: { kind: 'parameter', name: 'w', value: -0 } }],
];
const goodArguments = goodCalls.map(([, argument]) => argument);

/** An argument and everything in it, at any depth. */
function partsOf(part: unknown): number {
  const inner: unknown[] = typeof part === 'object' && part !== null ? Object.values(part) : [];
  return inner.reduce((sum: number, one) => sum + partsOf(one), 1);
}

/** A good argument in which one part, at any depth, became something else. */
const spoilt = fc
  .tuple(fc.constantFrom(...goodArguments), fc.nat(), frameValues)
  .map(([argument, place, value]) => {
    const count = partsOf(argument);
    let parts = 0;
    const copy = (part: unknown): unknown => {
      if (parts++ === place % count) return value;
      if (part === null || typeof part !== 'object') return part;
      if (Array.isArray(part)) return part.map(copy);
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, copy(inner)]));
    };
    return copy(argument);
  });

const id = fc.option(fc.string({ maxLength: 8 }), { nil: undefined });
const message = (m: string, a: unknown, i: string | undefined) =>
  encodeFrame(i === undefined ? { t: 'q', m, a } : { t: 'q', m, a, i });

const calls = fc
  .tuple(methodNames, fc.oneof(spoilt, fc.constantFrom(...goodArguments), frameValues), id)
  .map(([m, argument, i]) => message(m, [argument], i));
const fittingCalls = fc
  .tuple(fc.constantFrom(...goodCalls), id)
  .map(([[m, argument], i]) => message(m, [argument], i));

const messages = fc
  .tuple(fc.constantFrom('q', 's', 'x'), methodNames, fc.oneof(fc.array(frameValues), frameValues))
  .map(([t, m, a]) => encodeFrame(t === 's' ? { t, i: m, r: a } : { t, m, a, i: '1' }));

const CHARACTERS = '[ ] { } , : " - 0 1 2 3 4 5 6 7 8 9 \\'.split(' ');

/** The frame with a character lost, put in or swapped for another, or its beginning twice; `seed` says which and where. */
function edited(frame: string, seed: number): string {
  const character = CHARACTERS[(seed >>> 2) % CHARACTERS.length] ?? '';
  const at = (seed >>> 7) % (frame.length + 1);
  const [before, after] = [frame.slice(0, at), frame.slice(at)];
  if (seed % 4 === 0) return before + after.slice(1);
  if (seed % 4 === 1) return before + character + after;
  if (seed % 4 === 2) return before + character + after.slice(1);
  return before + before;
}

const index = fc.oneof(fc.integer({ min: -8, max: 10 }), fc.constantFrom(4294967295, 0.5, 1e300));
const entry = fc.oneof(
  fc.array(index, { maxLength: 5 }),
  fc.dictionary(fc.constantFrom('t', 'm', 'a', 'i', 'r', 'e', 'recipe', '__proto__'), index),
  fc.tuple(fc.constantFrom('Date', 'Map', 'Set', 'null', 'Object', 'Int8Array', 'RegExp'), index),
  fc.constantFrom<unknown>('q', 's', 'play', 'setRecipe', null, true),
  index,
);
const lists = fc.oneof(
  fc.array(entry, { maxLength: 10 }).map((entries) => JSON.stringify(entries)),
  // A call whose argument is such a list.
  fc
    .tuple(fc.constantFrom(...methods), fc.array(entry, { minLength: 1, maxLength: 8 }))
    .map(([m, entries]) => JSON.stringify([{ t: 1, m: 2, a: 3 }, 'q', m, [4], ...entries])),
);

const corpus = [...forbiddenFrames, ...forbiddenCalls].map(({ frame }) => frame);
const frames = fc.oneof(
  { weight: 4, arbitrary: calls },
  { weight: 2, arbitrary: fittingCalls },
  { weight: 3, arbitrary: lists },
  { weight: 1, arbitrary: messages },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.constantFrom(...corpus.filter((frame) => frame.length < 10_000)) },
);

/** A frame, and frames that differ from it by one, two and three edits. */
const families = fc
  .tuple(frames, fc.nat(), fc.nat(), fc.nat())
  .map(([frame, ...seeds]) =>
    seeds.reduce((family, seed) => [...family, edited(family.at(-1) ?? '', seed)], [frame]),
  );

/** Whether the argument a method was called with is one that its schema accepts. */
function isLegal({ method, argument }: SpyCall): boolean {
  return v.is(labArguments[method], argument);
}

test(
  'promise 7: after 100,000 frames of any kind nothing was thrown, no method got a bad argument, and a good call works',
  { timeout: 120_000 },
  async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note).on('uncaughtException', note);
    let sent = 0;
    let reached = 0;
    const length = BURST / 4;
    const burst = fc.array(families, { minLength: length, maxLength: length, size: 'max' });
    await fc.assert(
      fc.asyncProperty(burst, async (chosen) => {
        const received = chosen.flat();
        const spy = spyLabApi();
        const { connection, sendRaw } = memoryPair(spy.api, () => {});
        for (const frame of received) sendRaw(frame);
        sent += received.length;
        expect(await connection.api.view({})).toStrictEqual(oddView);
        expect(spy.calls.filter((call) => !isLegal(call))).toEqual([]);
        reached += spy.calls.length - 1;
        connection.close();
      }),
      { numRuns: FRAMES / BURST, endOnFailure: true },
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note).off('uncaughtException', note);
    expect(unhandled).toEqual([]);
    expect(sent).toBeGreaterThanOrEqual(FRAMES);
    // Or the frames were all too bad to test anything but the decoder.
    expect(reached).toBeGreaterThan(FRAMES / 100);
  },
);
