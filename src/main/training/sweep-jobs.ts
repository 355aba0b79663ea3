import { randomUUID } from 'node:crypto';
import { errorData, labError } from '../../contract/errors';
import type { JobState } from '../../contract/lab-events';
import { type SweepPlan, sweepRecipes } from '../../contract/sweep';
import { runSweep, type SweepWorkerFactory, type SweptRuns } from './sweep';

/** Sweeps that are kept for whoever asks for them, the latest. */
const KEPT = 8;

/** A sweep that is done. */
export interface DoneSweep extends SweptRuns {
  readonly plan: SweepPlan;
}

/** The sweeps under way, and what those that are done came to. */
export class SweepJobs {
  readonly #pool: number;
  readonly #createWorker: SweepWorkerFactory;
  readonly #onState: (job: string, state: JobState) => void;
  readonly #cancels = new Map<string, AbortController>();
  readonly #done = new Map<string, DoneSweep>();
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

  /** @throws LabError invalid-value when there is no such sweep (any more) */
  done(job: string): DoneSweep {
    const done = this.#done.get(job);
    if (done) return done;
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
      const runs = await runSweep(recipes, this.#pool, this.#createWorker, cancelled, progressed);
      this.#keep(job, { plan, ...runs });
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

  #keep(job: string, done: DoneSweep): void {
    this.#done.set(job, done);
    const [oldest] = this.#done.keys();
    if (this.#done.size > KEPT && oldest !== undefined) this.#done.delete(oldest);
  }
}
