import { errorData, type ErrorData } from '../../../contract/errors';
import type { RunDocument } from '../../../contract/run-document';
import { RunFolder } from './run-folder';
import { type IndexEntry, readIndex, writeIndex } from './run-index';
import { searchable, type Searchable } from './summary';

/** Files that are read at once while a folder is read for the first time. */
const AT_ONCE = 8;
/** Damaged files that are told of. */
const TOLD = 20;

/** The files of a data folder with what is known of each. Without a folder it holds nothing. */
export class RunStore {
  readonly #folder: RunFolder | null;
  readonly #entries = new Map<string, IndexEntry>();
  readonly #deleted = new Map<string, IndexEntry>();

  constructor(folder: string | null) {
    this.#folder = folder === null ? null : new RunFolder(folder);
  }

  /** Reads what the index does not know. @param own whether the folder may be written to @throws the file system's error */
  async open(own: boolean): Promise<void> {
    const folder = this.#folder;
    if (!folder) return;
    // A folder that cannot be made ready may still be read.
    const prepared = own ? folder.prepare() : Promise.resolve();
    const failed = await prepared.then(
      () => null,
      (error: unknown) => ({ error }),
    );
    const [stamps, known] = await Promise.all([folder.stamps(), readIndex(folder.folder)]);
    const unknown: string[] = [];
    for (const [id, { size, modified }] of stamps) {
      const entry = known.get(id);
      if (entry?.stamp.size === size && entry.stamp.modified === modified) {
        this.#entries.set(id, entry);
      } else unknown.push(id);
    }
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let id = unknown.pop(); id !== undefined; id = unknown.pop()) await this.#learn(id);
    });
    await Promise.all(workers);
    if (failed) throw failed.error;
  }

  ids(): string[] {
    return [...this.#entries.keys()];
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  wasDeleted(id: string): boolean {
    return this.#deleted.has(id);
  }

  summaries(): Searchable[] {
    return [...this.#entries.values()].flatMap(({ summary, text }) =>
      summary ? [{ summary, text }] : [],
    );
  }

  damaged(): ErrorData[] {
    return [...this.#entries.values()].flatMap(({ error }) => error ?? []).slice(0, TOLD);
  }

  /** @throws LabError invalid-file */
  async read(id: string): Promise<RunDocument> {
    if (!this.#folder) throw new Error('There is no folder to read from.');
    return this.#folder.read(id);
  }

  /** @throws the file system's error */
  async write(id: string, document: RunDocument): Promise<void> {
    const folder = this.#folder;
    if (!folder) return;
    await folder.write(id, document);
    const stamp = await folder.stamp(id);
    this.#entries.set(id, { stamp, ...searchable(id, document), error: null });
  }

  /** @throws the file system's error */
  async remove(id: string): Promise<void> {
    await this.#folder?.remove(id);
    move(id, this.#entries, this.#deleted);
  }

  /** @throws the file system's error */
  async restore(id: string): Promise<void> {
    await this.#folder?.restore(id);
    move(id, this.#deleted, this.#entries);
  }

  /** @throws the file system's error */
  async writeIndex(): Promise<void> {
    if (this.#folder) await writeIndex(this.#folder.folder, this.#entries);
  }

  async #learn(id: string): Promise<void> {
    const folder = this.#folder;
    if (!folder) return;
    try {
      const stamp = await folder.stamp(id);
      try {
        const known = searchable(id, await folder.read(id));
        this.#entries.set(id, { stamp, ...known, error: null });
      } catch (error) {
        this.#entries.set(id, { stamp, summary: null, error: errorData(error), text: '' });
      }
    } catch {
      // It is gone since the folder was listed.
    }
  }
}

function move(id: string, from: Map<string, IndexEntry>, to: Map<string, IndexEntry>): void {
  const entry = from.get(id);
  if (!entry) return;
  from.delete(id);
  to.set(id, entry);
}
