import { MAX_POINTS, type PointsDataset } from '../../contract/dataset';
import { type Cell, cellText, emptyCell, isEmpty, noMarks, readCell } from './cell';
import {
  type DraftTable,
  exampleRows,
  faultsOf,
  fits,
  type Place,
  pointsOf,
  withBlock,
  withCell,
  withInputs,
  withoutRows,
  withRowInserted,
  withRows,
} from './draft-table';
import { readFile } from './file-text';
import { begun, changed, redone, undone } from './history';
import { isBad } from './imported-rows';
import type { Note } from './notes';
import { pastedDelimiter, readPasted } from './pasted';
import { type GridSize, holds, only, rectangle, type Selection, within } from './selection';
import { TextImport } from './text-import.svelte';

/** What an undo brings back: the table, and where it was changed. */
interface Moment {
  readonly table: DraftTable;
  readonly at: Selection;
}

/** The text in the cell that is open. */
export interface OpenCell {
  readonly text: string;
  /** It replaces what stood there: arrow keys leave it. */
  readonly typed: boolean;
}

/** A table of one's own while it is edited. */
export class DataEditor {
  readonly mostInputs: number;
  selection = $state.raw<Selection>(only({ row: 0, column: 0 }));
  open = $state.raw<OpenCell | null>(null);
  note = $state.raw<Note | null>(null);
  importing = $state.raw<TextImport | null>(null);
  #history = $state.raw(
    begun<Moment>({ table: { inputs: 1, rows: [], test: 0 }, at: this.selection }),
  );

  readonly table = $derived(this.#history.present.table);
  readonly faults = $derived(faultsOf(this.table));
  readonly examples = $derived(exampleRows(this.table));
  /** As training will take it: at least one example is left to train with. */
  readonly test = $derived(Math.max(0, Math.min(this.table.test, this.examples.length - 1)));
  readonly points: PointsDataset | null = $derived(pointsOf(this.table));
  /** Below the last row stands one to type a new row into. */
  readonly size: GridSize = $derived({
    rows: Math.min(MAX_POINTS, this.table.rows.length + 1),
    columns: this.table.inputs + 1,
  });
  readonly selected = $derived(rectangle(this.selection));
  readonly canUndo = $derived(this.#history.past.length > 0);
  readonly canRedo = $derived(this.#history.future.length > 0);
  readonly #first: DraftTable;
  readonly unsaved = $derived.by(() => this.table !== this.#first || this.open !== null);

  /** @param mostInputs a model's, at most */
  constructor(table: DraftTable, mostInputs: number) {
    this.#first = table;
    this.mostInputs = mostInputs;
    this.#history = begun({ table, at: this.selection });
  }

  select(active: Place, extend = false): void {
    const place = within(active, this.size);
    this.selection = extend ? { anchor: this.selection.anchor, active: place } : only(place);
  }

  selectRows(from: number, to: number): void {
    this.selection = {
      anchor: within({ row: from, column: this.table.inputs }, this.size),
      active: within({ row: to, column: 0 }, this.size),
    };
  }

  selectAll(): void {
    this.selectRows(Math.max(0, this.table.rows.length - 1), 0);
  }

  /** Opens the active cell: with what stands in it, or with what was typed over it. */
  openCell(typed: string | null = null): void {
    const { active } = this.selection;
    const text = typed ?? cellText(this.table.rows[active.row]?.[active.column] ?? emptyCell);
    this.selection = only(active);
    this.open = { text, typed: typed !== null };
  }

  type(text: string): void {
    if (this.open) this.open = { ...this.open, text };
  }

  leaveCell(): void {
    this.open = null;
  }

  /** Takes what was typed into the open cell; what is no number stays there to be corrected. */
  commit(): void {
    const { open, table } = this;
    const { active } = this.selection;
    this.open = null;
    if (!open) return;
    const now = table.rows[active.row]?.[active.column] ?? emptyCell;
    const { cell, comma } = readCell(open.text, noMarks);
    if (cellText(now) === cellText(cell) && isBad(now) === isBad(cell)) return;
    const said = this.note?.kind === 'comma' ? this.note : null;
    this.#change(withCell(table, active, cell));
    // A hand that types on would never see it.
    this.note = said;
    if (comma)
      this.note = { kind: 'comma', comma: { text: open.text.trim(), value: Number(cell) } };
  }

  clear(): void {
    const { selected, table } = this;
    const cleared = (cell: Cell, row: number, column: number) =>
      holds(selected, { row, column }) && !isEmpty(cell) ? emptyCell : cell;
    const rows = table.rows.map((cells, row) => cells.map((cell, c) => cleared(cell, row, c)));
    const same = rows.every((cells, row) =>
      cells.every((cell, c) => cell === table.rows[row]?.[c]),
    );
    if (!same) this.#change(withRows(table, rows));
  }

  addRow(): void {
    const row = Math.min(this.selected.bottom + 1, this.table.rows.length);
    this.#change(withRowInserted(this.table, row), only({ row, column: 0 }));
  }

  deleteRows(first = this.selected.top, last = this.selected.bottom): void {
    const { column } = this.selection.active;
    this.#change(withoutRows(this.table, first, last), only({ row: first, column }));
  }

  setInputs(inputs: number): void {
    this.#change(withInputs(this.table, inputs));
  }

  setTest(test: number): void {
    if (test !== this.test) this.#change({ ...this.table, test });
  }

  undo(): void {
    const { at } = this.#history.present;
    this.#history = undone(this.#history);
    this.#show(at);
  }

  redo(): void {
    this.#history = redone(this.#history);
    this.#show(this.#history.present.at);
  }

  /** The selected cells, as spreadsheets take them. */
  copied(): string {
    const { top, bottom, left, right } = this.selected;
    return this.table.rows
      .slice(top, bottom + 1)
      .map((row) =>
        row
          .slice(left, right + 1)
          .map(cellText)
          .join('\t'),
      )
      .join('\n');
  }

  /**
   * Cells that were pasted go where the selection begins, or become the whole table where all of it is selected. What does
   * not fit goes to where its columns and rows are chosen.
   */
  async paste(text: string, spreadsheet: boolean): Promise<void> {
    if (text.trim() === '') return;
    const { selected } = this;
    const before = this.table;
    const whole =
      before.rows.length === 0 ||
      (selected.top === 0 &&
        selected.bottom >= before.rows.length - 1 &&
        selected.left === 0 &&
        selected.right === before.inputs);
    const at = whole ? { row: 0, column: 0 } : { row: selected.top, column: selected.left };
    const delimiter = pastedDelimiter(text, spreadsheet, before.inputs + 1 - at.column);
    const block = await readPasted(text, delimiter);
    const { table } = this;
    const { rows, columns, header, comma, blank } = block;
    const inputs =
      whole && columns >= 2 && columns <= this.mostInputs + 1 ? columns - 1 : table.inputs;
    const room = whole ? withRows(withInputs(table, inputs), []) : table;
    if (block.ended || rows.length === 0 || !fits(room, at, rows.length, columns)) {
      this.import({ name: null, encoding: null });
      await this.importing?.take(text, delimiter);
      return;
    }
    const last = { row: at.row + rows.length - 1, column: at.column + columns - 1 };
    this.#change(withBlock(room, at, rows), { anchor: last, active: at });
    const below = this.table.rows.length - last.row - 1;
    this.note = {
      kind: 'pasted',
      rows: rows.length,
      columns,
      header,
      comma,
      blank,
      below: below > 0 && at.row === 0 ? { first: last.row + 1, rows: below } : null,
    };
  }

  async openFile(file: File): Promise<void> {
    const read = await readFile(file);
    if (read.kind === 'refused') {
      this.note = { kind: 'refused', name: file.name, fault: read.fault };
      return;
    }
    this.import({ name: file.name, encoding: read.encoding });
    await this.importing?.take(read.text);
  }

  import(source: TextImport['source']): void {
    this.commit();
    this.importing?.stop();
    this.importing = new TextImport(source, this.mostInputs);
  }

  leaveImport(): void {
    this.importing?.stop();
    this.importing = null;
  }

  /** Whether what is read can be added below what there is. */
  canAppend({ result, choice }: TextImport): 'other-inputs' | 'no-room' | null {
    if (choice.inputs.length !== this.table.inputs) return 'other-inputs';
    return this.examples.length + result.length > MAX_POINTS ? 'no-room' : null;
  }

  /** Takes over what is read: in place of the table, or below it. */
  takeImport(how: 'replace' | 'append'): void {
    const taken = this.importing;
    if (taken?.problem !== null) return;
    const { result, rows, usable, read, choice, source } = taken;
    const before = how === 'append' ? this.examples : [];
    const table = withRows(this.table, [...before, ...result], choice.inputs.length);
    this.#change(table, only({ row: before.length, column: 0 }));
    this.leaveImport();
    this.note = {
      kind: 'imported',
      name: source.name,
      rows: result.length,
      comma: rows.comma,
      blank: read.blank,
      leftOut: taken.faulty === 'leave-out' ? rows.faulty : 0,
      chosen: usable > result.length ? { of: usable, taken: taken.taken } : null,
    };
  }

  #change(table: DraftTable, at: Selection = this.selection): void {
    if (table === this.table) return;
    this.#history = changed(this.#history, { table, at });
    this.note = null;
    this.#show(at);
  }

  #show({ anchor, active }: Selection): void {
    this.selection = { anchor: within(anchor, this.size), active: within(active, this.size) };
  }
}
