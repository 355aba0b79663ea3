import type { JobState } from '../contract/lab-events';

/** Jobs that said something before anybody asked: another window's, or one whose call has not been answered yet. */
const REMEMBERED = 16;

/** The lab's jobs, as whoever started one hears of it. */
export class Jobs {
  readonly #listeners = new Map<string, (state: JobState) => void>();
  readonly #unheard = new Map<string, JobState>();

  /** Takes up what the lab says. */
  hear(job: string, state: JobState): void {
    const listener = this.#listeners.get(job);
    if (listener) {
      if (state.kind !== 'running') this.#listeners.delete(job);
      listener(state);
      return;
    }
    this.#unheard.delete(job);
    this.#unheard.set(job, state);
    const [oldest] = this.#unheard.keys();
    if (this.#unheard.size > REMEMBERED && oldest !== undefined) this.#unheard.delete(oldest);
  }

  /** Tells of a job until its end, beginning with where it is: a short one may have ended before its call was answered. */
  follow(job: string, listener: (state: JobState) => void): void {
    const state = this.#unheard.get(job) ?? { kind: 'running', progress: 0 };
    this.#unheard.delete(job);
    if (state.kind === 'running') this.#listeners.set(job, listener);
    listener(state);
  }
}
