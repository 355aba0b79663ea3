import { describe, expect, test } from 'vitest';
import { pastedDelimiter, readPasted } from '../../../src/renderer/data/pasted';

describe('what stands between the columns of a paste', () => {
  test.each([
    ['tabs from a spreadsheet', '1,5\t2,5', true, 2, 'tab'],
    ['one column of a spreadsheet, with decimal commas', '1,5\n2,5', true, 2, 'none'],
    ['lines of a text', '1,5\n2,5', false, 2, 'comma'],
    ['the same where one column is left', '1,5\n2,5', false, 1, 'none'],
    ['a single number', '1,5', false, 2, 'none'],
    ['semicolons', '1,5;2', false, 2, 'semicolon'],
  ] as const)('%s', (_, text, spreadsheet, room, expected) => {
    expect(pastedDelimiter(text, spreadsheet, room)).toBe(expected);
  });
});

test('a block is read with its header, its decimal comma and its width', async () => {
  expect(await readPasted('hours\tscore\n1,5\t2\n\n2\tabc\n3', 'tab')).toEqual({
    rows: [
      [1.5, 2],
      [2, { text: 'abc', fault: 'no-number' }],
      [3, { text: '', fault: 'missing' }],
    ],
    columns: 2,
    header: ['hours', 'score'],
    comma: { text: '1,5', value: 1.5 },
    blank: 1,
    ended: null,
  });
});

test('a lone word is a cell, no header', async () => {
  expect((await readPasted('abc', 'none')).rows).toEqual([[{ text: 'abc', fault: 'no-number' }]]);
});
