import Papa from 'papaparse';
import { type Delimiter, delimiterMarks } from './delimiter';
import { MAX_RECORD, MAX_RECORDS } from './limits';

/** A row of a text, not yet read as numbers. */
export interface TextRecord {
  /** The line of the text that it begins on, from 1: blank lines and a header count. */
  readonly line: number;
  readonly cells: readonly string[];
  /** A quotation mark is not closed, or stands in the middle of a cell. */
  readonly quotes: boolean;
}

export interface TextRecords {
  readonly records: readonly TextRecord[];
  /** Lines, or rows of empty cells, between others: they are no records. */
  readonly blank: number;
  /** Why reading ended before the text did; null: it did not. */
  readonly ended:
    | { readonly kind: 'too-many' }
    | { readonly kind: 'endless'; /** the record's */ readonly line: number }
    | null;
}

/** Characters that are parsed at a time. */
const SLICE = 131_072;
/** Milliseconds without a pause, so that the window stays responsive. */
const LONGEST = 12;

/** Lets the window draw and answer. */
export const breathe = () => new Promise<void>((resolve) => setTimeout(resolve));

/**
 * The rows of a delimited text. Long texts are read in slices with pauses between.
 * @param pause called whenever the window must not wait longer
 * @param wanted asked after each pause; false ends the reading
 */
export async function readRecords(
  text: string,
  delimiter: Delimiter,
  { pause = breathe, wanted = (): boolean => true, slice = SLICE } = {},
): Promise<TextRecords> {
  // A text with several line endings would be split at one of them only.
  const lines = text.replace(/\r\n?/g, '\n');
  const parser = new Papa.Parser({
    // Papa takes a comma where it is given none; the text has no \r any more.
    delimiter: delimiter === 'none' ? '\r\r' : delimiterMarks[delimiter],
    newline: '\n',
  });
  const collected = new Collector();
  let from = 0;
  let rest = '';
  let begun = performance.now();
  while (from < lines.length && !collected.ended) {
    const part = rest + lines.slice(from, from + slice);
    from += slice;
    const last = from >= lines.length;
    const { data, errors, meta } = parser.parse(part, 0, !last) as Papa.ParseResult<string[]>;
    collected.take(data, new Set(errors.map(({ row }) => row)));
    rest = last ? '' : part.slice(meta.cursor);
    if (rest.length > MAX_RECORD) collected.end({ kind: 'endless', line: collected.line });
    if (performance.now() - begun < LONGEST) continue;
    await pause();
    if (!wanted()) break;
    begun = performance.now();
  }
  return collected;
}

class Collector implements TextRecords {
  readonly records: TextRecord[] = [];
  /** Blank lines that a record followed. */
  blank = 0;
  ended: TextRecords['ended'] = null;
  /** Of the next record. */
  line = 1;
  /** Blank lines that none has followed yet. */
  #waiting = 0;

  take(rows: readonly (readonly string[])[], faulty: ReadonlySet<number | undefined>): void {
    for (const [i, cells] of rows.entries()) {
      if (this.ended) return;
      if (cells.every((cell) => cell.trim() === '')) this.#waiting += 1;
      else if (this.records.length === MAX_RECORDS) this.end({ kind: 'too-many' });
      else {
        this.records.push({ line: this.line, cells, quotes: faulty.has(i) });
        this.blank += this.#waiting;
        this.#waiting = 0;
      }
      // Quoted cells may hold lines of their own.
      this.line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
    }
  }

  end(why: TextRecords['ended']): void {
    this.ended = why;
  }
}

function lineBreaks(cell: string): number {
  let breaks = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks++;
  return breaks;
}
