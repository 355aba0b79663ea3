import { toBase64 } from '../contract/base64';
import { columnNames } from '../contract/dataset';
import { labError } from '../contract/errors';
import { type LabApi, MAX_ROWS } from '../contract/lab-api';
import {
  type Examples,
  type LabEvent,
  type LabView,
  type Series,
  SHOWN_PARAMETERS,
  type Snapshot,
} from '../contract/lab-events';
import { exercise10, type Recipe } from '../contract/recipe';
import type { RunResult } from '../contract/run-document';
import type { Clock } from './clock';
import type { Deliver } from './runs/deliver';
import type { RunSource } from '../engine/replay';
import type { ReplayWorkerFactory } from './runs/export';
import { ExportJobs } from './runs/export-jobs';
import { resultOf } from './runs/result';
import { sweepFile } from './runs/sweep-file';
import type { Examples as EngineExamples } from '../engine/datasets';
import { checkRecipe, checkTrains, parseExpression } from './recipe-check';
import { Inspector, type InspectWorkerFactory } from './training/inspector';
import type { SeriesColumns, Standing } from './training/messages';
import { type Run, Session, type TrainingWorkerFactory } from './training/session';
import type { SweepWorkerFactory } from './training/sweep';
import { SweepJobs } from './training/sweep-jobs';

export interface LabDependencies {
  readonly clock: Clock;
  readonly createTrainingWorker: TrainingWorkerFactory;
  readonly createReplayWorker: ReplayWorkerFactory;
  readonly createInspectWorker: InspectWorkerFactory;
  readonly createSweepWorker: SweepWorkerFactory;
  /** Workers that a sweep uses. */
  readonly sweepPool: number;
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

/** A lab whose first run stands at step 0. @throws LabError worker-failed; invalid-value for an expression that is none */
export async function createLab(
  dependencies: LabDependencies,
  recipe: Recipe = exercise10,
): Promise<Lab> {
  const { clock, createTrainingWorker, createReplayWorker, deliver, program } = dependencies;
  checkRecipe(recipe);
  const listeners = new Set<(event: LabEvent) => void>();
  const say = (event: LabEvent) => {
    for (const listener of listeners) listener(event);
  };

  const session = new Session(recipe, createTrainingWorker, clock, {
    began: () => say({ kind: 'view', view: view() }),
    changed: () => {
      const { state, outcome, controls, rate } = session;
      say({ kind: 'state', state, outcome, controls, rate });
    },
    progressed: (standing, series) => {
      if (listeners.size === 0) return;
      say({ kind: 'snapshot', snapshot: snapshotOf(standing) });
      if (series) say({ kind: 'series', series: seriesOf(series) });
    },
    intervened: (intervention) => say({ kind: 'intervention', intervention }),
  });

  const view = (): LabView => {
    const { run, state, outcome, controls, speed, rate } = session;
    const { graph, graphSize, parameterNames, trains, examples } = run.structure;
    return {
      run: run.number,
      branchedFrom: run.branchedFrom,
      state,
      recipe: run.recipe,
      controls,
      interventions: run.interventions.slice(-VIEW_INTERVENTIONS),
      graph,
      graphSize,
      parameters: parameterNames.slice(0, SHOWN_PARAMETERS),
      parameterCount: parameterNames.length,
      trains,
      examples: examplesOf(examples),
      snapshot: snapshotOf(run.standing),
      series: seriesOf(run.series),
      outcome,
      rate,
      speed,
    };
  };

  const exports = new ExportJobs({
    createReplayWorker,
    deliver,
    program,
    onState: (job, state) => say({ kind: 'job', job, state }),
  });

  const inspector = new Inspector(dependencies.createInspectWorker, (progress) =>
    say({ kind: 'replay', progress }),
  );
  /** The run as it stands, for whoever looks at it. */
  const looked = (): [number, RunSource] => {
    const { number, recipe: ofRun, interventions } = session.run;
    return [number, { recipe: ofRun, interventions }];
  };
  const sweeps = new SweepJobs(
    dependencies.sweepPool,
    dependencies.createSweepWorker,
    (job, state) => say({ kind: 'job', job, state }),
  );

  // Calls that change the run wait for each other, so that what was asked for first happens first.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<null> => {
    const turn = last.then(work).then(() => null);
    last = turn.catch(() => null);
    return turn;
  };

