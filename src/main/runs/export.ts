import type { Worker } from 'node:worker_threads';
import { labError } from '../../contract/errors';
import type { FromReplay, ToReplay } from '../training/replay-messages';
import { WorkerAnswers } from '../training/worker-answers';
import { runChecksum } from './checksum';
import type { WriteTask } from './writers/run-writer';

/** Starts a replay worker on a task. */
export type ReplayWorkerFactory = (task: WriteTask) => Worker;

/**
 * A run as a file, piece by piece, by replay in a worker of its own, which ends with the iteration. A piece is the reader's until
 * it asks for the next, which comes in the same memory: new memory for each would be collected a hundred pieces later.
 * @param cancelled ends it with an error, since a half file must not look like one that came to its end
 * @throws LabError export-failed when the replay does not come to the run's own result, to the last bit; worker-failed
 */
export async function* exportPieces(
  task: WriteTask,
  createWorker: ReplayWorkerFactory,
  cancelled: AbortSignal,
  onProgress: (progress: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const worker = createWorker(task);
  const answers = new WorkerAnswers<FromReplay>(worker, 'replay', cancelled);
  // At once, since a reader that has stopped reading does not come back here.
  cancelled.addEventListener('abort', () => void worker.terminate(), { once: true });
  try {
    let read: ToReplay = null;
    for (;;) {
      const message = await answers.ask(read, read ? [read.buffer] : []);
      if (message.kind === 'end') {
        if (runChecksum(message.steps, message.parameters) === task.result.checksum) return;
        throw labError('export-failed', 'The replay of this run came to other numbers.', 'result', {
          reason: 'differs',
        });
      }
      onProgress(message.progress);
      if (message.bytes.length > 0) yield message.bytes;
      read = message.bytes;
      cancelled.throwIfAborted();
    }
  } finally {
    await worker.terminate();
  }
}
