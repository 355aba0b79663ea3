import { type Cell, readCell } from './cell';
import { filled, hasHeader, type ReadColumn, readColumn, tableOf } from './columns';
import { type Delimiter, detectDelimiter } from './delimiter';
import { readRecords, type TextRecords } from './records';

/** A text on the clipboard, and whether a table stands beside it, as a spreadsheet puts there. */
export function clipboardText(clipboard: DataTransfer | null): {
  readonly text: string;
  readonly spreadsheet: boolean;
} {
  return {
    text: clipboard?.getData('text/plain') ?? '',
    spreadsheet: /<table/i.test(clipboard?.getData('text/html') ?? ''),
  };
}

/** A block of cells that was pasted. */
export interface PastedBlock {
  readonly rows: readonly (readonly Cell[])[];
  readonly columns: number;
  /** Its header's words, when it has one: they are no row. */
  readonly header: readonly string[] | null;
  readonly comma: ReadColumn['comma'];
  readonly blank: number;
  readonly ended: TextRecords['ended'];
}

/**
 * What stands between the columns of a text that was pasted.
 * @param spreadsheet the clipboard also holds a table, as that of a spreadsheet does: there, only tabs stand between columns
 * @param room columns that are left where it is pasted
 */
export function pastedDelimiter(text: string, spreadsheet: boolean, room: number): Delimiter {
  if (spreadsheet) return text.includes('\t') ? 'tab' : 'none';
  const detected = detectDelimiter(text);
  if (detected !== 'comma') return detected;
  // 1,5 by itself, or where one column is left: a decimal comma.
  const lines = text.trim().split(/\r\n?|\n/);
  const numbers = lines.every((line) => typeof readCell(line).cell === 'number');
  return numbers && (lines.length === 1 || room === 1) ? 'none' : 'comma';
}

export async function readPasted(text: string, delimiter: Delimiter): Promise<PastedBlock> {
  const { records, blank, ended } = await readRecords(text, delimiter);
  const table = tableOf(records, records.length > 1 && hasHeader(records));
  const columns = records.reduce((most, { cells }) => Math.max(most, filled(cells)), 0);
  // As wide as its widest row: what is missing elsewhere is said, and nothing is taken for shifted.
  const read = Array.from({ length: columns }, (_, c) =>
    readColumn({ ...table, width: columns }, c),
  );
  return {
    rows: table.records.map((_, i) => read.map(({ cells }) => cells[i] as Cell)),
    columns,
    header: table.header,
    comma: read.find(({ comma }) => comma !== null)?.comma ?? null,
    blank,
    ended,
  };
}