  const api: LabApi = {
    view: () => Promise.resolve(view()),
    readExpression: async ({ text }) => {
      const { free, assigned, hasLoss } = await Promise.resolve(parseExpression(text));
      return { free, assigned, hasLoss };
    },
    setRecipe: ({ recipe: next }) =>
      inTurn(() => {
        checkRecipe(next);
        return session.begin(next);
      }),
    change: ({ change }) => inTurn(() => session.change(change)),
    play: () => inTurn(() => session.play()),
    pause: () => inTurn(() => session.pause()),
    step: () => inTurn(() => session.step()),
    reset: () => inTurn(() => session.begin(session.controls)),
    branch: ({ step }) => inTurn(() => session.branch(step)),
    setSpeed: ({ stepsPerSecond }) => {
      session.setSpeed(stepsPerSecond);
      say({ kind: 'speed', speed: stepsPerSecond });
      return Promise.resolve(null);
    },
    explain: (place) => inspector.ask(...looked(), { kind: 'explain', place }),
    explainEvents: ({ first, count, ...place }) =>
      inspector.ask(...looked(), { kind: 'events', place, first, count }),
    graphAt: async ({ events, ...place }) => {
      const moment = await inspector.ask(...looked(), { kind: 'moment', place, events });
      return {
        data: toBase64(moment.data),
        grad: toBase64(moment.grad),
        locals: toBase64(moment.locals),
        reached: moment.reached.join(''),
      };
    },
    exactRows: async ({ first, last }) => {
      checkStretch(first, last);
      const rows = await inspector.ask(...looked(), { kind: 'rows', first, last });
      return { ...rows, columns: toBase64(rows.columns) };
    },
    checkGradients: (place) => inspector.ask(...looked(), { kind: 'check', ...place }),
    exportRun: ({ format }) => {
      const { recipe: ofRun, interventions } = session.run;
      const result = resultOfRun(session.run);
      return exports.start(format, { recipe: ofRun, interventions }, result);
    },
    sweep: async (plan) => {
      checkRecipe(plan.recipe);
      checkTrains(plan.recipe);
      return Promise.resolve(sweeps.start(plan));
    },
    sweepResult: async ({ job }) => Promise.resolve(sweeps.done(job).table),
    sweepCurves: async ({ job, first, count }) =>
      Promise.resolve(sweeps.done(job).curves.slice(first, first + count)),
    exportSweep: async ({ job, format }) => {
      const { plan, table } = sweeps.done(job);
      return exports.send(sweepFile(format, plan, table));
    },
    cancelJob: ({ job }) => {
      exports.cancel(job);
      sweeps.cancel(job);
      return Promise.resolve(null);
    },
  };

  const resultOfRun = ({ recipe: ofRun, standing, structure }: Run) =>
    resultOf(
      ofRun,
      {
        step: standing.step,
        loss: standing.row?.loss ?? null,
        parameters: standing.committed,
        names: structure.parameterNames,
      },
      session.outcome,
    );

  await session.begin(recipe);
  return {
    api,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    result: () => ({ recipe: session.run.recipe, result: resultOfRun(session.run) }),
    close: async () => {
      await exports.cancelAll();
      await sweeps.cancelAll();
      await inspector.close();
      await session.close();
    },
  };
}

function snapshotOf(standing: Standing): Snapshot {
  const { step, epoch, row, parameters, learningRate, testLoss, dead, stepsPerSecond } = standing;
  return {
    ...{ step, epoch, row, parameters, learningRate, testLoss, dead, stepsPerSecond },
    data: standing.data && toBase64(standing.data),
    grad: standing.grad && toBase64(standing.grad),
  };
}

function examplesOf({ inputs, columns, training, count }: EngineExamples): Examples {
  const all = new Float64Array(columns.length * count);
  columns.forEach((column, i) => all.set(column, i * count));
  return { names: columnNames(inputs), training, count, columns: toBase64(all) };
}

/** @throws LabError invalid-value when it is no stretch, or a longer one than an answer carries */
function checkStretch(first: number, last: number): void {
  if (first <= last && last - first < MAX_ROWS) return;
  const accepted = `a step from ${first} to ${first + MAX_ROWS - 1}`;
  const message = `last is ${last}; accepted: ${accepted}.`;
  throw labError('invalid-value', message, 'last', { accepted, received: String(last) });
}

function seriesOf({ count, stride, columns }: SeriesColumns): Series {
  return { count, stride, columns: toBase64(columns) };
}
