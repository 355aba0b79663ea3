import type { FileDifference, InterruptedRun, KeptRun } from '../../contract/library';
import { noLabels, type RunDates, type RunLabels } from '../../contract/run-document';
import type { Clock } from '../clock';
import type { Session } from '../training/session';
import { runDocument } from './document';
import type { RunLibrary } from './library/run-library';
import { resultOf } from './result';

/** Steps after which a run is kept while it is still going. */
const FIRST_STEPS = 100;
/** Milliseconds between two looks at a run that is going. */
const LOOK_MS = 1000;
/** A run that is going is saved when its last save is so old: with a look's time and the writing, at most 5 s are lost. */
const SAVE_MS = 3000;
/** A run that rests is saved after so long, so that steps in quick succession are written once. */
const REST_MS = 300;

/** A run that comes from the library. */
export interface OpenedRun {
  readonly id: string;
  readonly labels: RunLabels & RunDates;
  readonly steps: number;
}

export interface KeeperDependencies {
  readonly session: Session;
  readonly library: RunLibrary;
  readonly clock: Clock;
  /** Name and version, as run documents state them. */
  readonly program: string;
  readonly onChange: () => void;
}

/** Keeps the session's run by itself: after its first steps, every few seconds while it goes on, and when it comes to rest. */
export class RunKeeper {
  /** The run that is open, once it is kept. */
  kept: KeptRun | null = null;
  /** What the file that it was opened from states otherwise. */
  differences: readonly FileDifference[] = [];
  interrupted: InterruptedRun | null = null;

  readonly #with: KeeperDependencies;
  readonly #stopLooking: () => void;
  #labels: RunLabels & RunDates = noLabels;
  #id: string | null = null;
  /** Steps that are in the library. */
  #saved = 0;
  #savedAt = 0;
  #saving: Promise<void> | null = null;
  #soon: NodeJS.Timeout | null = null;
  #opened: OpenedRun | null = null;

  constructor(dependencies: KeeperDependencies) {
    this.#with = dependencies;
    this.#stopLooking = dependencies.clock.every(LOOK_MS, () => this.#look());
    void dependencies.library.interrupted().then((run) => {
      this.interrupted = run;
      if (run) dependencies.onChange();
    });
  }

  /** The next run that begins is this one; null: it is new. */
  expect(opened: OpenedRun | null): void {
    this.#opened = opened;
  }

  get labels(): RunLabels & RunDates {
    return this.#labels;
  }

  /** To be called when another run stands. */
  began(): void {
    const opened = this.#opened;
    this.#opened = null;
    this.#cancelSoon();
    this.#savedAt = this.#now();
    const created = new Date(this.#savedAt).toISOString();
    this.#id = opened?.id ?? null;
    this.#saved = opened?.steps ?? 0;
    this.#labels = opened?.labels ?? { ...noLabels, created };
    this.differences = [];
    this.kept = this.#id === null ? null : this.#keptAs(this.#id);
    this.#mark();
  }

  /** To be called when the run has moved. */
  progressed(): void {
    const { session } = this.#with;
    const { step } = session.run.standing;
    if (session.state === 'running' && this.#id === null && step >= FIRST_STEPS) void this.#save();
  }

  /** To be called when the run has come to rest. */
  rested(): void {
    if (this.#with.session.state === 'failed') return;
    if (!this.#dirty) {
      this.#mark();
      return;
    }
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      void this.#save();
    }, REST_MS);
  }

  /** Saves what is not saved of a run that is about to be left. */
  async settle(): Promise<void> {
    this.#cancelSoon();
    const { session } = this.#with;
    if (session.state === 'running') await session.pause().catch(() => undefined);
    await this.#saving;
    if (this.#dirty) await this.#save();
  }

  /** The file that the run was opened from states other numbers: it stays as it is, and this is another run. */
  differs(differences: readonly FileDifference[]): void {
    this.differences = differences;
    this.#id = null;
    this.kept = null;
    this.#saved = this.#with.session.run.standing.step;
    this.#mark();
    this.#with.onChange();
  }

  /** The open run is called otherwise. */
  label({ name, notes, tags }: RunLabels): void {
    this.#labels = { ...this.#labels, name, notes, tags };
    if (this.#id !== null) this.kept = this.#keptAs(this.#id);
    this.#with.onChange();
  }

  dismissInterrupted(): void {
    this.interrupted = null;
    this.#mark();
    this.#with.onChange();
  }

  async close(): Promise<void> {
    this.#stopLooking();
    await this.settle();
    await this.#with.library.markOpen(null);
  }

  /** The run that is open was deleted: what it does from here on is another run. */
  forget(id: string): void {
    if (this.#id !== id) return;
    this.#id = null;
    this.#saved = this.#with.session.run.standing.step;
    this.kept = null;
  }

  get #dirty(): boolean {
    const { session } = this.#with;
    return session.state !== 'failed' && session.run.standing.step > this.#saved;
  }

  #now(): number {
    return this.#with.clock.now().getTime();
  }

  #look(): void {
    const { session } = this.#with;
    if (session.state !== 'running' || !this.#dirty) return;
    if (this.#now() - this.#savedAt >= SAVE_MS) void this.#save();
  }

  #cancelSoon(): void {
    if (this.#soon) clearTimeout(this.#soon);
    this.#soon = null;
  }

  #save(): Promise<void> {
    this.#saving ??= this.#write().finally(() => {
      this.#saving = null;
      // What it did while it was being written.
      if (this.#with.session.state !== 'running' && this.#dirty) this.rested();
    });
    return this.#saving;
  }

  async #write(): Promise<void> {
    const { session, library, program, onChange } = this.#with;
    const { number, recipe } = session.run;
    const record = await session.record().catch(() => null);
    // Of a worker that ended, or a run that was left: what was saved before stays.
    if (!record || session.run.number !== number) return;
    const { interventions } = session.run;
    const { reached, outcome, history } = record;
    const id = (this.#id ??= library.newId());
    this.#saved = reached.step;
    this.#savedAt = this.#now();
    this.#labels = { ...this.#labels, modified: new Date(this.#savedAt).toISOString() };
    const result = resultOf(recipe, reached, outcome);
    const source = { recipe, interventions };
    await library.save(id, runDocument(program, source, result, history, this.#labels));
    if (this.#id !== id) return;
    this.kept = this.#keptAs(id);
    this.#mark();
    onChange();
  }

  #keptAs(id: string): KeptRun {
    const { name, notes, tags } = this.#labels;
    return { id, name, notes, tags, steps: this.#saved };
  }

  /** A run that can go on is offered again should the lab be killed. */
  #mark(): void {
    const { session, library } = this.#with;
    const goesOn = session.state === 'running' || session.state === 'paused';
    // One that was interrupted before stays on offer until it is taken or declined.
    const id = goesOn && this.#id !== null ? this.#id : (this.interrupted?.id ?? null);
    void library.markOpen(id);
  }
}
