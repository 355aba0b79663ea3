import type { Worker } from 'node:worker_threads';
import { labError, type LabError } from '../../contract/errors';
import type { RunSource } from '../../engine/replay';
import type { Nearby } from '../../engine/replay-cache';
import type { FromInspector, Inspected, Inspection, ToInspector } from './inspect-messages';

/** Starts the worker that looks at runs. */
export type InspectWorkerFactory = () => Worker;

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: LabError) => void;
}

/**
 * The second worker: it trains a run again to look at one of its steps, so that looking never slows or stops training. It is
 * started when it is first asked, and again after it failed.
 */
export class Inspector {
  readonly #createWorker: InspectWorkerFactory;
  readonly #onProgress: (progress: number) => void;
  #worker: Worker | null = null;
  /** What this worker was told of. */
  #told: Nearby | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;
  /** Questions whose progress was said, and not yet that they are there. */
  readonly #onTheWay = new Set<number>();
  #closed = false;

  constructor(createWorker: InspectWorkerFactory, onProgress: (progress: number) => void) {
    this.#createWorker = createWorker;
    this.#onProgress = onProgress;
  }

  /**
   * @param run counts the session's runs
   * @param nearby where that run has been last
   * @throws LabError invalid-value when the run has no such step or the graph no such node; worker-failed
   */
  ask<Kind extends Inspection['kind']>(
    run: number,
    source: RunSource,
    nearby: Nearby,
    inspection: Extract<Inspection, { kind: Kind }>,
  ): Promise<Inspected[Kind]> {
    if (this.#closed) return Promise.reject(this.#ended('closed'));
    const worker = this.#worker ?? this.#start();
    this.#asked += 1;
    const id = this.#asked;
    const news = nearby === this.#told ? null : nearby;
    this.#told = nearby;
    const message: ToInspector = { id, run, source, nearby: news, inspection };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage(message);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll('closed');
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = this.#createWorker();
    this.#worker = worker;
    this.#told = null;
    const failed = (detail: string) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      void worker.terminate();
      this.#rejectAll(detail);
    };
    worker.on('message', (message: FromInspector) => this.#hear(message));
    worker.on('error', (error) => failed(error.message));
    worker.on('messageerror', (error) => failed(error.message));
    worker.on('exit', (code) => failed(`exit code ${code}`));
    return worker;
  }

  #hear(message: FromInspector): void {
    if (message.kind === 'progress') {
      this.#onTheWay.add(message.id);
      this.#onProgress(message.progress);
      return;
    }
    if (this.#onTheWay.delete(message.id) && this.#onTheWay.size === 0) this.#onProgress(1);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') {
      waiting?.resolve(message.answer as never);
      return;
    }
    const { where, accepted } = message;
    waiting?.reject(
      labError('invalid-value', `${where}: accepted: ${accepted}.`, where, { accepted }),
    );
  }

  #ended(detail: string): LabError {
    const message = `The replay worker ended by itself (${detail}).`;
    return labError('worker-failed', message, null, { reason: 'threw', detail });
  }

  #rejectAll(detail: string): void {
    for (const { reject } of this.#waiting.values()) reject(this.#ended(detail));
    this.#waiting.clear();
    if (this.#onTheWay.size > 0) this.#onProgress(1);
    this.#onTheWay.clear();
  }
}
