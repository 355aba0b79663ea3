import type { Place } from './draft-table';

/** Rows and columns that can be reached. */
export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

/** From the cell where it began to the one that is active. */
export interface Selection {
  readonly anchor: Place;
  readonly active: Place;
}

export interface Rectangle {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function only(active: Place): Selection {
  return { anchor: active, active };
}

export function rectangle({ anchor, active }: Selection): Rectangle {
  return {
    top: Math.min(anchor.row, active.row),
    bottom: Math.max(anchor.row, active.row),
    left: Math.min(anchor.column, active.column),
    right: Math.max(anchor.column, active.column),
  };
}

export function holds({ top, bottom, left, right }: Rectangle, { row, column }: Place): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

export function within({ row, column }: Place, { rows, columns }: GridSize): Place {
  return {
    row: Math.max(0, Math.min(row, rows - 1)),
    column: Math.max(0, Math.min(column, columns - 1)),
  };
}

/**
 * Where a key leads, as in a spreadsheet; null: it does not move.
 * @param page rows that are in sight
 */
export function moved(
  key: string,
  far: boolean,
  { row, column }: Place,
  { rows, columns }: GridSize,
  page: number,
): Place | null {
  const by = (down: number, right: number) =>
    within({ row: row + down, column: column + right }, { rows, columns });
  switch (key) {
    case 'ArrowDown':
      return by(far ? rows : 1, 0);
    case 'ArrowUp':
      return by(far ? -rows : -1, 0);
    case 'ArrowRight':
      return by(0, far ? columns : 1);
    case 'ArrowLeft':
      return by(0, far ? -columns : -1);
    case 'PageDown':
      return by(page, 0);
    case 'PageUp':
      return by(-page, 0);
    case 'Home':
      return by(far ? -rows : 0, -columns);
    case 'End':
      return by(far ? rows : 0, columns);
    default:
      return null;
  }
}

/** The next cell row by row, or the one before; null: there is none, and Tab leaves the grid. */
export function nextInOrder(
  { row, column }: Place,
  { rows, columns }: GridSize,
  backward: boolean,
): Place | null {
  const next = row * columns + column + (backward ? -1 : 1);
  if (next < 0 || next >= rows * columns) return null;
  return { row: Math.floor(next / columns), column: next % columns };
}
