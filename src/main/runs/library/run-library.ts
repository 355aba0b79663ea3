import { isDeepStrictEqual } from 'node:util';
import { labError } from '../../../contract/errors';
import type {
  ImportedRun,
  InterruptedRun,
  RunPage,
  RunQuery,
  RunSummary,
  Storage,
} from '../../../contract/library';
import type { RunDocument, RunLabels } from '../../../contract/run-document';
import type { Clock } from '../../clock';
import { systemCode } from '../system-code';
import { BEAT_MS, FolderLock } from './folder-lock';
import { readMarker, writeMarker } from './open-marker';
import { newRunId } from './run-folder';
import { RunStore } from './run-store';
import { searched } from './search';
import { searchable, type Searchable } from './summary';

/** Where a lab keeps its runs: a folder, or only its memory; a guest's folder is the one whose settings can be changed. */
export type KeepIn =
  | { readonly folder: string; readonly guest?: never }
  | { readonly guest: true; readonly folder?: string };

export interface LibraryDependencies {
  readonly keepIn: KeepIn;
  readonly clock: Clock;
  /** Name and version, for whoever finds the folder taken. */
  readonly program: string;
  /** Runs or storage changed. */
  readonly onChange: () => void;
}

/**
 * The runs that are kept. Where the folder cannot be written to, or another lab has it, runs are kept in memory, and what the
 * folder holds can still be read.
 */
export class RunLibrary {
  storage: Storage;
  /** Resolves when the folder has been read. */
  readonly ready: Promise<void>;

  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #store: RunStore;
  readonly #lock: FolderLock | null;
  readonly #stopBeating: () => void;
  /** Runs that are not written, newest state. */
  readonly #unwritten = new Map<string, RunDocument>();
  readonly #deletedUnwritten = new Map<string, RunDocument>();
  /** What the note of the open run says; undefined: nobody has looked. */
  #marked: string | null | undefined;
  /** Writes follow each other, so that the newest state of a run is the one that stays. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ keepIn, clock, program, onChange }: LibraryDependencies) {
    this.#clock = clock;
    this.#onChange = onChange;
    const { storage, lock } = takeFolder(keepIn, program);
    this.storage = storage;
    this.#lock = lock;
    this.#store = new RunStore(keepIn.guest ? null : keepIn.folder);
    this.#stopBeating = lock ? clock.every(BEAT_MS, () => this.#beat(lock)) : () => {};
    this.ready = this.#store.open(lock !== null).catch((error: unknown) => {
      this.#failed(error);
    });
  }

  get writable(): boolean {
    return this.storage.kind === 'folder';
  }

  async page(query: RunQuery): Promise<RunPage> {
    await this.ready;
    const all = this.#searchable();
    // What is being written will be.
    const wellKept = this.storage.kind === 'folder' && this.storage.failing === null;
    const { rows, total } = searched(all, query);
    return {
      total,
      all: all.length,
      rows: rows.map(({ summary }): RunSummary => {
        return { ...summary, stored: wellKept || !this.#unwritten.has(summary.id) };
      }),
      damaged: this.#store.damaged(),
    };
  }

  /** Of every run, those whose files cannot be read too. */
  async ids(): Promise<string[]> {
    await this.ready;
    return [...new Set([...this.#store.ids(), ...this.#unwritten.keys()])];
  }

  /** @throws LabError invalid-value when there is no such run; invalid-file when its file cannot be read */
  async read(id: string): Promise<RunDocument> {
    await this.ready;
    const unwritten = this.#unwritten.get(id);
    if (unwritten) return unwritten;
    if (!this.#store.has(id)) throw unknownRun(id);
    return this.#store.read(id);
  }

  /** The run that went the same way and is called the same; null: there is none. */
  async find(document: RunDocument): Promise<string | null> {
    await this.ready;
    const way = ({ recipe, interventions, result }: RunDocument) => [
      recipe,
      interventions,
      result.checksum,
    ];
    const { name, result } = document;
    for (const { summary } of this.#searchable()) {
      if (summary.steps !== result.steps || summary.name !== name) continue;
      const other = await this.read(summary.id).catch(() => null);
      if (other && isDeepStrictEqual(way(other), way(document))) return summary.id;
    }
    return null;
  }

  /** Takes in a document from outside; one that is there already stays as it is. */
  async add(document: RunDocument): Promise<ImportedRun> {
    const known = await this.find(document);
    const id = known ?? this.newId();
    if (known === null) await this.save(id, document);
    return { id, known: known !== null };
  }

  newId(): string {
    return newRunId(this.#clock.now());
  }

  /**
   * Writes a run. Where it cannot be written it is kept in memory, `storage` says so, and the next save writes it too.
   * @returns whether it is written
   */
  save(id: string, document: RunDocument): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#unwritten.set(id, document);
      await this.#writeAll();
      this.#onChange();
      return !this.#unwritten.has(id);
    });
  }

  /** Changes what a run is called. @throws LabError invalid-value, invalid-file */
  label(id: string, labels: RunLabels): Promise<void> {
    return this.#inTurn(async () => {
      const { name, notes, tags } = labels;
      this.#unwritten.set(id, { ...(await this.read(id)), name, notes, tags });
      await this.#writeAll();
      this.#onChange();
    });
  }

