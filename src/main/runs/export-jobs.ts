import { randomUUID } from 'node:crypto';
import { errorData, type ErrorData, labError } from '../../contract/errors';
import { describesStep, exportEndings } from '../../contract/export-formats';
import type { StartedExport } from '../../contract/lab-api';
import type { JobState } from '../../contract/lab-events';
import type { Deliver } from './deliver';
import { exportPieces, type ReplayWorkerFactory } from './export';
import { runFileName } from './file-name';
import { checkStep, shownStep } from './step/shown-step';
import { systemCode } from './system-code';
import { mediaTypes } from './writers/media-types';
import type { WriteTask } from './writers/run-writer';

export interface ExportJobsDependencies {
  readonly createReplayWorker: ReplayWorkerFactory;
  readonly deliver: Deliver;
  /** Name and version, as run documents state them. */
  readonly program: string;
  readonly onState: (job: string, state: JobState) => void;
}

/** A file to be written. */
export interface ExportFile {
  /** As it is suggested to the learner. */
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** @param onProgress 0 … 1, for a file that takes a while */
  readonly pieces: (
    cancelled: AbortSignal,
    onProgress: (progress: number) => void,
  ) => AsyncIterable<Uint8Array>;
}

/** The exports under way. */
export class ExportJobs {
  readonly #dependencies: ExportJobsDependencies;
  readonly #cancels = new Map<string, () => void>();
  readonly #writing = new Set<Promise<void>>();

  constructor(dependencies: ExportJobsDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Begins to write a run as it stands. @returns null when the learner declined
   * @throws LabError invalid-value when the format describes a step and the run has none like that
   */
  async start(what: Omit<WriteTask, 'program'>): Promise<StartedExport | null> {
    const { createReplayWorker, program } = this.#dependencies;
    const task = { ...what, program };
    checkStep(task);
    const { format, run, result, labels } = task;
    const step = describesStep(format) ? `-step-${shownStep(task).step}` : '';
    return this.send({
      name: `${runFileName(labels.name, run.recipe, result.steps)}${step}.${exportEndings[format][0]}`,
      type: mediaTypes[format],
      pieces: (cancelled, onProgress) =>
        exportPieces(task, createReplayWorker, cancelled, onProgress),
    });
  }

  /** Begins to write a file. @returns null when the learner declined */
  async send({ name, type, pieces }: ExportFile): Promise<StartedExport | null> {
    const { deliver, onState } = this.#dependencies;
    const job = randomUUID();
    const cancelled = new AbortController();
    let sending = false;
    let ended = false;

    const end = (state: JobState) => {
      ended = true;
      this.#cancels.delete(job);
      onState(job, state);
      return state;
    };
    const cancel = () => {
      cancelled.abort();
      // Where nobody has come for the file yet, nothing else would say so.
      if (!sending && !ended) end({ kind: 'cancelled' });
    };
    this.#cancels.set(job, cancel);

    const delivered = await deliver({
      name,
      type,
      cancel,
      send: async (write) => {
        sending = true;
        const read = pieces(cancelled.signal, (progress) =>
          // What was replayed ahead of a reader that left is no progress.
          ended ? undefined : onState(job, { kind: 'running', progress }),
        );
        const writing = write(read);
        this.#follow(writing);
        try {
          // A reader that has stopped reading would never see the cancellation.
          await Promise.race([writing, rejectedBy(cancelled.signal)]);
          return end({ kind: 'done' });
        } catch (error) {
          if (cancelled.signal.aborted) return end({ kind: 'cancelled' });
          return end({ kind: 'failed', error: exportError(error) });
        }
      },
    });
    if (!delivered) this.#cancels.delete(job);
    return delivered && { job, name, address: delivered.address };
  }

  cancel(job: string): void {
    this.#cancels.get(job)?.();
  }

  /** Resolves when every writer has left its file: whole, or as it was. */
  async cancelAll(): Promise<void> {
    for (const cancel of [...this.#cancels.values()]) cancel();
    await Promise.allSettled([...this.#writing]);
  }

  #follow(writing: Promise<void>): void {
    this.#writing.add(writing);
    const done = () => this.#writing.delete(writing);
    writing.then(done, done);
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = () => reject(new Error('cancelled'));
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
}

/** A file system's code is what a learner can act on. */
function exportError(error: unknown): ErrorData {
  const code = systemCode(error);
  if (code === null) return errorData(error);
  const message = `The file could not be written (${code}).`;
  return labError('export-failed', message, 'file', { reason: code }).data;
}
