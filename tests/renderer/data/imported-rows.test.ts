import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnReader, hasHeader, tableOf } from '../../../src/renderer/data/columns';
import {
  chosenRows,
  MAX_FAULTS,
  spreadPlaces,
  takenRows,
} from '../../../src/renderer/data/imported-rows';
import { readRecords } from '../../../src/renderer/data/records';

async function rowsOf(text: string, inputs: readonly number[], target: number) {
  const { records } = await readRecords(text, 'semicolon');
  const table = tableOf(records, hasHeader(records));
  return chosenRows(table, { inputs, target }, columnReader(table));
}

test('chosen columns become rows, inputs first; a cell in another column does not matter', async () => {
  const { rows, faulty } = await rowsOf('price;city;area\n9;Bonn;30\n8;Köln;40', [2], 0);
  expect(rows).toEqual([
    [30, 9],
    [40, 8],
  ]);
  expect(faulty).toBe(0);
});

test('an error names the line of the text, header and blank lines included, and the column', async () => {
  const text = `area;price\n${'30;9\n'.repeat(14)}\n30;abc\n`;
  const { faults, faulty } = await rowsOf(text, [0], 1);
  expect(faults).toEqual([{ line: 17, column: 1, text: 'abc', fault: 'no-number' }]);
  expect(faulty).toBe(1);
});

test('rows with errors are all counted, and as many are listed as can be read', async () => {
  const read = await rowsOf(`1;2\n${'x;y\n'.repeat(300)}`, [0], 1);
  expect([read.faults.length, read.faulty, read.faultyCells]).toEqual([MAX_FAULTS, 300, 600]);
});

test('rows with errors are left out, or come along as they are', async () => {
  const read = await rowsOf('x;y\n1;2\nabc;4\n5;6', [0], 1);
  expect(takenRows(read, 'leave-out', 'first', 10)).toEqual([
    [1, 2],
    [5, 6],
  ]);
  expect(takenRows(read, 'take-along', 'first', 10)[1]).toEqual([
    { text: 'abc', fault: 'no-number' },
    4,
  ]);
});

test('of too many rows the first are taken, or rows at even distances', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => [i, i]);
  expect(takenRows({ rows }, 'leave-out', 'first', 2000).at(-1)).toEqual([1999, 1999]);
  const spread = takenRows({ rows }, 'leave-out', 'spread', 2000);
  expect(spread).toHaveLength(2000);
  expect([spread[0], spread.at(-1)]).toEqual([
    [0, 0],
    [4999, 4999],
  ]);
});

test('places are spread over all there are, each once, with equal gaps but for one', () => {
  const sizes = fc
    .integer({ min: 1, max: 3000 })
    .chain((most) => fc.tuple(fc.constant(most), fc.integer({ min: most, max: 100_000 })));
  fc.assert(
    fc.property(sizes, ([most, count]) => {
      const places = spreadPlaces(count, most);
      expect(places).toHaveLength(most);
      const gaps = places.slice(1).map((place, i) => place - (places[i] as number));
      expect(gaps.every((gap) => gap >= 1)).toBe(true);
      expect(Math.max(...gaps, 0) - Math.min(...gaps, Infinity)).toBeLessThanOrEqual(1);
      expect(places[0]).toBe(0);
      if (most > 1) expect(places.at(-1)).toBe(count - 1);
    }),
  );
});
