import { datasetNumbers } from '../../contract/dataset';
import { parseNumber } from '../../contract/number-text';
import { inRange } from '../../contract/ranges';

/** Why a cell holds no number that can be used. */
export const cellFaults = [
  'empty',
  'no-number',
  'out-of-range',
  /** 1.234,5 or 1 234 */
  'thousands',
  /** 1,234 among numbers with a decimal point: 1234 or 1.234 */
  'ambiguous',
  'percent',
  'date',
  'formula',
  /** The row has no such cell. */
  'missing',
  /** The row has more cells than columns, so this one may belong elsewhere. */
  'shifted',
  /** A quotation mark of its row is not closed, or stands in the middle of a cell. */
  'quotes',
] as const;
export type CellFault = (typeof cellFaults)[number];

/** What was typed, pasted or read, and cannot be used: it stays to be corrected. */
export interface BadCell {
  readonly text: string;
  readonly fault: CellFault;
}

export type Cell = number | BadCell;

export const emptyCell: BadCell = { text: '', fault: 'empty' };

/** The decimal marks that numbers of a column have for certain. */
export interface DecimalMarks {
  readonly point: boolean;
  readonly comma: boolean;
}

export const noMarks: DecimalMarks = { point: false, comma: false };

export interface ReadCell {
  readonly cell: Cell;
  /** A decimal comma was read as a decimal point. */
  readonly comma: boolean;
}

const PLAIN = /^-?\d{1,20}(?:\.\d{1,20})?$/;
const DECIMAL_COMMA = /^[+-]?(?:\d+,\d*|,\d+)(?:e[+-]?\d+)?$/i;
/** One to three digits, then groups of three: the separators of thousands. A leading 0 has none after it. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:([.,'’ \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d*)?$/;
/** One group of three: 1,234 or 1.234. */
const ONE_GROUP = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const PERCENT = /^[+-]?[\d.,]+\s*[%‰]$/;
const DATE = /^\d{1,4}([./-])\d{1,2}\1\d{1,4}(?:[T ].*)?$|^\d{1,2}:\d{2}(?::\d{2})?$/;

/** Characters of a number, at most: 1e300 has 301 digits. Longer texts are not looked at. */
const LONGEST = 1000;

/** A number as it stands in a cell, with a decimal point or a decimal comma. Never throws, whatever the text is. */
export function readCell(text: string, marks: DecimalMarks = noMarks): ReadCell {
  const typed = text.trim();
  // Most cells are like this.
  if (PLAIN.test(typed) && !(marks.comma && ONE_GROUP.test(typed))) return numeric(typed, typed);
  const plain = typed.replaceAll('−', '-');
  if (plain === '') return bad('', 'empty');
  if (plain.length > LONGEST) return bad(typed, 'no-number');
  if (ONE_GROUP.test(plain)) {
    const comma = plain.includes(',');
    const [own, other] = comma ? [marks.comma, marks.point] : [marks.point, marks.comma];
    if (other && !own) return bad(typed, 'ambiguous');
  } else if (GROUPED.test(plain)) return bad(typed, 'thousands');
  const comma = DECIMAL_COMMA.test(plain);
  return numeric(typed, comma ? plain.replace(',', '.') : plain, comma);
}

function numeric(typed: string, plain: string, comma = false): ReadCell {
  const value = parseNumber(plain);
  if (value === null) return bad(typed, faultOf(plain));
  if (!inRange(value, datasetNumbers.value)) return bad(typed, 'out-of-range');
  return { cell: value === 0 ? 0 : value, comma };
}

function bad(text: string, fault: CellFault): ReadCell {
  return { cell: { text, fault }, comma: false };
}

function faultOf(plain: string): CellFault {
  if (/^[=@]/.test(plain)) return 'formula';
  if (PERCENT.test(plain)) return 'percent';
  return DATE.test(plain) ? 'date' : 'no-number';
}

/** The decimal marks of a column's texts, as far as they are certain: 1,5 has a decimal comma, 1,234 may have none. */
export function marksOf(texts: Iterable<string>): DecimalMarks {
  let [point, comma] = [false, false];
  for (const text of texts) {
    const marked = (!point && text.includes('.')) || (!comma && text.includes(','));
    if (!marked || text.length > LONGEST) continue;
    const plain = text.trim().replaceAll('−', '-');
    if (ONE_GROUP.test(plain)) continue;
    comma ||= /^[+-]?[\d.]*,\d*(?:e[+-]?\d+)?$/i.test(plain);
    point ||= /^[+-]?[\d,]*\.\d*(?:e[+-]?\d+)?$/i.test(plain);
    if (point && comma) break;
  }
  return { point, comma };
}

/** What stands in the cell. */
export function cellText(cell: Cell): string {
  return typeof cell === 'number' ? String(cell) : cell.text;
}

export function isEmpty(cell: Cell): boolean {
  return typeof cell !== 'number' && cell.text === '';
}
