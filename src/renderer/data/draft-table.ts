import { type Dataset, MAX_POINTS, type PointsDataset } from '../../contract/dataset';
import type { ExampleTable } from '../setup/edited-example';
import { type Cell, emptyCell, isEmpty } from './cell';

/** An example as it is edited: its inputs, then its target. */
export type DraftRow = readonly Cell[];

/** A dataset as it is edited: a cell may hold what cannot be used yet. */
export interface DraftTable {
  readonly inputs: number;
  readonly rows: readonly DraftRow[];
  /** Examples that training never sees, as typed. */
  readonly test: number;
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** The examples as they stand; points of one's own in their own order. */
export function draftOf(dataset: Dataset, { columns, count }: ExampleTable): DraftTable {
  const test = typeof dataset === 'object' ? dataset.test : 0;
  if (typeof dataset === 'object' && dataset.kind === 'points') {
    const rows = dataset.x.map((inputs, i) => [...inputs, dataset.y[i] as number]);
    return { inputs: dataset.x[0]?.length ?? 1, rows, test };
  }
  const rows = Array.from({ length: count }, (_, i) =>
    columns.map((numbers) => numbers[i] as number),
  );
  return { inputs: Math.max(1, columns.length - 1), rows, test };
}

const emptyRow = ({ inputs }: DraftTable): DraftRow =>
  Array.from({ length: inputs + 1 }, () => emptyCell);

/** Rows that hold nothing are no examples. */
export const isBlank = (row: DraftRow): boolean => row.every(isEmpty);

/** One cell is another; a place below the last row adds rows. */
export function withCell(table: DraftTable, at: Place, cell: Cell): DraftTable {
  return withBlock(table, at, [[cell]]);
}

/** A block of cells, its first at `at`. What does not fit beside or below is left out: ask `fits` first. */
export function withBlock(
  table: DraftTable,
  at: Place,
  block: readonly (readonly Cell[])[],
): DraftTable {
  const rows = [...table.rows];
  for (const [i, cells] of block.entries()) {
    const place = at.row + i;
    if (place >= MAX_POINTS) break;
    while (rows.length <= place) rows.push(emptyRow(table));
    const row = rows[place] as DraftRow;
    rows[place] = row.map((cell, c) => cells[c - at.column] ?? cell);
  }
  return { ...table, rows };
}

/** Whether a block of that size has room. */
export function fits(table: DraftTable, at: Place, rows: number, columns: number): boolean {
  return at.row + rows <= MAX_POINTS && at.column + columns <= table.inputs + 1;
}

/** The table with these rows alone. */
export function withRows(
  table: DraftTable,
  rows: readonly DraftRow[],
  inputs = table.inputs,
): DraftTable {
  return { ...table, inputs, rows: rows.slice(0, MAX_POINTS) };
}

export function withRowInserted(table: DraftTable, row: number): DraftTable {
  if (table.rows.length >= MAX_POINTS) return table;
  return { ...table, rows: table.rows.toSpliced(row, 0, emptyRow(table)) };
}

export function withoutRows(table: DraftTable, first: number, last: number): DraftTable {
  if (first >= table.rows.length) return table;
  return { ...table, rows: table.rows.toSpliced(first, last - first + 1) };
}

/** Inputs are added as empty columns before the target, or taken away from the last on. */
export function withInputs(table: DraftTable, inputs: number): DraftTable {
  if (inputs === table.inputs) return table;
  const added = Array.from({ length: Math.max(0, inputs - table.inputs) }, () => emptyCell);
  const rows = table.rows.map((row) => [
    ...row.slice(0, Math.min(inputs, table.inputs)),
    ...added,
    row.at(-1) as Cell,
  ]);
  return { ...table, inputs, rows };
}

export interface DraftFault extends Place {
  readonly cell: Exclude<Cell, number>;
}

/** The cells that cannot be used, row by row. */
export function faultsOf({ rows }: DraftTable): readonly DraftFault[] {
  return rows.flatMap((cells, row) =>
    isBlank(cells)
      ? []
      : cells.flatMap((cell, column) => (typeof cell === 'number' ? [] : [{ row, column, cell }])),
  );
}

/** Examples, when all is well: rows that are not blank. */
export function exampleRows({ rows }: DraftTable): readonly DraftRow[] {
  return rows.filter((row) => !isBlank(row));
}

/** The points that training takes; null while a cell cannot be used, or where there is no example. */
export function pointsOf(table: DraftTable): PointsDataset | null {
  const rows = exampleRows(table);
  if (rows.length === 0 || faultsOf(table).length > 0) return null;
  const numbers = rows as readonly (readonly number[])[];
  return {
    kind: 'points',
    x: numbers.map((row) => row.slice(0, -1)),
    y: numbers.map((row) => row.at(-1) as number),
    test: Math.min(table.test, rows.length - 1),
  };
}
