import { MAX_FRAME_BYTES } from '../../src/contract/frame';

/** A forbidden value as entries of a frame, the value itself first, for a place in the frame where entry `at` is free. */
type Entries = (at: number) => readonly unknown[];

const chain = (length: number, entry: (next: number) => unknown): Entries => {
  return (at) => [...Array.from({ length }, (_, i) => entry(at + i + 1)), 'end'];
};
const withProto = (at: number): unknown => JSON.parse(`{"__proto__":${at + 1}}`);

/** Each kind of value that semantics.md forbids in a frame, in devalue's notation. */
const forbidden: Readonly<Record<string, Entries>> = {
  'a sparse array of four billion places': () => [[-7, 4294967295]],
  'a sparse array with an element': (at) => [[-7, 4294967295, 7, at + 1], 'seven'],
  'a short sparse array': () => [[-7, 0]],
  'a hole': (at) => [[at + 1, -2], 1],
  'an array of holes': () => [Array.from({ length: 1000 }, () => -2)],
  undefined: () => [[-1]],
  'an undefined field': () => [{ recipe: -1 }],
  'a code that devalue does not have': () => [[-8]],
  'a Date': () => [['Date', '2020-01-01T00:00:00.000Z']],
  'an invalid Date': () => [['Date', '']],
  'a Map': (at) => [['Map', at + 1, at + 1], 'key'],
  'a Set': (at) => [['Set', at + 1], 'key'],
  'a RegExp': () => [['RegExp', '(a+)+$', 'u']],
  'a BigInt': () => [['BigInt', '9'.repeat(300_000)]],
  'a boxed number': (at) => [['Object', at + 1], 1],
  'an object without a prototype': (at) => [['null', 'model', at + 1], 'perceptron'],
  'an ArrayBuffer': () => [['ArrayBuffer', 'AAAAAAAAAAA=']],
  'a typed array': (at) => [
    ['Float64Array', at + 1],
    ['ArrayBuffer', 'AAAAAAAAAAA='],
  ],
  'a typed array of a stated length': (at) => [
    ['Float64Array', at + 1, 0, 4294967295],
    ['ArrayBuffer', 'AAAAAAAAAAA='],
  ],
  'a DataView': (at) => [
    ['DataView', at + 1],
    ['ArrayBuffer', ''],
  ],
  'a URL': () => [['URL', 'http://example.com/']],
  'a Temporal value': () => [['Temporal.Instant', '2020-01-01T00:00:00Z']],
  'a kind nobody knows': (at) => [['constructor', at + 1], 1],
  'a container referred to twice': (at) => [[at + 1, at + 1], {}],
  'shared arrays that grow exponentially': chain(60, (next) => [next, next]),
  'shared objects that grow exponentially': chain(60, (next) => ({ a: next, b: next })),
  'an array that holds itself': (at) => [[at]],
  'an object that holds itself': (at) => [{ self: at }],
  'a long cycle': (at) => [[at + 1], { a: at + 2 }, [at]],
  'a __proto__ field': (at) => [withProto(at), { polluted: at + 2 }, true],
  'a __proto__ field further inside': (at) => [[at + 1], withProto(at + 1), []],
  'nesting one level too deep': chain(34, (next) => [next]),
  'nesting a hundred thousand levels deep': chain(100_000, (next) => [next]),
  'an index beyond the end': () => [[4294967295]],
  'an index just beyond the end': (at) => [[at + 1]],
  'an index that is not whole': (at) => [[at + 0.5], 1],
  'an enormous index': () => [[1e300]],
  'text where an index belongs': () => [{ a: '0' }],
  'null where an index belongs': () => [[null]],
  'an array where an index belongs': () => [{ a: [[[[]]]] }],
};

/** Texts that are no frame at all. */
const unreadable: Readonly<Record<string, string>> = {
  'no text': '',
  'white space': ' \n',
  'half a frame': '[{"t":1',
  'an empty list': '[]',
  'an object': '{"t":"q","m":"play","a":[]}',
  'a bare word': 'null',
  'a bare text': '"q"',
  'a bare index': '0',
  'a bare undefined': '-1',
  'a bare hole': '-2',
  'a bare sparse array': '-7',
  'JavaScript that is not JSON': '[NaN]',
  'a byte order mark': '\uFEFF[0]',
  'a million brackets': '['.repeat(1_000_000),
  'a million brackets, closed': '['.repeat(500_000) + ']'.repeat(500_000),
  'one byte more than 1 MiB': `["${'a'.repeat(MAX_FRAME_BYTES - 3)}"]`,
  'more than 1 MiB in UTF-8, less in UTF-16': `["${'€'.repeat(MAX_FRAME_BYTES / 3)}"]`,
  'more than 1 MiB in pairs of surrogates': `["${'😀'.repeat(MAX_FRAME_BYTES / 4)}"]`,
};

interface NamedFrame {
  readonly name: string;
  readonly frame: string;
}

const named = (frames: readonly (readonly [string, string])[]): readonly NamedFrame[] =>
  frames.map(([name, frame]) => ({ name, frame }));

/** Frames that decodeFrame refuses; those with a sparse array first. */
export const forbiddenFrames = named([
  ...Object.entries(forbidden).map(
    ([name, entries]) => [name, JSON.stringify(entries(0))] as const,
  ),
  ...Object.entries(unreadable),
]);

/** The same values as the argument of a call: what a hostile peer would send. */
export const forbiddenCalls = named(
  Object.entries(forbidden).map(([name, entries]) => {
    const call = [{ t: 1, m: 2, a: 3, i: 4 }, 'q', 'setRecipe', [5], 'bad'];
    return [`${name}, as an argument`, JSON.stringify([...call, ...entries(call.length)])] as const;
  }),
);

/** Things that are no text, as a transport might hand them over. */
export const notText: readonly unknown[] = [
  undefined,
  null,
  0,
  Number.NaN,
  true,
  {},
  [],
  new Uint8Array(8),
  new Date(0),
  { t: 'q', m: 'play', a: [] },
];
