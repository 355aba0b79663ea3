import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { labError } from '../../contract/errors';
import type { FromReplay, ReplayTask } from '../training/replay-messages';
import { runChecksum } from './checksum';

/** Starts a replay worker on a task. */
export type ReplayWorkerFactory = (task: ReplayTask) => Worker;

/**
 * A run as a file, piece by piece, by replay in a worker of its own. Ending the iteration early ends the worker.
 * @throws LabError export-failed when the replay does not come to the run's own result, to the last bit
 */
export async function* exportPieces(
  task: ReplayTask,
  createWorker: ReplayWorkerFactory,
  onProgress: (progress: number) => void,
): AsyncGenerator<Uint8Array, void, void> {
  const worker = createWorker(task);
  const gone = new AbortController();
  worker.on('exit', () => gone.abort());
  try {
    for (;;) {
      worker.postMessage('next');
      const [message] = (await once(worker, 'message', { signal: gone.signal })) as [FromReplay];
      if (message.kind === 'end') {
        if (runChecksum(message.steps, [message.w, message.b]) === task.result.checksum) return;
        throw labError('export-failed', 'The replay of this run came to other numbers.', 'result', {
          reason: 'differs',
        });
      }
      onProgress(message.progress);
      if (message.bytes.length > 0) yield message.bytes;
    }
  } finally {
    await worker.terminate();
  }
}
