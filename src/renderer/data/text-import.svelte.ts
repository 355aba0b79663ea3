import { MAX_POINTS } from '../../contract/dataset';
import { type ColumnChoice, columnReader, hasHeader, suggestedChoice, tableOf } from './columns';
import { type Delimiter, detectDelimiter } from './delimiter';
import type { Encoding } from './file-text';
import { chosenRows, type FaultyRows, type TakenRows, takenRows } from './imported-rows';
import { breathe, readRecords, type TextRecords } from './records';

/** Where a text comes from. */
export interface TextSource {
  /** The file's; null: it was pasted. */
  readonly name: string | null;
  /** Null where it was not decoded by us. */
  readonly encoding: Encoding | null;
}

/** Why nothing can be taken of a text as it is read. */
export type ImportProblem = 'nothing' | 'only-header' | 'one-column' | 'same-column' | 'none-left';

/** Records of which a column is read in no time. */
const MANY = 5000;

const noRecords: TextRecords = { records: [], blank: 0, ended: null };

/** A text on its way into the table: how it is read, and what is taken of it. */
export class TextImport {
  readonly source: TextSource;
  readonly mostInputs: number;
  text = $state.raw('');
  delimiter = $state<Delimiter>('none');
  reading = $state(false);
  read = $state.raw<TextRecords>(noRecords);
  header = $state(false);
  choice = $state.raw<ColumnChoice>({ inputs: [0], target: 1 });
  faulty = $state<FaultyRows>('leave-out');
  taken = $state<TakenRows>('first');

  table = $state.raw(tableOf([], false));
  #column = $state.raw(columnReader(this.table));
  readonly rows = $derived(chosenRows(this.table, this.choice, this.#column));
  readonly result = $derived(takenRows(this.rows, this.faulty, this.taken, MAX_POINTS));
  /** Rows that could be taken, before there are too many of them. */
  readonly usable = $derived(
    this.rows.rows.length - (this.faulty === 'leave-out' ? this.rows.faulty : 0),
  );
  readonly problem = $derived.by((): ImportProblem | null => {
    if (this.read.records.length === 0) return 'nothing';
    if (this.table.records.length === 0) return 'only-header';
    if (this.table.width < 2) return 'one-column';
    const places = [...this.choice.inputs, this.choice.target];
    if (places.some((one, i) => places.indexOf(one) !== i)) return 'same-column';
    return this.usable === 0 ? 'none-left' : null;
  });
  #readings = 0;

  /** @param mostInputs a model's, at most */
  constructor(source: TextSource, mostInputs: number) {
    this.source = source;
    this.mostInputs = mostInputs;
  }

  /** Reads a text as its beginning suggests. */
  async take(text: string, delimiter = detectDelimiter(text)): Promise<void> {
    this.text = text;
    await this.readAs(delimiter);
  }

  async readAs(delimiter: Delimiter): Promise<void> {
    const reading = ++this.#readings;
    const wanted = () => reading === this.#readings;
    this.delimiter = delimiter;
    this.reading = true;
    const read = await readRecords(this.text, delimiter, { wanted });
    await this.#show(read, hasHeader(read.records), wanted);
  }

  async setHeader(header: boolean): Promise<void> {
    const reading = ++this.#readings;
    this.reading = true;
    await this.#show(this.read, header, () => reading === this.#readings);
  }

  /** Shows a table once the columns that it begins with are read, one at a time. */
  async #show(read: TextRecords, header: boolean, wanted: () => boolean): Promise<void> {
    const table = tableOf(read.records, header);
    const choice = suggestedChoice(table, this.mostInputs);
    const column = columnReader(table);
    for (const place of [...choice.inputs, choice.target]) {
      if (!wanted()) return;
      column(place);
      if (read.records.length > MANY) await breathe();
    }
    if (!wanted()) return;
    this.reading = false;
    this.read = read;
    this.header = header;
    this.table = table;
    this.choice = choice;
    this.#column = column;
  }

  setInput(place: number, column: number): void {
    this.choice = { ...this.choice, inputs: this.choice.inputs.with(place, column) };
  }

  /** One input more, from the first column that has no part yet. */
  addInput(): void {
    const { inputs, target } = this.choice;
    const free = Array.from({ length: this.table.width }, (_, c) => c).find(
      (c) => c !== target && !inputs.includes(c),
    );
    this.choice = { target, inputs: [...inputs, free ?? target] };
  }

  removeInput(): void {
    this.choice = { ...this.choice, inputs: this.choice.inputs.slice(0, -1) };
  }

  setTarget(target: number): void {
    this.choice = { ...this.choice, target };
  }

  /** What is not read any more, since nobody waits for it. */
  stop(): void {
    this.#readings += 1;
    this.reading = false;
  }
}
