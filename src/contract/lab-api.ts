import * as v from 'valibot';
import {
  type CheckedLeaf,
  type Explanation,
  type GraphMoment,
  graphViews,
  type MicroEvent,
} from './explanation';
import { exportFormats } from './export-formats';
import { changeSchema } from './intervention';
import {
  comparedIds,
  type Comparison,
  type ImportedRun,
  labelSchema,
  recipeCodeSchema,
  runId,
  type RunPage,
  runQuerySchema,
  uploadSchema,
} from './library';
import { ownExampleAtFirst, shownSteps } from './looked-at';
import { type Network, networkSchema } from './network';
import type { RunLabels } from './run-document';
import type { LabView } from './lab-events';
import { pictureSchema } from './picture';
import { fields, numberIn, oneOf } from './ranges';
import { nameSchema, recipeNumbers, recipeSchema, textSchema } from './recipe';
import { seriesSchema, type SeriesStretch } from './series-stretch';
import { type LossGrid, lossGridSchema, type Predictions, predictionsSchema } from './surfaces';
import {
  type LossCurve,
  MAX_CURVES,
  MAX_SWEEP_RUNS,
  sweepFormats,
  sweepSchema,
  type SweepTable,
} from './sweep';

/** Steps a second; Infinity: as fast as the machine can. */
const speed = numberIn({
  min: 1,
  minIncluded: true,
  max: Number.POSITIVE_INFINITY,
  integer: false,
});

const wholeNumber = (min: number, max: number) =>
  numberIn({ min, minIncluded: true, max, integer: true });
const jobId = v.pipe(v.string('a job id'), v.maxLength(64, 'a job id'));
const step = numberIn(shownSteps);
/** The node that backward starts from; null: the loss. */
const from = v.nullable(wholeNumber(0, 1e6), null);
const example = ownExampleAtFirst;
/** The neuron that alone is explained, by its unit's name; null: the whole graph. */
const scope = v.nullable(nameSchema, null);
const moment = { step, view: oneOf(graphViews), from, example, scope };

/** Events that one answer carries at the most. */
export const MAX_EVENTS = 500;
/** Rows that one answer carries at the most. */
export const MAX_ROWS = 1000;

/** One schema per method's argument. Every method takes one object, so that errors can name a field. */
export const labArguments = {
  /** Everything a window needs when it opens. */
  view: fields({}),
  /** Reads an expression's text: its free names are what a recipe binds. */
  readExpression: fields({ text: textSchema }),
  /** Sets the controls. Ends the present run; a new one stands at step 0. */
  setRecipe: fields({ recipe: recipeSchema }),
  /** At step 0 edits the recipe; later holds from the next update on and is recorded as an intervention. */
  change: fields({ change: changeSchema }),
  /** Trains until the stop rule, a divergence or Pause. */
  play: fields({}),
  /** Answers when the worker stands still. */
  pause: fields({}),
  /** One update. */
  step: fields({}),
  /** A new run at step 0, from the controls as they stand. */
  reset: fields({}),
  /** A new run with this one's recipe and changes, that stands at its step `step` and goes on from there. */
  branch: fields({ step: wholeNumber(1, recipeNumbers.steps.max) }),
  setSpeed: fields({ stepsPerSecond: speed }),
  /** What step `step` of this run consists of, by replay. */
  explain: fields(moment),
  /** A page of its events. */
  explainEvents: fields({
    ...moment,
    first: wholeNumber(0, 1e9),
    count: wholeNumber(1, MAX_EVENTS),
  }),
  /** The graph's numbers after `events` of the step's events; null: after all of them. */
  graphAt: fields({ ...moment, events: v.nullable(wholeNumber(0, 1e9), null) }),
  /** Rows of steps first … last as SERIES of RowPage.names, by replay. */
  exactRows: fields({ first: step, last: step }),
  /** A stretch of the run for the charts: out of what is recorded where that is fine enough, else by replay. */
  series: seriesSchema,
  /** Gradients of the parameters and data at the first example of a step, or at another one, beside central differences. */
  checkGradients: fields({ step, view: oneOf(graphViews), example }),
  /** The loss over one or two parameters. */
  lossGrid: lossGridSchema,
  /** What the model predicts, at the examples and between them. */
  predictions: predictionsSchema,
  /** A multi-layer perceptron at one example. */
  network: networkSchema,
  /** A piece of a picture that the window has drawn. With the last one it starts to be written as a file, as a job. */
  exportPicture: pictureSchema,
  /**
   * Starts writing the run so far as a file, as a job. A format that describes one step takes `step`, or the last one, in
   * `view`, or the compact one; the others have no use for them.
   */
  exportRun: fields({
    format: oneOf(exportFormats),
    step: v.exactOptional(step),
    view: v.exactOptional(oneOf(graphViews)),
  }),
  /** Starts training a grid of recipes, as a job. */
  sweep: sweepSchema,
  /** The rows of a sweep that is done. */
  sweepResult: fields({ job: jobId }),
  /** The loss curves of its rows from `first`, counted from 0, at most `count`. */
  sweepCurves: fields({
    job: jobId,
    first: wholeNumber(0, MAX_SWEEP_RUNS - 1),
    count: wholeNumber(1, MAX_CURVES),
  }),
  /** Starts writing its rows as a file, as a job of its own. */
  exportSweep: fields({ job: jobId, format: oneOf(sweepFormats) }),
  cancelJob: fields({ job: jobId }),
  /** A page of the runs that are kept. */
  listRuns: runQuerySchema,
  /** What a kept run is called, in full. */
  runLabels: fields({ run: runId }),
  labelRun: labelSchema,
  duplicateRun: fields({ run: runId }),
  /** Until the lab ends, `restoreRun` brings it back. */
  deleteRun: fields({ run: runId }),
  restoreRun: fields({ run: runId }),
  /** The run stands where it was kept, by replay, to the last bit. */
  openRun: fields({ run: runId }),
  /** Leaves a run that is being trained again: a new one stands at step 0, from the controls as they were. */
  cancelOpen: fields({}),
  compareRuns: fields({ runs: comparedIds }),
  /** Starts writing a comparison as CSV, as a job. */
  exportComparison: fields({ runs: comparedIds }),
  /** A piece of a run document that comes in. With the last one it is among the runs; nothing open changes. */
  importRun: uploadSchema,
  /** The recipe of the controls as a text that can be copied. */
  recipeCode: fields({}),
  /** Sets the controls to a recipe that was copied so. */
  openRecipeCode: fields({ code: recipeCodeSchema }),
  dismissInterrupted: fields({}),
  /** Labs that start from now on in this data folder keep nothing, or keep their runs. */
  setGuest: fields({ guest: v.boolean('true, false') }),
} as const;

