import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { labError } from '../../contract/errors';

/**
 * Posts a message and waits for the one answer.
 * @param what the worker is, for the sentence about its end
 * @param cancelled rejects with its reason
 * @throws LabError worker-failed when the worker ended instead of answering
 */
export async function askWorker<Answer>(
  worker: Worker,
  what: string,
  question: unknown,
  cancelled: AbortSignal,
): Promise<Answer> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  worker.once('exit', leave);
  try {
    worker.postMessage(question);
    const signal = AbortSignal.any([gone.signal, cancelled]);
    const [answer] = (await once(worker, 'message', { signal })) as [Answer];
    return answer;
  } catch (error) {
    cancelled.throwIfAborted();
    const detail = error instanceof Error ? error.message : '';
    const reason = gone.signal.aborted ? 'exited' : 'threw';
    const message = `The ${what} worker ended by itself.`;
    throw labError('worker-failed', message, null, { reason, detail });
  } finally {
    worker.removeListener('exit', leave);
  }
}
