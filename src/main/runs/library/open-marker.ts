import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as v from 'valibot';
import { writeWhole } from '../write-whole';

const FILE = 'open-run.json';
const markerSchema = v.object({ run: v.string() });

/** The run that was open and could go on when the folder's lab was last heard of; null: none, or the lab was closed. */
export async function readMarker(folder: string): Promise<string | null> {
  try {
    const checked = v.safeParse(
      markerSchema,
      JSON.parse(await readFile(join(folder, FILE), 'utf8')),
    );
    return checked.success ? checked.output.run : null;
  } catch {
    return null;
  }
}

/** @throws the file system's error */
export async function writeMarker(folder: string, run: string | null): Promise<void> {
  const path = join(folder, FILE);
  if (run === null) await rm(path, { force: true });
  else await writeWhole(path, Readable.from([Buffer.from(JSON.stringify({ run }))]));
}
