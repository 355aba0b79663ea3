import * as v from 'valibot';
import { changeSchema } from './intervention';
import type { LabView } from './lab-events';
import { fields, numberIn, oneOf } from './ranges';
import { recipeSchema } from './recipe';

export const exportFormats = ['csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Steps a second; Infinity: as fast as the machine can. */
const speed = numberIn({
  min: 1,
  minIncluded: true,
  max: Number.POSITIVE_INFINITY,
  integer: false,
});

/** One schema per method's argument. Every method takes one object, so that errors can name a field. */
export const labArguments = {
  /** Everything a window needs when it opens. */
  view: fields({}),
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
  setSpeed: fields({ stepsPerSecond: speed }),
  /** Starts writing the run so far as a file, as a job. */
  exportRun: fields({ format: oneOf(exportFormats) }),
  cancelJob: fields({ job: v.pipe(v.string('a job id'), v.maxLength(64, 'a job id')) }),
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

interface LabResults {
  view: LabView;
  setRecipe: null;
  change: null;
  play: null;
  pause: null;
  step: null;
  reset: null;
  setSpeed: null;
  /** Null: the learner closed the save dialog. */
  exportRun: StartedExport | null;
  cancelJob: null;
}

/**
 * What a window can ask of the lab. Every call may reject with a LabError.
 */
export type LabApi = {
  [Method in LabMethod]: (argument: LabArgument<Method>) => Promise<LabResults[Method]>;
};
