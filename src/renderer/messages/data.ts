import { MAX_POINTS } from '../../contract/dataset';
import type { BadCell } from '../data/cell';
import type { Delimiter } from '../data/delimiter';
import type { Encoding, FileFault } from '../data/file-text';
import type { FaultyRows, TakenRows } from '../data/imported-rows';
import { MAX_COLUMNS, MAX_RECORD, MAX_RECORDS } from '../data/limits';
import type { TextRecords } from '../data/records';
import { count } from '../format';
import { list, minus } from './words';

const quoted = (text: string) => `“${text.length > 40 ? `${text.slice(0, 39)}…` : text}”`;
const many = (number: number, one: string, more = `${one}s`) =>
  `${count(number)} ${number === 1 ? one : more}`;

/** What is wrong with a cell, and what is accepted. */
function cellFault({ text, fault }: BadCell): string {
  switch (fault) {
    case 'empty':
      return 'the cell is empty. Type a number.';
    case 'missing':
      return 'the row ends before this column.';
    case 'no-number':
      return `${quoted(text)} is no number. Type digits, with a point or a comma.`;
    case 'out-of-range':
      return `${quoted(text)} is too large. Numbers from −1e300 to 1e300 are accepted.`;
    case 'thousands':
      return `${quoted(text)} has a mark between thousands. Write it without, such as 1234.5.`;
    case 'ambiguous':
      return `${quoted(text)} may be ${text.replace(/[.,]/, '')} or ${text.replace(',', '.')}: the others in this column have a decimal ${text.includes(',') ? 'point' : 'comma'}. Write one of the two.`;
    case 'percent':
      return `${quoted(text)} is a percentage. Write it as a number, such as 0.12.`;
    case 'date':
      return `${quoted(text)} is a date or a time. Numbers are accepted.`;
    case 'formula':
      return `${quoted(text)} is a formula. Paste its value.`;
    case 'shifted':
      return `the row has more cells than there are columns, so ${quoted(text)} may belong to another. Check it and type it again.`;
    case 'quotes':
      return 'a quotation mark of this row is not closed.';
  }
}

const comma = ({ text, value }: { readonly text: string; readonly value: number }) =>
  `Decimal comma read as a decimal point: ${quoted(text)} is ${minus(String(value))}.`;