  /** A copy under another name. @returns its id @throws LabError invalid-value, invalid-file */
  async duplicate(id: string, name: (old: RunDocument) => string): Promise<string> {
    const document = await this.read(id);
    const copy = this.newId();
    const now = this.#clock.now().toISOString();
    await this.save(copy, { ...document, name: name(document), created: now, modified: now });
    return copy;
  }

  /** `restore` brings it back until the lab ends. @throws LabError invalid-value, not-kept */
  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.ready;
      const unwritten = this.#unwritten.get(id);
      if (unwritten) this.#deletedUnwritten.set(id, unwritten);
      else if (!this.#store.has(id)) throw unknownRun(id);
      if (this.#store.has(id)) {
        this.#checkWritable();
        await this.#store.remove(id).catch(notWritten);
      }
      this.#unwritten.delete(id);
      this.#onChange();
    });
  }

  /** @throws LabError invalid-value when it was not deleted in this session; not-kept */
  restore(id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#store.wasDeleted(id)) {
        this.#checkWritable();
        await this.#store.restore(id).catch(notWritten);
      }
      const unwritten = this.#deletedUnwritten.get(id);
      if (unwritten) this.#unwritten.set(id, unwritten);
      this.#deletedUnwritten.delete(id);
      if (!unwritten && !this.#store.has(id)) throw unknownRun(id);
      this.#onChange();
    });
  }

  /** The run that was under way when a lab with this folder was killed. */
  async interrupted(): Promise<InterruptedRun | null> {
    await this.ready;
    if (!this.#lock || this.storage.kind !== 'folder') return null;
    const id = await readMarker(this.storage.folder);
    this.#marked = id;
    const run = this.#store.summaries().find(({ summary }) => summary.id === id)?.summary;
    return run
      ? { id: run.id, name: run.name, recipeName: run.recipeName, steps: run.steps }
      : null;
  }

  /** Notes which run is open and can go on; null: none. A note that cannot be written only means that no run is offered again. */
  markOpen(id: string | null): Promise<void> {
    return this.#inTurn(async () => {
      await this.ready;
      if (this.storage.kind !== 'folder' || this.#marked === id) return;
      this.#marked = id;
      await writeMarker(this.storage.folder, id).catch(() => undefined);
    });
  }

  /** Tries once more to write what could not be written, and lets go of the folder. */
  async close(): Promise<void> {
    this.#stopBeating();
    await this.ready;
    await this.#inTurn(() => this.#writeAll());
    if (this.writable) await this.#store.writeIndex().catch(() => undefined);
    this.#lock?.release();
  }

  /** Every run in its newest state. */
  #searchable(): Searchable[] {
    const unwritten = this.#unwritten;
    const written = this.#store.summaries().filter(({ summary }) => !unwritten.has(summary.id));
    return [...written, ...[...unwritten].map(([id, document]) => searchable(id, document))];
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => null);
    return turn;
  }

  async #writeAll(): Promise<void> {
    await this.ready;
    if (!this.writable) return;
    try {
      for (const [id, document] of [...this.#unwritten]) {
        await this.#store.write(id, document);
        this.#unwritten.delete(id);
      }
      this.#setStorage(null);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#setStorage(systemCode(error) ?? 'unknown');
  }

  #setStorage(failing: string | null): void {
    if (this.storage.kind !== 'folder' || this.storage.failing === failing) return;
    this.storage = { ...this.storage, failing };
    this.#onChange();
  }

  #beat(lock: FolderLock): void {
    if (lock.beat() || this.storage.kind !== 'folder') return;
    const { folder } = this.storage;
    this.storage = { kind: 'memory', reason: 'locked', folder, detail: '' };
    this.#onChange();
  }

  #checkWritable(): void {
    if (this.writable) return;
    throw labError('not-kept', 'The data folder cannot be written to.', 'folder', { reason: '' });
  }
}

function takeFolder(
  keepIn: KeepIn,
  program: string,
): { readonly storage: Storage; readonly lock: FolderLock | null } {
  if (keepIn.guest) {
    return {
      storage: { kind: 'memory', reason: 'guest', folder: null, detail: '' },
      lock: null,
    };
  }
  const { folder } = keepIn;
  const memory = (reason: 'locked' | 'failed', detail: string) =>
    ({ storage: { kind: 'memory', reason, folder, detail }, lock: null }) as const;
  try {
    const taken = FolderLock.take(folder, program);
    if (taken instanceof FolderLock) {
      return { storage: { kind: 'folder', folder, failing: null }, lock: taken };
    }
    return memory('locked', `${taken.program}, process ${taken.pid}`);
  } catch (error) {
    return memory('failed', systemCode(error) ?? 'unknown');
  }
}

function unknownRun(id: string) {
  const accepted = 'the id of a kept run';
  const message = `run is ${JSON.stringify(id)}; accepted: ${accepted}.`;
  return labError('invalid-value', message, 'run', { accepted, received: id });
}

function notWritten(error: unknown): never {
  const reason = systemCode(error) ?? 'unknown';
  throw labError('not-kept', `The data folder could not be changed (${reason}).`, 'folder', {
    reason,
  });
}
