import { toBase64 } from '../contract/base64';
import { labError } from '../contract/errors';
import { type LabApi, MAX_ROWS } from '../contract/lab-api';
import type { LabEvent } from '../contract/lab-events';
import type { Storage } from '../contract/library';
import { exercise10, type Recipe } from '../contract/recipe';
import type { RunResult } from '../contract/run-document';
import type { Clock } from './clock';
import type { Deliver } from './runs/deliver';
import type { RunSource } from '../engine/replay';
import type { Nearby } from '../engine/replay-cache';
import type { ReplayWorkerFactory } from './runs/export';
import { ExportJobs } from './runs/export-jobs';
import { runFileName } from './runs/file-name';
import { RunKeeper } from './runs/keeper';
import { type KeepIn, RunLibrary } from './runs/library/run-library';
import { PictureFiles } from './runs/picture-files';
import { resultOf } from './runs/result';
import { seriesOf, snapshotOf, viewOf } from './lab-view';
import { libraryApi, libraryState } from './library-api';
import { sweepFile } from './runs/sweep-file';
import { checkRecipe, checkTrains, parseExpression } from './recipe-check';
import { Inspector, type InspectWorkerFactory } from './training/inspector';
import { Settings } from './settings';
import type { Run } from './training/run';
import type { StandingNow } from './training/standing-now';
import { Session, type TrainingWorkerFactory } from './training/session';
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
  /** Where runs are kept. */
  readonly keepIn: KeepIn;
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
  /** Where its runs are kept, and what hinders that. */
  readonly storage: Storage;
  readonly close: () => Promise<void>;
}

