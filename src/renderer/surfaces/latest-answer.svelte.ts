import { type ErrorData, errorFrom } from '../../contract/errors';
import { showInTurn } from '../frame-turns';

/** Milliseconds between two questions, so that a run at full speed leaves the window its time. */
const PAUSE_MS = 120;

/** One question at a time: of those that come while it is answered, only the last are asked. */
export class LatestAnswer<Question, Answer> {
  /** The newest answer. */
  answer = $state.raw<Answer | null>(null);
  /** Whether it answers what was asked last. */
  current = $state(false);
  /** Why the newest question was not answered; null: it was, or is being. */
  error = $state.raw<ErrorData | null>(null);

  readonly #ask: (question: Question) => Promise<Answer | null>;
  #asked = '';
  #waiting: readonly Question[] = [];
  #busy = false;

  /** @param ask answers null where there is nothing to be said */
  constructor(ask: (question: Question) => Promise<Answer | null>) {
    this.#ask = ask;
  }

  /**
   * @param questions one, and those that follow when it is answered: the quick ones first
   * @param key what else the answers depend on: the same questions with the same key are asked once
   */
  want(questions: readonly Question[], key: string): void {
    const asked = `${key} ${JSON.stringify(questions)}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#waiting = questions;
    this.current = false;
    if (!this.#busy) void this.#go();
  }

  async #go(): Promise<void> {
    this.#busy = true;
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      this.#waiting = this.#waiting.slice(1);
      const asked = this.#asked;
      try {
        const answer = await this.#ask(next);
        if (answer !== null) await showInTurn(this, () => (this.answer = answer));
        this.error = null;
      } catch (error) {
        this.error = errorFrom((error as { data?: unknown }).data).data;
      }
      if (asked === this.#asked) this.current = true;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    this.#busy = false;
  }
}
