import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import { DataEditor } from '../../../src/renderer/data/data-editor.svelte';
import type { DraftTable } from '../../../src/renderer/data/draft-table';
import { only } from '../../../src/renderer/data/selection';

const pair: DraftTable = {
  inputs: 1,
  rows: [
    [1, 2],
    [3, 6],
  ],
  test: 0,
};

const edited = (table = pair, most = 3) => new DataEditor(table, most);

function type(editor: DataEditor, row: number, column: number, text: string): void {
  editor.select({ row, column });
  editor.openCell(text);
  editor.commit();
  flushSync();
}

describe('a cell', () => {
  test('takes a number, and says that a decimal comma was read as a point', () => {
    const editor = edited();
    type(editor, 0, 1, '2,5');
    expect(editor.table.rows[0]).toEqual([1, 2.5]);
    expect(editor.note).toEqual({ kind: 'comma', comma: { text: '2,5', value: 2.5 } });
  });

  test('keeps what is no number, and no points can be used until it is corrected', () => {
    const editor = edited();
    type(editor, 1, 1, 'abc');
    expect(editor.faults).toMatchObject([{ row: 1, column: 1, cell: { text: 'abc' } }]);
    expect(editor.points).toBeNull();
    editor.openCell();
    expect(editor.open?.text).toBe('abc');
    editor.type('7');
    editor.commit();
    expect(editor.points?.y).toEqual([2, 7]);
  });

  test('that is opened and left as it was changes nothing', () => {
    const editor = edited();
    editor.openCell();
    editor.commit();
    expect([editor.canUndo, editor.unsaved]).toEqual([false, false]);
  });
});

describe('undo', () => {
  test('goes back over cells, rows, inputs, test rows and pastes, and forth again', async () => {
    const editor = edited();
    type(editor, 0, 0, '5');
    editor.addRow();
    editor.setInputs(2);
    editor.setTest(1);
    editor.select({ row: 0, column: 0 });
    await editor.paste('7\t8\t9', true);
    editor.deleteRows(1, 1);
    const end = editor.table;
    for (let i = 0; i < 6; i++) editor.undo();
    expect(editor.table).toBe(pair);
    expect([editor.canUndo, editor.unsaved]).toEqual([false, false]);
    for (let i = 0; i < 6; i++) editor.redo();
    expect(editor.table).toBe(end);
    expect(editor.canRedo).toBe(false);
  });

  test('shows where the change was', () => {
    const editor = edited();
    type(editor, 1, 1, '5');
    editor.select({ row: 0, column: 0 });
    editor.undo();
    expect(editor.selection).toEqual(only({ row: 1, column: 1 }));
  });
});

describe('a paste', () => {
  test('goes where the selection is, and says what stayed below', async () => {
    const editor = edited({ ...pair, rows: [...pair.rows, [4, 8], [5, 10]] });
    await editor.paste('hours\tscore\n1,5\t2,5\n2\t3', true);
    expect(editor.table.rows).toEqual([
      [1.5, 2.5],
      [2, 3],
      [4, 8],
      [5, 10],
    ]);
    expect(editor.note).toEqual({
      kind: 'pasted',
      rows: 2,
      columns: 2,
      header: ['hours', 'score'],
      comma: { text: '1,5', value: 1.5 },
      blank: 0,
      below: { first: 2, rows: 2 },
    });
  });

  test('takes the place of a table that is wholly selected, with as many inputs as it has', async () => {
    const editor = edited();
    editor.selectAll();
    await editor.paste('1;2;3', false);
    expect(editor.table).toEqual({ inputs: 2, rows: [[1, 2, 3]], test: 0 });
  });

  test('of more columns than there is room for asks which of them', async () => {
    const editor = edited(pair, 1);
    editor.selectAll();
    await editor.paste('a;b;c\n1;2;3', false);
    expect(editor.table).toBe(pair);
    expect(editor.importing?.choice).toEqual({ inputs: [0], target: 2 });
    expect(editor.importing?.header).toBe(true);
  });

  test('of one number goes into the cell', async () => {
    const editor = edited();
    await editor.paste('1,5', false);
    expect(editor.table.rows[0]).toEqual([1.5, 2]);
  });
});

describe('a file', () => {
  const csv = (text: string, name = 'flats.csv') => new File([text], name);

  test('waits for its columns to be chosen, then takes the table’s place and can be undone', async () => {
    const editor = edited(pair, 1);
    await editor.openFile(csv('price;area\n9,5;30\nabc;40\n7;50'));
    expect(editor.importing?.choice).toEqual({ inputs: [0], target: 1 });
    editor.takeImport('replace');
    expect(editor.importing).toBeNull();
    expect(editor.table.rows).toEqual([
      [9.5, 30],
      [7, 50],
    ]);
    expect(editor.note).toMatchObject({ kind: 'imported', rows: 2, leftOut: 1, chosen: null });
    editor.undo();
    expect(editor.table).toBe(pair);
  });

  test('is added below where it has as many inputs', async () => {
    const editor = edited();
    await editor.openFile(csv('5;6'));
    editor.takeImport('append');
    expect(editor.table.rows).toEqual([...pair.rows, [5, 6]]);
    await editor.openFile(csv('5;6;7'));
    expect(editor.importing && editor.canAppend(editor.importing)).toBe('other-inputs');
  });

  test('of more than 2,000 rows says how many, and which ones were taken', async () => {
    const editor = edited();
    const lines = Array.from({ length: 4001 }, (_, i) => `${i};${i}`).join('\n');
    await editor.openFile(csv(lines));
    const { importing } = editor;
    if (!importing) throw new Error('nothing to import');
    importing.taken = 'spread';
    editor.takeImport('replace');
    expect(editor.table.rows).toHaveLength(2000);
    expect(editor.table.rows.at(-1)).toEqual([4000, 4000]);
    expect(editor.note).toMatchObject({ chosen: { of: 4001, taken: 'spread' } });
  });

  test('that cannot be read is named, and the table stays', async () => {
    const editor = edited();
    await editor.openFile(csv('PK\u0003\u0004', 'flats.xlsx'));
    expect(editor.note).toEqual({ kind: 'refused', name: 'flats.xlsx', fault: 'spreadsheet' });
    expect(editor.table).toBe(pair);
  });

  test.each([
    ['x;y', 'only-header'],
    ['1\n2', 'one-column'],
    ['a;b\nc;d', 'none-left'],
  ])('%j: nothing can be taken (%s)', async (text, problem) => {
    const editor = edited();
    await editor.openFile(csv(text));
    expect(editor.importing?.problem).toBe(problem);
    editor.takeImport('replace');
    expect(editor.table).toBe(pair);
  });
});
