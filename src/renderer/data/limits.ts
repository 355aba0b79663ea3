/** Bytes of a file that is opened: 16 MiB. */
export const MAX_FILE = 16 * 1024 * 1024;
/** Rows of a text that are read. */
export const MAX_RECORDS = 100_000;
/** Characters of one row: a longer one is an unclosed quotation mark, or no table. */
export const MAX_RECORD = 1_000_000;
/** Columns that can be chosen. */
export const MAX_COLUMNS = 200;
