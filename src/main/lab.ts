import { toBase64 } from '../contract/base64';
import type { LabApi } from '../contract/lab-api';
import type { LabEvent, LabView, Series, Snapshot } from '../contract/lab-events';
import { exercise10, type Recipe } from '../contract/recipe';
import type { RunResult } from '../contract/run-document';
import type { Clock } from './clock';
import type { Deliver } from './runs/deliver';
import type { ReplayWorkerFactory } from './runs/export';
import { ExportJobs } from './runs/export-jobs';
import { resultOf } from './runs/result';
import type { SeriesColumns, Standing } from './training/messages';
import { Session, type TrainingWorkerFactory } from './training/session';

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

/** Interventions that a view carries at the most, the latest: more would not fit in a frame. */
const VIEW_INTERVENTIONS = 1000;

/** A lab whose first run stands at step 0. @throws LabError worker-failed */
export async function createLab(
  dependencies: LabDependencies,
  recipe: Recipe = exercise10,
): Promise<Lab> {
  const { clock, createTrainingWorker, createReplayWorker, deliver, program } = dependencies;
  const listeners = new Set<(event: LabEvent) => void>();
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
      interventions: run.interventions.slice(-VIEW_INTERVENTIONS),
      graph: run.graph,
      examples: run.examples,
      snapshot: snapshotOf(run.standing),
      series: seriesOf(run.series),
      outcome,
      speed,
    };
  };

  const exports = new ExportJobs({
    createReplayWorker,
    deliver,
    program,
    onState: (job, state) => say({ kind: 'job', job, state }),
  });

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
    exportRun: ({ format }) => {
      const { recipe: ofRun, interventions, standing } = session.run;
      const result = resultOf(standing, session.outcome);
      return exports.start(format, { recipe: ofRun, interventions }, result);
    },
    cancelJob: ({ job }) => {
      exports.cancel(job);
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
      await exports.cancelAll();
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