/** A lab whose first run stands at step 0. @throws LabError worker-failed; invalid-value for an expression that is none */
export async function createLab(
  dependencies: LabDependencies,
  recipe: Recipe = exercise10,
): Promise<Lab> {
  const { clock, createTrainingWorker, createReplayWorker, deliver, program, keepIn } =
    dependencies;
  checkRecipe(recipe);
  const listeners = new Set<(event: LabEvent) => void>();
  const say = (event: LabEvent) => {
    for (const listener of listeners) listener(event);
  };

  const session = new Session(recipe, createTrainingWorker, clock, {
    began: () => {
      keeper.began();
      say({ kind: 'view', view: view() });
    },
    changed: () => {
      const { state, outcome, controls, rate } = session;
      say({ kind: 'state', state, outcome, controls, rate });
      if (state !== 'running') keeper.rested();
    },
    progressed: (standing, series) => {
      keeper.progressed();
      if (listeners.size === 0) return;
      say({ kind: 'snapshot', snapshot: snapshotOf(standing) });
      if (series) say({ kind: 'series', series: seriesOf(series) });
    },
    intervened: (intervention) => say({ kind: 'intervention', intervention }),
    replayed: (progress) => say({ kind: 'opening', progress }),
  });
  const settings = keepIn.folder === undefined ? null : new Settings(keepIn.folder);
  let revision = 0;
  const libraryChanged = () => {
    revision += 1;
    say({ kind: 'library', library: libraryState(library, keeper, settings, revision) });
  };
  const library = new RunLibrary({ keepIn, clock, program, onChange: () => libraryChanged() });
  const keeper = new RunKeeper({ session, library, clock, program, onChange: libraryChanged });
  const view = () => viewOf(session, libraryState(library, keeper, settings, revision));

  const exports = new ExportJobs({
    createReplayWorker,
    deliver,
    program,
    onState: (job, state) => say({ kind: 'job', job, state }),
  });

  const pictures = new PictureFiles();

  const inspector = new Inspector(dependencies.createInspectWorker, (progress) =>
    say({ kind: 'replay', progress }),
  );
  // Pictures of what is around the run are computed beside what is explained of it.
  const plotter = new Inspector(dependencies.createInspectWorker, () => undefined);
  const standingNow = (): StandingNow => {
    const { step, committed, row } = session.run.standing;
    return { step, parameters: committed, sample: row?.example?.sample ?? null };
  };
  /** The run as it stands, for whoever looks at it. */
  const looked = (): [number, RunSource, Nearby] => {
    const { number, recipe: ofRun, interventions, nearby } = session.run;
    return [number, { recipe: ofRun, interventions }, nearby];
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

  /** Leaves the present run, which is kept, and begins another. */
  const begin = async (next: Recipe) => {
    await keeper.settle();
    await session.begin(next);
  };

  const api: LabApi = {
    ...libraryApi({
      ...{ session, library, keeper, exports, settings, inTurn, begin },
      changed: libraryChanged,
    }),
    view: () => Promise.resolve(view()),
    readExpression: async ({ text }) => {
      const { free, assigned, hasLoss } = await Promise.resolve(parseExpression(text));
      return { free, assigned, hasLoss };
    },
    setRecipe: ({ recipe: next }) =>
      inTurn(() => {
        checkRecipe(next);
        return begin(next);
      }),
    change: ({ change }) => inTurn(() => session.change(change)),
    play: () => inTurn(() => session.play()),
    pause: () => inTurn(() => session.pause()),
    step: () => inTurn(() => session.step()),
    reset: () => inTurn(() => begin(session.controls)),
    branch: ({ step }) =>
      inTurn(async () => {
        await keeper.settle();
        await session.branch(step);
      }),
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
    series: async (query) => {
      const recorded = await session.recorded(query);
      if (recorded?.fine) return { ...seriesOf(recorded), progress: 1 };
      const { step: steps } = session.run.standing;
      if (query.first > steps) return { count: 0, stride: 1, columns: '', progress: 1 };
      const replayed = await plotter.ask(...looked(), { kind: 'stretch', query, steps });
      const nearest = replayed.series ?? recorded ?? session.run.series;
      return { ...seriesOf(nearest), progress: replayed.progress };
    },
    checkGradients: (place) => inspector.ask(...looked(), { kind: 'check', ...place }),
    lossGrid: async (query) => {
      const now = query.step === null ? standingNow() : null;
      const grid = await plotter.ask(...looked(), { kind: 'loss-grid', query, now });
      return { ...grid, values: toBase64(grid.values) };
    },
    predictions: async (query) => {
      const now = query.step === null ? standingNow() : null;
      const said = await plotter.ask(...looked(), { kind: 'predictions', query, now });
      const { atExamples, values } = said;
      return {
        ...said,
        atExamples: atExamples && toBase64(atExamples),
        values: values && toBase64(values),
      };
    },
    network: (query) => {
      const now = query.step === null ? standingNow() : null;
      return plotter.ask(...looked(), { kind: 'network', query, now });
    },
    exportRun: (what) => {
      const { recipe: ofRun, interventions } = session.run;
      const result = resultOfRun(session.run);
      const run = { recipe: ofRun, interventions };
      return exports.start({ ...what, run, result, labels: keeper.labels });
    },
    exportPicture: async (piece) => {
      const { recipe: ofRun, standing } = session.run;
      const file = pictures.add(piece, runFileName(keeper.labels.name, ofRun, standing.step));
      return file && exports.send(file);
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
    get storage() {
      return library.storage;
    },
    result: () => ({ recipe: session.run.recipe, result: resultOfRun(session.run) }),
    close: async () => {
      await keeper.close();
      await library.close();
      await exports.cancelAll();
      await sweeps.cancelAll();
      await inspector.close();
      await plotter.close();
      await session.close();
    },
  };
}

/** @throws LabError invalid-value when it is no stretch, or a longer one than an answer carries */
function checkStretch(first: number, last: number): void {
  if (first <= last && last - first < MAX_ROWS) return;
  const accepted = `a step from ${first} to ${first + MAX_ROWS - 1}`;
  const message = `last is ${last}; accepted: ${accepted}.`;
  throw labError('invalid-value', message, 'last', { accepted, received: String(last) });
}
