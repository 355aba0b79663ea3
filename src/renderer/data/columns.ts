import { type Cell, marksOf, readCell } from './cell';
import { MAX_COLUMNS } from './limits';
import type { TextRecord } from './records';

/** Records that are looked at to tell what a column holds. */
const SAMPLE = 200;

/** A text's table: its first row may name the columns. */
export interface TextTable {
  /** The header's words; null: there is no header. */
  readonly header: readonly string[] | null;
  /** Without the header. */
  readonly records: readonly TextRecord[];
  /** Cells of a row: of the header's, or else of most rows. */
  readonly width: number;
}

export interface ReadColumn {
  readonly cells: readonly Cell[];
  /** The first decimal comma that was read as a decimal point. */
  readonly comma: { readonly text: string; readonly value: number } | null;
}

const isNumber = (text: string) => typeof readCell(text).cell === 'number';

/**
 * Whether the first row names the columns: none of its cells is a number, and below one of its words stands a number. A lone
 * row of words is a header without rows; a lone word above a table is a title.
 */
export function hasHeader(records: readonly TextRecord[]): boolean {
  const [first, ...rest] = records.slice(0, SAMPLE);
  if (!first || first.cells.some(isNumber)) return false;
  if (rest.length === 0) return true;
  // A title above the table.
  if (filled(first.cells) === 1 && usualWidth(rest) > 1) return false;
  return first.cells.some(
    (word, c) => word.trim() !== '' && rest.some(({ cells }) => isNumber(cells[c] ?? '')),
  );
}

export function tableOf(records: readonly TextRecord[], header: boolean): TextTable {
  const [first] = records;
  if (header && first) {
    return {
      header: first.cells.map((word) => word.trim()),
      records: records.slice(1),
      width: filled(first.cells),
    };
  }
  return { header: null, records, width: usualWidth(records) };
}

/** Cells up to the last that holds something. */
export function filled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}

/** The number of cells that most rows have; the greater of two as frequent. */
function usualWidth(records: readonly TextRecord[]): number {
  const times = new Map<number, number>();
  for (const { cells } of records) {
    const width = filled(cells);
    times.set(width, (times.get(width) ?? 0) + 1);
  }
  const [usual] = [...times].sort(([a, often], [b, oftener]) => oftener - often || b - a);
  return usual?.[0] ?? 0;
}

/** A column as numbers. What decimal mark it has is told from the whole column. */
export function readColumn({ records, width }: TextTable, column: number): ReadColumn {
  const marks = marksOf(records.map(({ cells }) => cells[column] ?? ''));
  let comma: ReadColumn['comma'] = null;
  const cells = records.map((record): Cell => {
    const text = record.cells[column];
    if (record.quotes) return { text: text ?? '', fault: 'quotes' };
    if (text === undefined) return { text: '', fault: 'missing' };
    if (record.cells.length > width && filled(record.cells) > width)
      return { text, fault: 'shifted' };
    const read = readCell(text, marks);
    if (read.comma && typeof read.cell === 'number') comma ??= { text, value: read.cell };
    return read.cell;
  });
  return { cells, comma };
}

/** Reads each column once, when it is asked for. */
export function columnReader(table: TextTable): (column: number) => ReadColumn {
  const known = new Map<number, ReadColumn>();
  return (column) => {
    const read = known.get(column) ?? readColumn(table, column);
    known.set(column, read);
    return read;
  };
}

/** Which columns are an example's inputs, and which its target. */
export interface ColumnChoice {
  readonly inputs: readonly number[];
  readonly target: number;
}

const TARGETS = /^(?:y|target|label|output|class|klasse|ziel)$/i;
const NAMES_OF_ROWS = /^(?:#|id|nr\.?|no\.?|index|row|zeile)$/i;

/**
 * What the columns are probably meant as: the target is the one that is called so, else the last that holds numbers; inputs
 * are the first others that do.
 * @param most inputs, at most
 */
export function suggestedChoice(table: TextTable, most: number): ColumnChoice {
  const sample = table.records.slice(0, SAMPLE);
  const columns = Array.from({ length: Math.min(table.width, MAX_COLUMNS) }, (_, c) => c);
  const name = (c: number) => table.header?.[c] ?? '';
  const numeric = columns.filter((c) => {
    const numbers = sample.filter(({ cells }) => isNumber(cells[c] ?? ''));
    return numbers.length * 2 > sample.length;
  });
  const useful = numeric.filter((c) => !NAMES_OF_ROWS.test(name(c)));
  const usable = useful.length >= 2 ? useful : numeric.length >= 2 ? numeric : columns;
  const target = usable.find((c) => TARGETS.test(name(c))) ?? usable.at(-1) ?? 0;
  const others = usable.filter((c) => c !== target);
  return { inputs: others.length === 0 ? [target] : others.slice(0, most), target };
}
