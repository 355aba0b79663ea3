import { randomUUID } from 'node:crypto';
import { errorData, labError } from '../../contract/errors';
import type { JobState } from '../../contract/lab-events';
import { type SweepPlan, sweepRecipes, type SweepTable } from '../../contract/sweep';
import { runSweep, type SweepWorkerFactory } from './sweep';

/** Tables that are kept for whoever asks for them, the latest. */
const KEPT = 8;

/** The sweeps under way, and the tables of those that are done. */
export class SweepJobs {
  readonly #pool: number;
  readonly #createWorker: SweepWorkerFactory;
  readonly #onState: (job: string, state: JobState) => void;
  readonly #cancels = new Map<string, AbortController>();
  readonly #tables = new Map<string, SweepTable>();
  readonly #running = new Set<Promise<void>>();

  /** @param pool workers of one sweep */
  constructor(
    pool: number,
    createWorker: SweepWorkerFactory,
    onState: (job: string, state: JobState) => void,
  ) {
    this.#pool = pool;
    this.#createWorker = createWorker;
    this.#onState = onState;
  }

  start(plan: SweepPlan): { readonly job: string } {
    const job = randomUUID();
    const cancel = new AbortController();
    this.#cancels.set(job, cancel);
    const running = this.#run(job, plan, cancel.signal).finally(() =>
      this.#running.delete(running),
    );
    this.#running.add(running);
    return { job };
  }

  /** @throws LabError invalid-value when there is no such table (any more) */
  table(job: string): SweepTable {
    const table = this.#tables.get(job);
    if (table) return table;
    const accepted = 'the id of a sweep that is done';
    throw labError('invalid-value', `job: accepted: ${accepted}.`, 'job', { accepted });
  }

  cancel(job: string): void {
    this.#cancels.get(job)?.abort();
  }

  async cancelAll(): Promise<void> {
    for (const cancel of this.#cancels.values()) cancel.abort();
    await Promise.allSettled([...this.#running]);
  }

  async #run(job: string, plan: SweepPlan, cancelled: AbortSignal): Promise<void> {
    // After the call has been answered, so that its events find somebody who knows the id.
    await new Promise((resolve) => setImmediate(resolve));
    const progressed = (progress: number) => this.#onState(job, { kind: 'running', progress });
    try {
      const recipes = sweepRecipes(plan);
      const table = await runSweep(recipes, this.#pool, this.#createWorker, cancelled, progressed);
      this.#keep(job, table);
      this.#onState(job, { kind: 'done' });
    } catch (error) {
      this.#onState(
        job,
        cancelled.aborted ? { kind: 'cancelled' } : { kind: 'failed', error: errorData(error) },
      );
    } finally {
      this.#cancels.delete(job);
    }
  }

  #keep(job: string, table: SweepTable): void {
    this.#tables.set(job, table);
    const [oldest] = this.#tables.keys();
    if (this.#tables.size > KEPT && oldest !== undefined) this.#tables.delete(oldest);
  }
}
