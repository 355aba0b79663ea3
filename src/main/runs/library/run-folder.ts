import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { labError } from '../../../contract/errors';
import type { RunDocument } from '../../../contract/run-document';
import { documentText } from '../document';
import { MAX_FILE_BYTES } from '../../../contract/library';
import { readRun } from '../read-run';
import { systemCode } from '../system-code';
import { writeWhole } from '../write-whole';

const ENDING = '.chainrule';
/** Of files that were being written when their writer was killed. */
const DEBRIS = '.part';

/** What tells a file from a later one of the same name. */
export interface FileStamp {
  readonly size: number;
  /** Milliseconds. */
  readonly modified: number;
}

/** The run documents of a data folder: one file a run, whose name is the run's id. */
export class RunFolder {
  readonly #runs: string;
  readonly #deleted: string;

  constructor(readonly folder: string) {
    this.#runs = join(folder, 'runs');
    this.#deleted = join(folder, 'runs', 'deleted');
  }

  /** Makes the folder, and takes away what a killed writer left and what was deleted in an earlier session. */
  async prepare(): Promise<void> {
    await mkdir(this.#runs, { recursive: true });
    await rm(this.#deleted, { recursive: true, force: true });
    for (const folder of [this.folder, this.#runs]) {
      const names = await readdir(folder);
      const debris = names.filter((name) => name.endsWith(DEBRIS));
      await Promise.all(debris.map((name) => rm(join(folder, name), { force: true })));
    }
  }

  /** Every run's stamp by its id; none where there is no such folder. */
  async stamps(): Promise<ReadonlyMap<string, FileStamp>> {
    const entries = await readdir(this.#runs, { withFileTypes: true }).catch(() => []);
    const ids = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(ENDING))
      .map(({ name }) => name.slice(0, -ENDING.length));
    const found = await Promise.all(
      ids.map(async (id) => [id, await this.stamp(id).catch(() => null)] as const),
    );
    return new Map(found.filter((one): one is readonly [string, FileStamp] => one[1] !== null));
  }

  async stamp(id: string): Promise<FileStamp> {
    const { size, mtimeMs } = await stat(this.#path(id));
    return { size, modified: mtimeMs };
  }

  /** @throws LabError invalid-file */
  read(id: string): Promise<RunDocument> {
    return openRun(this.#path(id), `${id}${ENDING}`);
  }

  /** @throws the file system's error; the old file is then as it was */
  async write(id: string, document: RunDocument): Promise<void> {
    await mkdir(this.#runs, { recursive: true });
    await writeWhole(this.#path(id), Readable.from([Buffer.from(documentText(document))]));
  }

  /** Until the next session it can be put back. */
  async remove(id: string): Promise<void> {
    await mkdir(this.#deleted, { recursive: true });
    await rename(this.#path(id), join(this.#deleted, id + ENDING));
  }

  async restore(id: string): Promise<void> {
    await rename(join(this.#deleted, id + ENDING), this.#path(id));
  }

  #path(id: string): string {
    return join(this.#runs, id + ENDING);
  }
}

/** A name for a new run's file, in the order of time. */
export function newRunId(now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

/**
 * A run document out of a file.
 * @param name the file's, for the sentence
 * @throws LabError invalid-file when it cannot be read or is no run document
 */
export async function openRun(path: string, name = path): Promise<RunDocument> {
  return readRun(name, await bytesOf(path, name));
}

/** A file's bytes, at most one more than a run document may have. @throws LabError invalid-file */
async function bytesOf(path: string, name: string): Promise<Uint8Array> {
  try {
    const pieces: Uint8Array[] = [];
    // `end` counts from 0 and is included. A device has no size and no end, so the limit is one of reading.
    for await (const piece of createReadStream(path, { end: MAX_FILE_BYTES })) {
      pieces.push(piece as Uint8Array);
    }
    return Buffer.concat(pieces);
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    const accepted = 'a file that can be read';
    throw labError('invalid-file', `${name} cannot be read (${code}).`, 'file', {
      ...{ accepted, received: code, file: name },
    });
  }
}
