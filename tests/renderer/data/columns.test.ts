import { describe, expect, test } from 'vitest';
import { detectDelimiter } from '../../../src/renderer/data/delimiter';
import {
  columnReader,
  hasHeader,
  readColumn,
  suggestedChoice,
  tableOf,
} from '../../../src/renderer/data/columns';
import { readRecords } from '../../../src/renderer/data/records';

async function table(text: string) {
  const { records } = await readRecords(text, detectDelimiter(text));
  return tableOf(records, hasHeader(records));
}

describe('a header', () => {
  test.each([
    ['words over numbers', 'x;y\n1;2', true],
    ['words over numbers and words', 'city;price\nBerlin;3', true],
    ['a lone row of words', 'x;y', true],
    ['numbers', '1;2\n3;4', false],
    ['a word among numbers', 'abc;2\n3;4', false],
    ['words over words', 'a;b\nc;d', false],
    ['a title over a table', 'Report\nx;y\n1;2', false],
    ['a lone row of numbers', '1;2', false],
  ])('%s: %j', async (_, text, expected) => {
    const { records } = await readRecords(text, 'semicolon');
    expect(hasHeader(records)).toBe(expected);
  });
});

test('the width is the header’s, or else that of most rows; empty cells at the end do not count', async () => {
  expect((await table('x;y;\n1;2;3')).width).toBe(2);
  expect((await table('1;2\n3;4;\n5;6;7')).width).toBe(2);
});

describe('a cell of a column that cannot be used', () => {
  test('is missing where the row is too short, and empty where it is only empty', async () => {
    const { cells } = readColumn(await table('x;y\n1\n2;\n3;4'), 1);
    expect(cells).toEqual([{ text: '', fault: 'missing' }, { text: '', fault: 'empty' }, 4]);
  });

  test('is called shifted in a row with more cells than columns: 1,5 between commas is two', async () => {
    const { cells } = readColumn(await table('x,y\n1,5,2\n3,4'), 1);
    expect(cells).toEqual([{ text: '5', fault: 'shifted' }, 4]);
  });

  test('has to do with quotation marks', async () => {
    const { cells } = readColumn(await table('x;y\n1;2\n"3;4'), 0);
    expect(cells[1]).toMatchObject({ fault: 'quotes' });
  });
});

test('a column’s first decimal comma is told with the number it became', async () => {
  const read = columnReader(await table('x;y\n1;2\n1,5;2,25'));
  expect(read(0).comma).toEqual({ text: '1,5', value: 1.5 });
  expect(read(0)).toBe(read(0));
});

describe('which columns are probably meant', () => {
  test('the last column of numbers is the target, the first others are inputs', async () => {
    const flats = await table('id;price;city;area;rooms\n1;9;B;30;2\n2;8;C;40;3');
    expect(suggestedChoice(flats, 3)).toEqual({ inputs: [1, 3], target: 4 });
    expect(suggestedChoice(flats, 1)).toEqual({ inputs: [1], target: 4 });
  });

  test('a column that is called y is the target wherever it stands', async () => {
    expect(suggestedChoice(await table('y;a;b\n1;2;3'), 3)).toEqual({ inputs: [1, 2], target: 0 });
  });

  test('without a header the order of the columns decides', async () => {
    expect(suggestedChoice(await table('1;2;3\n4;5;6'), 3)).toEqual({ inputs: [0, 1], target: 2 });
  });

  test('an index is taken where there is nothing else', async () => {
    expect(suggestedChoice(await table('id;v\n1;2'), 3)).toEqual({ inputs: [0], target: 1 });
  });
});
