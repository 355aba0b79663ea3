import type { LabApi } from '../../contract/lab-api';
import type { LabView } from '../../contract/lab-events';
import {
  type Comparison,
  MAX_COMPARED,
  type RunOrder,
  type RunPage,
  type RunSummary,
} from '../../contract/library';
import { exercise10 } from '../../contract/recipe';
import type { RunLabels } from '../../contract/run-document';
import { sendFile } from './send-file';

/** Rows that are asked for at a time. */
const PAGE = 100;
/** Milliseconds after the last key in which a search waits. */
const TYPING_MS = 150;

export interface RunsLab {
  readonly view: () => LabView | null;
  /** Asks; a refusal is shown. @returns null when it was refused */
  readonly ask: <Answer>(call: (api: LabApi) => Promise<Answer>) => Promise<Answer | null>;
}

/** Something that takes the place of what is open, once the learner has agreed. */
export interface Pending {
  readonly name: string;
  /** It is among the runs already. */
  readonly added: boolean;
  readonly open: () => Promise<void>;
}

/** The runs that are kept, as this window shows them. */
export class RunsState {
  shown = $state(false);
  search = $state('');
  order = $state<RunOrder>('modified');
  descending = $state(true);
  page = $state.raw<RunPage | null>(null);
  /** Runs that are to be compared, in the order in which they were picked. */
  picked = $state.raw<readonly string[]>([]);
  comparison = $state.raw<Comparison | null>(null);
  /** The run that was deleted last, for undo. */
  deleted = $state.raw<RunSummary | null>(null);
  /** The run whose labels are edited. */
  labelled = $state.raw<{ readonly run: RunSummary; readonly labels: RunLabels } | null>(null);
  pending = $state.raw<Pending | null>(null);
  /** A recipe code that was copied, until something else is done. */
  code = $state<string | null>(null);

