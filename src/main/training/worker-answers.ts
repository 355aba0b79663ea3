import type { Worker } from 'node:worker_threads';
import { labError } from '../../contract/errors';

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks a worker one thing after another. Its listeners are set once: with a signal and listeners of its own for each question,
 * a long export leaves garbage by the hundred thousand.
 */
export class WorkerAnswers<Answer> {
  readonly #worker: Worker;
  #waiting: Waiting<Answer> | null = null;
  /** Why nothing will be answered any more. */
  #ended: unknown = null;

  /**
   * @param what the worker is, for the sentence about its end
   * @param cancelled rejects what is asked, with its reason
   */
  constructor(worker: Worker, what: string, cancelled: AbortSignal) {
    this.#worker = worker;
    const failed = (reason: 'exited' | 'threw', detail: string) =>
      this.#end(
        labError('worker-failed', `The ${what} worker ended by itself.`, null, { reason, detail }),
      );
    worker.on('message', (answer: Answer) => {
      const waiting = this.#waiting;
      this.#waiting = null;
      waiting?.resolve(answer);
    });
    worker.on('error', (error) => failed('threw', error.message));
    worker.on('exit', () => failed('exited', ''));
    cancelled.addEventListener('abort', () => this.#end(cancelled.reason), { once: true });
    if (cancelled.aborted) this.#end(cancelled.reason);
  }

  /**
   * @param handedOver goes to the worker, and is no longer this thread's
   * @throws LabError worker-failed when the worker ended instead of answering; the reason of the cancellation
   */
  ask(question: unknown, handedOver: readonly ArrayBuffer[] = []): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is what was thrown
        reject(this.#ended);
        return;
      }
      this.#waiting = { resolve, reject };
      this.#worker.postMessage(question, handedOver);
    });
  }

  #end(why: unknown): void {
    this.#ended ??= why;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(this.#ended);
  }
}
