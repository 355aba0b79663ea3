import { randomUUID } from 'node:crypto';
import { toBase64 } from '../contract/base64';
import { errorData, labError } from '../contract/errors';
import type { LabApi, StartedExport } from '../contract/lab-api';
import type { JobState, LabEvent, LabView, Series, Snapshot } from '../contract/lab-events';
import { exercise10, type Recipe } from '../contract/recipe';
import type { RunResult } from '../contract/run-document';
import type { Clock } from './clock';
import { exportPieces, type ReplayWorkerFactory } from './runs/export';
import { resultOf } from './runs/result';
import type { SeriesColumns, Standing } from './training/messages';
import type { ReplayTask } from './training/replay-messages';
import { Session, type TrainingWorkerFactory } from './training/session';

/** A file on its way out of the lab; the host says where it goes. */
export interface OutgoingFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** Runs `write` over the file's pieces, once, and says how the job ended; it never rejects. */
  readonly send: (write: (pieces: AsyncIterable<Uint8Array>) => Promise<void>) => Promise<JobState>;
  readonly cancel: () => void;
}

/**
 * How a host hands a file to the learner: it arranges for `send` to be called and says from which address the file can be
 * fetched (null where it writes the file itself), or answers null when the learner declined.
 */
export type Deliver = (file: OutgoingFile) => Promise<{ readonly address: string | null } | null>;

export interface LabDependencies {
  readonly clock: Clock;
  readonly createTrainingWorker: TrainingWorkerFactory;
  readonly createReplayWorker: ReplayWorkerFactory;
  readonly deliver: Deliver;
  /** Name and version, as run documents state them. */
  readonly program: string;
}

/** The one object every host serves. */
export interface Lab {
  readonly api: LabApi;
  /** @returns a function that ends the subscription */
  readonly subscribe: (listener: (event: LabEvent) => void) => () => void;
  /** The run so far, as its document would state it. */
  readonly result: () => { readonly recipe: Recipe; readonly result: RunResult };
  readonly close: () => Promise<void>;
}

/** A lab whose first run stands at step 0. @throws LabError worker-failed */
export async function createLab(
  dependencies: LabDependencies,
  recipe: Recipe = exercise10,
): Promise<Lab> {
  const { clock, createTrainingWorker, createReplayWorker, deliver, program } = dependencies;
  const listeners = new Set<(event: LabEvent) => void>();
  const cancels = new Map<string, () => void>();
  const say = (event: LabEvent) => {
    for (const listener of listeners) listener(event);
  };

  const session = new Session(recipe, createTrainingWorker, clock, {
    began: () => say({ kind: 'view', view: view() }),
    changed: () => {
      const { state, outcome, controls } = session;
      say({ kind: 'state', state, outcome, controls });
    },
    progressed: (standing, series) => {
      if (listeners.size === 0) return;
      say({ kind: 'snapshot', snapshot: snapshotOf(standing) });
      if (series) say({ kind: 'series', series: seriesOf(series) });
    },
    intervened: (intervention) => say({ kind: 'intervention', intervention }),
  });

  const view = (): LabView => {
    const { run, state, outcome, controls, speed } = session;
    return {
      run: run.number,
      state,
      recipe: run.recipe,
      controls,
      interventions: run.interventions,
      graph: run.graph,
      examples: run.examples,
      snapshot: snapshotOf(run.standing),
      series: seriesOf(run.series),
      outcome,
      speed,
    };
  };

  const startExport = async (format: ReplayTask['format']): Promise<StartedExport | null> => {
    const { recipe: ofRun, interventions, standing } = session.run;
    const result = resultOf(standing, session.outcome);
    const run = { recipe: ofRun, interventions };
    const job = randomUUID();
    const name = `chainrule-${ofRun.dataset}-${ofRun.activation}-${result.steps}-steps.${format}`;
    const jobSays = (state: JobState) => say({ kind: 'job', job, state });
    let cancelled = false;
    let endEarly: (() => void) | null = null;

    const send: OutgoingFile['send'] = async (write) => {
      const pieces = exportPieces(
        { format, program, run, result },
        createReplayWorker,
        (progress) => jobSays({ kind: 'running', progress }),
      );
      let state: JobState;
      try {
        await Promise.race([
          write(pieces),
          new Promise<never>((_, reject) => {
            endEarly = () => reject(new Error('cancelled'));
            if (cancelled) endEarly();
          }),
        ]);
        state = { kind: 'done' };
      } catch (error) {
        state = cancelled ? { kind: 'cancelled' } : { kind: 'failed', error: exportError(error) };
      }
      await pieces.return();
      cancels.delete(job);
      jobSays(state);
      return state;
    };
    const cancel = () => {
      cancelled = true;
      endEarly?.();
    };

    cancels.set(job, cancel);
    const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json';
    const delivered = await deliver({ name, type, send, cancel });
    if (!delivered) cancels.delete(job);
    return delivered && { job, name, address: delivered.address };
  };

  // Calls that change the run wait for each other, so that what was asked for first happens first.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<null> => {
    const turn = last.then(work).then(() => null);
    last = turn.catch(() => null);
    return turn;
  };

  const api: LabApi = {
    view: () => Promise.resolve(view()),
    setRecipe: ({ recipe: next }) => inTurn(() => session.begin(next)),
    change: ({ change }) => inTurn(() => session.change(change)),
    play: () => inTurn(() => session.play()),
    pause: () => inTurn(() => session.pause()),
    step: () => inTurn(() => session.step()),
    reset: () => inTurn(() => session.begin(session.controls)),
    setSpeed: ({ stepsPerSecond }) => {
      session.setSpeed(stepsPerSecond);
      say({ kind: 'speed', speed: stepsPerSecond });
      return Promise.resolve(null);
    },
    exportRun: ({ format }) => startExport(format),
    cancelJob: ({ job }) => {
      cancels.get(job)?.();
      return Promise.resolve(null);
    },
  };

  await session.begin(recipe);
  return {
    api,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    result: () => ({
      recipe: session.run.recipe,
      result: resultOf(session.run.standing, session.outcome),
    }),
    close: async () => {
      for (const cancel of cancels.values()) cancel();
      await session.close();
    },
  };
}

function snapshotOf(standing: Standing): Snapshot {
  const { data, grad, ...rest } = standing;
  return { ...rest, data: toBase64(data), grad: grad && toBase64(grad) };
}

function seriesOf({ count, stride, columns }: SeriesColumns): Series {
  return { count, stride, columns: toBase64(columns) };
}

/** A file system's code is what a learner can act on. */
function exportError(error: unknown) {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return errorData(error);
  const message = `The file could not be written (${code}).`;
  return labError('export-failed', message, 'file', { reason: code }).data;
}
