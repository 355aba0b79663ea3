import * as v from 'valibot';
import type { ErrorData } from './errors';
import { fields, numberIn, oneOf } from './ranges';
import type { RunDates, RunLabels, StopReason } from './run-document';
import { labelFields } from './run-document-schema';

/** A kept run as a list shows it. */
export interface RunSummary extends Omit<RunLabels, 'notes'>, RunDates {
  readonly id: string;
  /** How its notes begin. */
  readonly note: string;
  /** What it is called where it has no name. */
  readonly recipeName: string;
  readonly steps: number;
  readonly stop: StopReason;
  readonly loss: number | null;
  /** The loss over the run as heights from 0 to 100, of its logarithm where it is positive; at most 32. */
  readonly curve: readonly number[];
  /** False: it could not be written, and is gone when the lab ends. */
  readonly stored: boolean;
}

export const runOrders = ['modified', 'created', 'name', 'loss', 'steps'] as const;
export type RunOrder = (typeof runOrders)[number];

export const MAX_RUN_PAGE = 200;
/** Runs that are compared at once, at the most. */
export const MAX_COMPARED = 8;

const SEARCH = 'a text of at most 200 characters';
const RUN = 'the id of a kept run';
export const runId = v.pipe(v.string(RUN), v.minLength(1, RUN), v.maxLength(200, RUN));

const COMPARED = `a list of 2 … ${MAX_COMPARED} ids of kept runs`;
export const comparedIds = v.pipe(
  v.array(runId, COMPARED),
  v.minLength(2, COMPARED),
  v.maxLength(MAX_COMPARED, COMPARED),
);

export const runQuerySchema = fields({
  /** Words that all occur in a run's name, tags, notes or recipe. */
  search: v.pipe(v.string(SEARCH), v.maxLength(200, SEARCH)),
  order: oneOf(runOrders),
  descending: v.boolean('true, false'),
  /** From 0. */
  first: numberIn({ min: 0, minIncluded: true, max: 1e6, integer: true }),
  count: numberIn({ min: 1, minIncluded: true, max: MAX_RUN_PAGE, integer: true }),
});
export type RunQuery = v.InferOutput<typeof runQuerySchema>;

export interface RunPage {
  /** Runs that the search finds. */
  readonly total: number;
  /** Runs in all. */
  readonly all: number;
  readonly rows: readonly RunSummary[];
  /** Files of the folder that cannot be read as runs, the first few. */
  readonly damaged: readonly ErrorData[];
}

export const labelSchema = fields({ run: runId, ...labelFields });

/** Where runs are kept. */
export type Storage =
  | {
      readonly kind: 'folder';
      readonly folder: string;
      /** The file system's code when the last run could not be written; null: all are. */
      readonly failing: string | null;
    }
  | {
      readonly kind: 'memory';
      /** guest: as asked for; locked: another lab has the folder; failed: the folder cannot be written to. */
      readonly reason: 'guest' | 'locked' | 'failed';
      readonly folder: string | null;
      /** Who has the folder, or the file system's code. */
      readonly detail: string;
    };

export function isGuest(storage: Storage): boolean {
  return storage.kind === 'memory' && storage.reason === 'guest';
}

/** The run that is open, as it is kept. */
export interface KeptRun extends RunLabels {
  readonly id: string;
  /** Steps of it that are written. */
  readonly steps: number;
}

/** A run that was under way when the lab was killed. */
export interface InterruptedRun {
  readonly id: string;
  readonly name: string;
  readonly recipeName: string;
  readonly steps: number;
}

/** What a run file states of itself and a replay of it did not come to. */
export interface FileDifference {
  readonly field: string;
  readonly stated: string;
  readonly replayed: string;
}

/** What the lab says of its runs. */
export interface LibraryState {
  readonly storage: Storage;
  /** The run that is open; null: it is not kept yet. */
  readonly kept: KeptRun | null;
  readonly interrupted: InterruptedRun | null;
  /** What the file of the open run states otherwise than its replay; empty: it reproduces, or came from no file. */
  readonly differences: readonly FileDifference[];
  /** Grows with every change of the runs: what was listed before may be old. */
  readonly revision: number;
  /** What the data folder's settings say of labs that start from now on; null: this lab has no folder. */
  readonly guestNext: boolean | null;
}

/** A file that came in: where it is now, and what its replay says of it. */
export interface ImportedRun {
  readonly id: string;
  /** It was among the runs already. */
  readonly known: boolean;
}

/** A run document has at most so many bytes: one with the longest list of changes. */
export const MAX_FILE_BYTES = 33_554_432;
/** Pieces of a file that comes in, in characters of base64. */
export const UPLOAD_PIECE = 512 * 1024;
const PIECE = `base64 of at most ${UPLOAD_PIECE} characters`;
const FILE_NAME = 'a file name of at most 300 characters';
/** A piece of a file that the window sends. */
export const uploadedPiece = {
  upload: v.pipe(v.string('an id'), v.minLength(1, 'an id'), v.maxLength(64, 'an id')),
  data: v.pipe(
    v.string(PIECE),
    v.maxLength(UPLOAD_PIECE, PIECE),
    v.regex(/^[A-Za-z0-9+/]*={0,2}$/, PIECE),
  ),
  last: v.boolean('true, false'),
};
export const uploadSchema = fields({
  ...uploadedPiece,
  name: v.pipe(v.string(FILE_NAME), v.maxLength(300, FILE_NAME)),
});

/** Runs beside each other. */
export interface Comparison {
  readonly runs: readonly ComparedRun[];
  /** Settings that are not the same in all of them: one value a run, null where it has none. */
  readonly differences: readonly ComparedSetting[];
}

export interface ComparedSetting {
  /** The recipe's field by its path: stop.steps. */
  readonly field: string;
  readonly values: readonly (string | null)[];
}

export interface ComparedRun extends RunSummary {
  readonly updatesPerEpoch: number;
  readonly changes: number;
  /** In declared order, the first 16. */
  readonly parameters: readonly { readonly name: string; readonly value: number }[];
  /**
   * Steps, least and largest loss of each bucket, then the last value of each parameter: columns of `count` numbers, Float64Array
   * as base64.
   */
  readonly series: { readonly count: number; readonly columns: string };
}

const CODE = 'a recipe code: chainrule: and letters, digits, - or _';
export const MAX_CODE = 200_000;
export const recipeCodeSchema = v.pipe(v.string(CODE), v.maxLength(MAX_CODE, CODE));
