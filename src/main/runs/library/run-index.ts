import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as v from 'valibot';
import type { ErrorData } from '../../../contract/errors';
import { stopReasons } from '../../../contract/run-document';
import { oneOf } from '../../../contract/ranges';
import { writeWhole } from '../write-whole';
import type { FileStamp } from './run-folder';
import type { StoredSummary } from './summary';

const FILE = 'run-index.json';
const VERSION = 1;

/** What is known of one file. */
export interface IndexEntry {
  readonly stamp: FileStamp;
  /** Null: the file cannot be read as a run. */
  readonly summary: StoredSummary | null;
  readonly error: ErrorData | null;
  /** What searches look through, in small letters. */
  readonly text: string;
}

const nullableText = v.nullable(v.string());
const entrySchema = v.object({
  stamp: v.object({ size: v.number(), modified: v.number() }),
  summary: v.nullable(
    v.object({
      id: v.string(),
      name: v.string(),
      note: v.string(),
      tags: v.array(v.string()),
      created: nullableText,
      modified: nullableText,
      recipeName: v.string(),
      steps: v.number(),
      stop: oneOf(stopReasons),
      loss: v.nullable(v.number()),
      curve: v.array(v.number()),
    }),
  ),
  error: v.nullable(v.any()),
  text: v.string(),
});
const indexSchema = v.object({
  version: v.literal(VERSION),
  files: v.array(v.tuple([v.string(), entrySchema])),
});

/** The summaries that were made of a folder's files, so that a thousand runs are listed without reading them. Empty where there are none. */
export async function readIndex(folder: string): Promise<ReadonlyMap<string, IndexEntry>> {
  try {
    const checked = v.safeParse(
      indexSchema,
      JSON.parse(await readFile(join(folder, FILE), 'utf8')),
      { abortEarly: true },
    );
    return new Map(checked.success ? checked.output.files : []);
  } catch {
    // It only saves time: what it does not say is read from the runs themselves.
    return new Map();
  }
}

/** @throws the file system's error */
export async function writeIndex(
  folder: string,
  entries: ReadonlyMap<string, IndexEntry>,
): Promise<void> {
  const text = JSON.stringify({ version: VERSION, files: [...entries] });
  await writeWhole(join(folder, FILE), Readable.from([Buffer.from(text)]));
}
