import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCell, marksOf } from '../../../src/renderer/data/cell';
import { delimiterMarks, detectDelimiter } from '../../../src/renderer/data/delimiter';
import { MAX_RECORDS } from '../../../src/renderer/data/limits';
import { readRecords } from '../../../src/renderer/data/records';

const soon = () => Promise.resolve();
const cells = async (text: string, delimiter = detectDelimiter(text)) =>
  (await readRecords(text, delimiter)).records.map((record) => record.cells);

describe('the mark between columns', () => {
  test.each([
    ['1\t2\n3\t4', 'tab'],
    ['1,5\t2,5', 'tab'],
    ['1,5;2,5\n3,5;4,5', 'semicolon'],
    ['price, in €;area\n1;2', 'semicolon'],
    ['1,2\n3,4', 'comma'],
    ['"a;b",2\n"c;d",4', 'comma'],
    ['1\n2', 'none'],
    ['', 'none'],
  ] as const)('of %j is %s', (text, expected) => {
    expect(detectDelimiter(text)).toBe(expected);
  });
});

test('line endings of any kind, and of several kinds in one text, end a row', async () => {
  expect(await cells('1;2\r\n3;4\n5;6\r7;8')).toEqual([
    ['1', '2'],
    ['3', '4'],
    ['5', '6'],
    ['7', '8'],
  ]);
});

test('a record knows the line it begins on, whatever blank lines and quoted line breaks came before', async () => {
  const { records, blank } = await readRecords('a;b\n\n"x\ny";1\n;;\n3;4\n\n', 'semicolon');
  expect(records.map(({ line, cells: [first] }) => [line, first])).toEqual([
    [1, 'a'],
    [3, 'x\ny'],
    [6, '3'],
  ]);
  // The one at the end is no row that was left out.
  expect(blank).toBe(2);
});

test('quotation marks: doubled ones stay, an inch is no quotation, an unclosed one is told', async () => {
  expect(await cells('"a ""b"";c";1')).toEqual([['a "b";c', '1']]);
  expect(await cells('5" pipe\t3')).toEqual([['5" pipe', '3']]);
  const { records } = await readRecords('1;2\n"3;4\n5;6', 'semicolon');
  expect(records.map(({ line, quotes }) => [line, quotes])).toEqual([
    [1, false],
    [2, true],
  ]);
});

test('a table of numbers, written with any delimiter and decimal mark, reads back to the same binary64', async () => {
  const number = fc.double({ min: -1e300, max: 1e300, noNaN: true });
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) =>
      fc.array(fc.array(number, { minLength: width, maxLength: width }), { minLength: 1 }),
    );
  const written = fc.constantFrom(
    ['tab', '.'],
    ['tab', ','],
    ['semicolon', '.'],
    ['semicolon', ','],
    ['comma', '.'],
  );
  await fc.assert(
    fc.asyncProperty(table, written, async (rows, [delimiter, mark]) => {
      const texts = rows.map((row) => row.map((one) => String(one).replace('.', mark as string)));
      const between = delimiterMarks[delimiter as 'tab'];
      const text = texts.map((row) => row.join(between)).join('\r\n');
      expect(detectDelimiter(text)).toBe(delimiter);
      const read = await cells(text);
      const marks = marksOf(read.flat());
      expect(read.map((row) => row.map((one) => readCell(one, marks).cell))).toEqual(
        rows.map((row) => row.map((one) => one + 0)),
      );
    }),
    { numRuns: 300 },
  );
});

test('slices of any size give what the whole text gives', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '1', ';', '"', '\n', '\r', ' ') });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (given, slice) => {
      const whole = await readRecords(given, 'semicolon');
      const sliced = await readRecords(given, 'semicolon', { slice, pause: soon });
      expect(sliced).toEqual(whole);
    }),
    { numRuns: 2000 },
  );
});

test('no text makes it throw, and every character of a quiet text is in some cell', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
      for (const delimiter of ['tab', 'semicolon', 'comma', 'none'] as const) {
        const { records } = await readRecords(text, delimiter);
        if (text.includes('"') || delimiter !== 'none') continue;
        expect(records.map((record) => record.cells.join('')).join('\n')).toBe(
          text
            .split(/\r\n?|\n/)
            .filter((line) => line.trim() !== '')
            .join('\n'),
        );
      }
    }),
    { numRuns: 500 },
  );
});

test('a hundred thousand rows are read, with pauses; of more it is told', async () => {
  const row = '12.5;7\n';
  let pauses = 0;
  const pause = () => {
    pauses += 1;
    return new Promise<void>((resolve) => setTimeout(resolve));
  };
  const full = await readRecords(row.repeat(MAX_RECORDS), 'semicolon', { pause });
  expect([full.records.length, full.ended]).toEqual([MAX_RECORDS, null]);
  const over = await readRecords(row.repeat(MAX_RECORDS + 1), 'semicolon', { pause });
  expect([over.records.length, over.ended]).toEqual([MAX_RECORDS, { kind: 'too-many' }]);
  expect(pauses).toBeGreaterThan(0);
});

test('a row that does not end is given up, and its line is told', async () => {
  const text = `1;2\n"${'3;4\n'.repeat(500_000)}`;
  const { records, ended } = await readRecords(text, 'semicolon');
  expect(records).toHaveLength(1);
  expect(ended).toEqual({ kind: 'endless', line: 2 });
});

test('reading that nobody waits for any more ends', async () => {
  const text = '1;2\n'.repeat(MAX_RECORDS);
  const { records } = await readRecords(text, 'semicolon', { wanted: () => false, slice: 50 });
  expect(records.length).toBeLessThan(MAX_RECORDS);
});
