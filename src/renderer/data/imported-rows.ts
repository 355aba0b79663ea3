import type { BadCell, Cell } from './cell';
import type { ColumnChoice, ReadColumn, TextTable } from './columns';

/** A cell that cannot be used, where it stands in the text. */
export interface TextFault extends BadCell {
  /** Line of the text, from 1. */
  readonly line: number;
  /** Place of the column, from 0. */
  readonly column: number;
}

export interface ReadRows {
  /** Inputs, then the target; the text's rows in its order. */
  readonly rows: readonly (readonly Cell[])[];
  /** Rows with a cell that cannot be used. */
  readonly faulty: number;
  /** Cells that cannot be used. */
  readonly faultyCells: number;
  /** The first of them, at most MAX_FAULTS. */
  readonly faults: readonly TextFault[];
  readonly comma: ReadColumn['comma'];
}

/** Faults that are kept to be shown. */
export const MAX_FAULTS = 100;

export const isBad = (cell: Cell): cell is BadCell => typeof cell !== 'number';

/** The chosen columns of a text's table, row by row. */
export function chosenRows(
  table: TextTable,
  { inputs, target }: ColumnChoice,
  column: (place: number) => ReadColumn,
): ReadRows {
  const places = [...inputs, target];
  const columns = places.map(column);
  const faults: TextFault[] = [];
  let [faulty, faultyCells] = [0, 0];
  const rows = table.records.map(({ line }, i) => {
    const row = columns.map(({ cells }) => cells[i] as Cell);
    if (!row.some(isBad)) return row;
    faulty += 1;
    for (const [c, cell] of row.entries()) {
      if (!isBad(cell)) continue;
      faultyCells += 1;
      if (faultyCells <= MAX_FAULTS) faults.push({ ...cell, line, column: places[c] as number });
    }
    return row;
  });
  const comma = columns.find((one) => one.comma !== null)?.comma ?? null;
  return { rows, faulty, faultyCells, faults, comma };
}

/** What becomes of rows with a cell that cannot be used. */
export type FaultyRows = 'leave-out' | 'take-along';
/** Which rows of too many are taken. */
export type TakenRows = 'first' | 'spread';

/** At most `most` of the rows, in their order. */
export function takenRows(
  { rows }: Pick<ReadRows, 'rows'>,
  faulty: FaultyRows,
  taken: TakenRows,
  most: number,
): ReadRows['rows'] {
  const usable = faulty === 'leave-out' ? rows.filter((row) => !row.some(isBad)) : rows;
  if (usable.length <= most || taken === 'first') return usable.slice(0, most);
  return spreadPlaces(usable.length, most).map((i) => usable[i] as readonly Cell[]);
}

/** `most` places of 0 … count − 1 at even distances, the first and the last among them. */
export function spreadPlaces(count: number, most: number): readonly number[] {
  if (most === 1) return [0];
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}