  readonly #lab: RunsLab;
  /** Counts lists that were asked for: an answer that a later one has overtaken is dropped. */
  #asked = 0;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(lab: RunsLab) {
    this.#lab = lab;
  }

  async show(): Promise<void> {
    this.shown = true;
    this.code = null;
    await this.refresh();
  }

  hide(): void {
    this.shown = false;
    this.comparison = null;
    this.labelled = null;
    this.deleted = null;
  }

  /** Lists the runs again, as many as were shown. */
  async refresh(): Promise<void> {
    await this.#list(0, Math.max(PAGE, this.page?.rows.length ?? 0));
  }

  /** The runs after those that are shown. */
  async more(): Promise<void> {
    const before = this.page?.rows ?? [];
    const page = await this.#ask(before.length, PAGE);
    if (page) this.page = { ...page, rows: [...before, ...page.rows] };
  }

  typed(search: string): void {
    this.search = search;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#list(0, PAGE), TYPING_MS);
  }

  async sortBy(order: RunOrder): Promise<void> {
    const words = order === 'name';
    this.descending = this.order === order ? !this.descending : !words;
    this.order = order;
    await this.#list(0, PAGE);
  }

  pick(id: string): void {
    this.picked = this.picked.includes(id)
      ? this.picked.filter((one) => one !== id)
      : [...this.picked, id].slice(-MAX_COMPARED);
  }

  async compare(): Promise<void> {
    const runs = [...this.picked];
    this.comparison = await this.#lab.ask((api) => api.compareRuns({ runs }));
  }

  async editLabels(run: RunSummary): Promise<void> {
    const labels = await this.#lab.ask((api) => api.runLabels({ run: run.id }));
    if (labels) this.labelled = { run, labels };
  }

  async setLabels(labels: RunLabels): Promise<void> {
    const run = this.labelled?.run.id;
    if (run === undefined) return;
    const done = await this.#done((api) =>
      api.labelRun({ ...labels, run, tags: [...labels.tags] }),
    );
    if (done) this.labelled = null;
  }

  async duplicate(run: string): Promise<void> {
    await this.#lab.ask((api) => api.duplicateRun({ run }));
  }

  async remove(run: RunSummary): Promise<void> {
    if (!(await this.#done((api) => api.deleteRun({ run: run.id })))) return;
    this.picked = this.picked.filter((one) => one !== run.id);
    this.deleted = run;
  }

  async undo(): Promise<void> {
    const run = this.deleted?.id;
    this.deleted = null;
    if (run !== undefined) await this.#lab.ask((api) => api.restoreRun({ run }));
  }

  /** Opens a run from the list: what is open is kept, so nothing is asked. */
  async open(run: string): Promise<void> {
    this.hide();
    await this.#lab.ask((api) => api.openRun({ run }));
  }

  /** The run that was under way when the lab was killed stands where it was saved last. */
  async takeInterrupted(): Promise<void> {
    const run = this.#lab.view()?.library.interrupted?.id;
    if (run === undefined) return;
    await this.#lab.ask(async (api) => {
      await api.openRun({ run });
      await api.dismissInterrupted({});
    });
  }

  async dismissInterrupted(): Promise<void> {
    await this.#lab.ask((api) => api.dismissInterrupted({}));
  }

  /** Whether labs that start from now on keep nothing of whoever uses them. */
  async setGuest(guest: boolean): Promise<void> {
    await this.#lab.ask((api) => api.setGuest({ guest }));
  }

  /** Leaves a run that is still being trained again. */
  async cancelOpen(): Promise<void> {
    await this.#lab.ask((api) => api.cancelOpen({}));
  }

  /** Files that were chosen or dropped: all of them come among the runs; one alone can be opened. */
  async take(files: readonly File[]): Promise<void> {
    const came: { readonly id: string; readonly name: string }[] = [];
    for (const file of files) {
      const imported = await this.#lab.ask((api) => sendFile(api, file));
      if (imported) came.push({ id: imported.id, name: file.name });
    }
    const [one] = came;
    if (!one || came.length > 1) {
      if (one) await this.show();
      return;
    }
    await this.#offer({ name: one.name, added: true, open: () => this.open(one.id) });
  }

  async copyCode(): Promise<void> {
    const answer = await this.#lab.ask((api) => api.recipeCode({}));
    if (!answer) return;
    this.code = answer.code;
    // Without the permission to write there it can still be copied by hand.
    await navigator.clipboard.writeText(answer.code).catch(() => undefined);
  }

  async openCode(code: string): Promise<void> {
    await this.#offer({
      name: code.trim().slice(0, 24),
      added: false,
      open: async () => {
        this.hide();
        await this.#lab.ask((api) => api.openRecipeCode({ code }));
      },
    });
  }

  async agree(): Promise<void> {
    const { pending } = this;
    this.pending = null;
    await pending?.open();
  }

  decline(): void {
    this.pending = null;
  }

  /** Opens at once where nothing is open yet; else asks. */
  async #offer(pending: Pending): Promise<void> {
    const view = this.#lab.view();
    const untouched =
      view?.snapshot.step === 0 && JSON.stringify(view.recipe) === JSON.stringify(exercise10);
    // The question stands in the lab, where what would be replaced can be seen.
    this.hide();
    if (untouched) await pending.open();
    else this.pending = pending;
  }

  /** The lab says that the runs changed, and then they are listed again. @returns false when it was refused */
  async #done(call: (api: LabApi) => Promise<unknown>): Promise<boolean> {
    const done = await this.#lab.ask(async (api) => {
      await call(api);
      return true;
    });
    return done ?? false;
  }

  async #list(first: number, count: number): Promise<void> {
    const page = await this.#ask(first, count);
    if (page) this.page = page;
  }

  async #ask(first: number, count: number): Promise<RunPage | null> {
    const { search, order, descending } = this;
    this.#asked += 1;
    const asked = this.#asked;
    const rows: RunSummary[] = [];
    for (;;) {
      const left = Math.min(PAGE, count - rows.length);
      const query = { search, order, descending, first: first + rows.length, count: left };
      const page = await this.#lab.ask((api) => api.listRuns(query));
      if (!page || asked !== this.#asked) return null;
      rows.push(...page.rows);
      if (rows.length >= count || page.rows.length < left) return { ...page, rows };
    }
  }
}