export type LabMethod = keyof typeof labArguments;
export type LabArgument<Method extends LabMethod> = v.InferOutput<(typeof labArguments)[Method]>;

export interface StartedExport {
  readonly job: string;
  /** The file's suggested name. */
  readonly name: string;
  /** Where to fetch the file, once; null where the host writes it itself. */
  readonly address: string | null;
}

/** Exact rows: `count` numbers a name, Float64Array as base64, name after name. */
export interface RowPage {
  readonly names: readonly string[];
  readonly count: number;
  readonly columns: string;
}

export interface ReadExpression {
  /** Names used but not assigned, in order of first appearance. */
  readonly free: readonly string[];
  readonly assigned: readonly string[];
  readonly hasLoss: boolean;
}

interface LabResults {
  view: LabView;
  readExpression: ReadExpression;
  setRecipe: null;
  change: null;
  play: null;
  pause: null;
  step: null;
  reset: null;
  branch: null;
  setSpeed: null;
  explain: Explanation;
  explainEvents: readonly MicroEvent[];
  graphAt: GraphMoment;
  exactRows: RowPage;
  series: SeriesStretch;
  checkGradients: readonly CheckedLeaf[];
  lossGrid: LossGrid;
  predictions: Predictions;
  network: Network;
  /** Null: the learner closed the save dialog. */
  exportRun: StartedExport | null;
  /** Null: more pieces are to come, or the learner closed the save dialog. */
  exportPicture: StartedExport | null;
  sweep: { readonly job: string };
  sweepResult: SweepTable;
  sweepCurves: readonly LossCurve[];
  /** Null: the learner closed the save dialog. */
  exportSweep: StartedExport | null;
  cancelJob: null;
  listRuns: RunPage;
  runLabels: RunLabels;
  labelRun: null;
  duplicateRun: { readonly run: string };
  deleteRun: null;
  restoreRun: null;
  openRun: null;
  cancelOpen: null;
  compareRuns: Comparison;
  exportComparison: StartedExport | null;
  /** Null: more pieces are to come. */
  importRun: ImportedRun | null;
  recipeCode: { readonly code: string };
  openRecipeCode: null;
  dismissInterrupted: null;
  setGuest: null;
}

/**
 * What a window can ask of the lab. Every call may reject with a LabError.
 */
export type LabApi = {
  [Method in LabMethod]: (argument: LabArgument<Method>) => Promise<LabResults[Method]>;
};