/** Of the editor of one's own data. */
export const data = {
  open: 'Edit data…',
  title: 'Your own data',
  begins: {
    points: 'Your points as they stand. Changed points begin a new run.',
    others: (name: string) =>
      `The examples of “${name}” as they stand. “Use these points” makes them your own, and a new run begins.`,
    tooMany: (name: string, examples: number) =>
      `“${name}” has ${count(examples)} examples, more than the ${count(MAX_POINTS)} that a table of your own holds. The table begins empty.`,
  },
  close: 'Close',
  undo: 'Undo',
  redo: 'Redo',
  addRow: 'Add row',
  addRowHint: 'An empty row below this one (Ctrl+Enter)',
  deleteRows: (rows: number) => (rows === 1 ? 'Delete row' : `Delete ${count(rows)} rows`),
  paste: 'Paste…',
  file: 'Open a CSV…',

  grid: {
    label: 'Examples',
    row: 'row',
    rowName: (row: number) => `Row ${count(row)}`,
    newRow: 'new row',
    cell: (row: number, column: string) => `Row ${count(row)}, column ${column}`,
    hint: 'Enter goes down, Tab to the right, F2 edits, Ctrl+V pastes, F6 leaves the table.',
  },
  fault: (row: number, column: string, cell: BadCell) =>
    `Row ${count(row)}, column ${column}: ${cellFault(cell)}`,
  faults: (cells: number) =>
    cells === 1 ? '1 cell to correct' : `${count(cells)} cells to correct`,
  moreFaults: (more: number) => `and ${count(more)} more`,

  inputs: 'Inputs',
  oneInput: 'A perceptron has one input.',
  test: 'Rows that only test',
  testNote: 'Which ones is drawn from the seed; training never sees them.',
  picture: {
    label: (x: string, y: string, points: number) => `${y} over ${x}, ${many(points, 'point')}`,
    none: 'No points yet',
    above: 'y above 0',
    below: 'y up to 0',
  },

  notes: {
    label: 'What was read',
    comma,
    header: (words: readonly string[]) => `The first row is a header: ${list(words.map(quoted))}.`,
    pasted: (rows: number, columns: number) =>
      `${many(rows, 'row')} of ${many(columns, 'column')} pasted.`,
    below: (rows: number) => `${many(rows, 'row')} below stay as they were.`,
    removeBelow: 'Remove them',
    taken: (rows: number, name: string | null) =>
      `${many(rows, 'row')} taken from ${name === null ? 'what was pasted' : quoted(name)}.`,
    chosen: (rows: number, taken: TakenRows) =>
      taken === 'first'
        ? `They are the first of ${count(rows)}.`
        : `They are spread evenly over ${count(rows)}.`,
    leftOut: (rows: number) => `${many(rows, 'row')} with errors left out.`,
    blank: (rows: number) =>
      rows === 1
        ? '1 empty row between them skipped.'
        : `${count(rows)} empty rows between them skipped.`,
  },

  examples: (rows: number, inputs: number, test: number) =>
    [
      many(rows, 'example'),
      many(inputs, 'input'),
      ...(test > 0 ? [`${count(rows - test)} to train with, ${count(test)} to test with`] : []),
    ].join(' · '),
  blankRows: (rows: number) =>
    rows === 1 ? '1 empty row is no example' : `${count(rows)} empty rows are no examples`,
  full: `A table of your own holds ${count(MAX_POINTS)} rows.`,
  noRows: 'The table is empty: type, paste or open at least one row.',
  notYet: (cells: number) =>
    cells === 1
      ? 'One cell is to be corrected first.'
      : `${count(cells)} cells are to be corrected first.`,
  cancel: 'Cancel',
  use: 'Use these points',
  unsaved: 'Your changes are not used yet.',
  keepEditing: 'Keep editing',
  discard: 'Discard them',

  import: {
    pasteTitle: 'Paste a table',
    pasteLabel: 'Copy cells in a spreadsheet, or lines of a text, and paste them here',
    fileTitle: (name: string) => `Open ${quoted(name)}`,
    readAs: 'Read as',
    delimiter: 'Between columns',
    delimiters: {
      tab: 'tab',
      semicolon: 'semicolon ;',
      comma: 'comma ,',
      none: 'nothing: one column',
    } satisfies Record<Delimiter, string>,
    header: 'The first row is a header',
    encodings: {
      'utf-8': 'The text is UTF-8.',
      'utf-16': 'The text is UTF-16.',
      'latin-1': 'The text is not UTF-8, so it is read as Latin-1: look at letters such as ä or é.',
    } satisfies Record<Encoding, string>,
    columns: 'Columns',
    role: (name: string) => `${name} is`,
    firstColumns: `The first ${MAX_COLUMNS} columns can be chosen.`,
    addInput: 'Add an input',
    removeInput: (name: string) => `Without ${name}`,
    column: (place: number, name: string) => (name === '' ? `column ${place}` : name),
    columnName: (place: number, name: string) => (name === '' ? `${place}` : quoted(name)),
    moreColumns: (more: number) => `and ${many(more, 'more column', 'more columns')}`,
    tooMany: (rows: number) =>
      `${count(rows)} rows are more than the ${count(MAX_POINTS)} that a table of your own holds.`,
    taken: {
      first: `the first ${count(MAX_POINTS)}`,
      spread: `${count(MAX_POINTS)} spread evenly over all of them`,
    } satisfies Record<TakenRows, string>,
    faultyRows: (faulty: number, rows: number) =>
      `${count(faulty)} of ${many(rows, 'row')} ${faulty === 1 ? 'has' : 'have'} a cell that cannot be used.`,
    faulty: {
      'leave-out': 'leave them out',
      'take-along': 'take them along, to correct them',
    } satisfies Record<FaultyRows, string>,
    fault: (line: number, column: string, cell: BadCell) =>
      `Row ${count(line)}, column ${column}: ${cellFault(cell)}`,
    lines: 'Rows are counted as the lines of the text, the header included.',
    preview: 'The text as a table',
    line: 'row',
    firstLines: (shown: number, all: number) =>
      shown < all ? `The first ${count(shown)} of ${many(all, 'row')}` : many(all, 'row'),
    reading: 'Reading…',
    ended: (ended: NonNullable<TextRecords['ended']>) =>
      ended.kind === 'too-many'
        ? `The text has more than ${count(MAX_RECORDS)} rows; those after them are not read.`
        : `Row ${count(ended.line)} does not end within ${count(MAX_RECORD)} characters: perhaps a quotation mark is not closed. It is not read, nor what follows.`,
    nothing: 'Nothing to read yet.',
    accepted: [
      'One example a row: its inputs and its target.',
      'Between columns a tab, a semicolon or a comma.',
      'Numbers with a decimal point or a decimal comma.',
      'A first row of words is taken for the names of the columns.',
    ],
    onlyHeader: 'There is a header, but no row below it.',
    oneColumn: 'There is one column. An example needs two: an input and a target.',
    sameColumn: 'Each of them needs a column of its own.',
    noneLeft: 'Every row has an error in these columns. Choose others, or take the rows along.',
    result: (rows: number) => `${many(rows, 'row')} to take`,
    replace: 'Replace the table',
    append: 'Add below',
    noRoom: 'Below the table is no room for that many rows.',
    otherInputs: 'Rows can be added below when both have as many inputs.',
    back: 'Back to the table',
    refused: {
      'too-large': 'The file is larger than 16 MiB. Save a smaller part of it.',
      empty: 'The file is empty.',
      spreadsheet: 'This is a spreadsheet’s own file. Save it as CSV there, and open that.',
      binary: 'This file is no text. Open a CSV, or another file with numbers as text.',
      unreadable: 'The file could not be read. Perhaps it was moved; choose it again.',
    } satisfies Record<FileFault, string>,
    refusedFile: (name: string, why: string) => `${quoted(name)} is not opened. ${why}`,
  },
};
