import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../src/contract/errors';
import { decodeFrame, encodeFrame, MAX_FRAME_BYTES } from '../../src/contract/frame';
import { forbiddenCalls, forbiddenFrames, notText } from './forbidden-frames';
import { frameValues } from './frame-values';

/** The error that `act` throws. */
function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

function expectRefused(act: () => unknown): void {
  const error = thrown(act);
  expect(error).toBeInstanceOf(LabError);
  expect((error as LabError).data.code).toBe('invalid-frame');
}

const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inner) => [inner], []);

describe('a frame brings back', () => {
  test('every permitted value, to the last bit', () => {
    fc.assert(
      fc.property(frameValues, (value) =>
        isDeepStrictEqual(decodeFrame(encodeFrame(value)), value),
      ),
      { numRuns: 2000 },
    );
  });

  test('every permitted value when it travelled as UTF-8', () => {
    fc.assert(
      fc.property(frameValues, (value) => {
        const bytes = Buffer.from(encodeFrame(value), 'utf8');
        return isDeepStrictEqual(decodeFrame(bytes.toString('utf8')), value);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 5e-324])(
    'promise 13: the number %s, alone, in a list and in a field',
    (value) => {
      expect(decodeFrame(encodeFrame(value))).toBe(value);
      expect(decodeFrame(encodeFrame([value, value]))).toStrictEqual([value, value]);
      expect(decodeFrame(encodeFrame({ value }))).toStrictEqual({ value });
    },
  );

  test('a part that occurs twice as two parts', () => {
    const part = { w: 1 };
    const [first, second] = decodeFrame(encodeFrame([part, part])) as [object, object];
    expect(first).toStrictEqual(second);
    expect(first).not.toBe(second);
  });

  test('a list of the largest size and a value of the greatest depth', () => {
    const long = 'a'.repeat(MAX_FRAME_BYTES - 4);
    expect(encodeFrame(long).length).toBe(MAX_FRAME_BYTES);
    expect(decodeFrame(encodeFrame(long))).toBe(long);
    expect(decodeFrame(encodeFrame(nested(32)))).toStrictEqual(nested(32));
  });
});

describe('what a frame may not hold is not said', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  const holes = [1, 2, 3];
  // eslint-disable-next-line @typescript-eslint/no-array-delete
  delete holes[1];
  const sparse: number[] = [];
  sparse[4294967290] = 1;

  test.each([
    ['undefined', undefined],
    ['a field that is undefined', { a: undefined }],
    ['an element that is undefined', [undefined]],
    ['a hole', holes],
    ['a sparse array', sparse],
    ['a Date', new Date(0)],
    ['a Map', new Map([[1, 2]])],
    ['a Set', new Set([1])],
    ['a BigInt', 1n],
    ['a function', () => 1],
    ['a method', { run: () => 1 }],
    ['a symbol', Symbol('s')],
    ['a RegExp', /a/],
    ['an Error', new Error('no')],
    ['a promise', Promise.resolve(1)],
    ['a typed array', new Float64Array(2)],
    ['an ArrayBuffer', new ArrayBuffer(8)],
    ['a boxed number', Object(1)],
    [
      'an instance of a class',
      new (class Point {
        x = 1;
      })(),
    ],
    ['a circle', circle],
    ['a __proto__ field', JSON.parse('{"__proto__":{"a":1}}')],
    ['nesting too deep', nested(33)],
    ['a text over 1 MiB', 'a'.repeat(MAX_FRAME_BYTES)],
    ['a text over 1 MiB in UTF-8 only', '€'.repeat(MAX_FRAME_BYTES / 3)],
  ])('%s', (_, value) => {
    expectRefused(() => encodeFrame(value));
    expectRefused(() => encodeFrame({ inside: [value] }));
  });
});

describe('promise 7: a frame is refused that holds', () => {
  test('a sparse array of four billion places, in 17 bytes', () => {
    expect(forbiddenFrames[0]?.frame).toHaveLength(17);
  });

  test.each([...forbiddenFrames, ...forbiddenCalls])('$name', ({ frame }) => {
    const { heapUsed, external } = process.memoryUsage();
    // The best of three, since the machine may be busy.
    const times = [1, 2, 3].map(() => {
      const began = performance.now();
      expectRefused(() => decodeFrame(frame));
      return performance.now() - began;
    });
    const grown = process.memoryUsage();
    expect(Math.min(...times)).toBeLessThan(2000);
    // What was stated but not sent is never made.
    expect(grown.heapUsed - heapUsed + grown.external - external).toBeLessThan(128 * 1024 * 1024);
  });

  test('no text at all', () => {
    for (const frame of notText) expectRefused(() => decodeFrame(frame));
  });

  test('and reading one leaves no prototype changed', () => {
    for (const { frame } of [...forbiddenFrames, ...forbiddenCalls])
      thrown(() => decodeFrame(frame));
    expect('polluted' in {}).toBe(false);
  });
});

test('promise 7: whatever list of entries is sent, it is read as a tree or refused', () => {
  const entry = fc.oneof(
    fc.array(fc.integer({ min: -8, max: 12 }), { maxLength: 5 }),
    fc.dictionary(fc.string({ maxLength: 3 }), fc.integer({ min: -8, max: 12 }), { maxKeys: 4 }),
    fc.tuple(
      fc.constantFrom('Date', 'Map', 'Set', 'null', 'Object', 'ArrayBuffer', 'Int8Array', 'BigInt'),
      fc.oneof(fc.integer({ min: -8, max: 12 }), fc.string()),
    ),
    fc.oneof(fc.string(), fc.double(), fc.integer({ min: -8, max: 12 }), fc.constant(null)),
  );
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
      const frame = JSON.stringify(entries);
      let value: unknown;
      try {
        value = decodeFrame(frame);
      } catch (error) {
        expect((error as LabError).data.code).toBe('invalid-frame');
        return;
      }
      // What was let in is exactly what can be said: nothing in it is undefined, shared, sparse or of another kind.
      expect(isDeepStrictEqual(decodeFrame(encodeFrame(value)), value)).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});
