import type { DeadUnits, RateDiagnosis } from './diagnosis';
import type { ErrorData } from './errors';
import type { Graph } from './graph';
import type { Intervention } from './intervention';
import type { LibraryState } from './library';
import type { Recipe } from './recipe';
import type { Divergence } from './run-document';

export type SessionState = 'idle' | 'running' | 'paused' | 'finished' | 'diverged' | 'failed';

/** A dataset's examples, those of the training first. */
export interface Examples {
  /** Names of the columns: the inputs', then the target's. */
  readonly names: readonly string[];
  /** Training examples. */
  readonly training: number;
  /** Examples in all. */
  readonly count: number;
  /** Float64Array as base64, column after column. */
  readonly columns: string;
}

/** One step as the window shows it: the values before its update. */
export interface Row {
  /** The one example it took; null for a batch. */
  readonly example: {
    /** Counts from 1. */
    readonly sample: number;
    /** In the order of Examples.names. */
    readonly values: readonly number[];
    /** Null where the model has no node for it. */
    readonly prediction: number | null;
  } | null;
  /** Of the batch: the mean, or the sum where the recipe says so. */
  readonly loss: number;
  /** Of the parameters shown. */
  readonly gradients: readonly number[];
  /** The η of this update. */
  readonly learningRate: number;
}

/** Where the run stands. */
export interface Snapshot {
  /** Committed updates. */
  readonly step: number;
  readonly epoch: number;
  /** The last committed step; null before the first. */
  readonly row: Row | null;
  /** After the last committed update, in the order of LabView.parameters. */
  readonly parameters: readonly number[];
  readonly learningRate: number;
  /** Over the test examples, after the last epoch; null where there are none, or none was completed. */
  readonly testLoss: number | null;
  /** Null while no epoch was completed, or where the model has no ReLU. */
  readonly dead: DeadUnits | null;
  /** Every node's data, Float64Array as base64, by node number; NaN where a node was not computed yet. Null: not drawn. */
  readonly data: string | null;
  /** Every node's gradient, likewise; null before the first backward pass. */
  readonly grad: string | null;
  /** Measured over the last second or so; null at rest. */
  readonly stepsPerSecond: number | null;
}

/** The run so far for the charts, at most 512 points: columns of `count` numbers each, Float64Array as base64. */
export interface Series {
  readonly count: number;
  /** Steps a point stands for. */
  readonly stride: number;
  /**
   * SERIES_COLUMNS, then the PARAMETER_COLUMNS of each parameter shown; column after column. Mean and test loss: NaN where no
   * epoch was completed.
   */
  readonly columns: string;
}

export const SERIES_COLUMNS = ['step', 'lossMin', 'lossMax', 'epochLoss', 'testLoss'] as const;

/** Of one parameter: its value after the last step that a point stands for, and the range of value and gradient over all of them. */
export const PARAMETER_COLUMNS = ['last', 'min', 'max', 'gradientMin', 'gradientMax'] as const;

/** Parameters whose values stand in snapshots, series and history: the first in declared order. */
export const SHOWN_PARAMETERS = 16;

/** Everything a window needs when it opens. */
export interface LabView {
  /** Counts the runs of this session. */
  readonly run: number;
  /** Where this run went on from another of the session; null: it began by itself. */
  readonly branchedFrom: { readonly run: number; readonly step: number } | null;
  readonly state: SessionState;
  /** Of this run. */
  readonly recipe: Recipe;
  /** The controls as they stand: what Reset starts. */
  readonly controls: Recipe;
  /** The latest thousand. */
  readonly interventions: readonly Intervention[];
  readonly graphSize: { readonly nodes: number; readonly edges: number };
  /** Null when it has too many nodes to be drawn. */
  readonly graph: Graph | null;
  /** Names of the parameters shown, in declared order. */
  readonly parameters: readonly string[];
  /** Their values before the first update. */
  readonly initial: readonly number[];
  /** Parameters in all. */
  readonly parameterCount: number;
  /** False: an expression without a loss, which can be computed but not trained. */
  readonly trains: boolean;
  readonly examples: Examples;
  readonly snapshot: Snapshot;
  readonly series: Series;
  /** Why and how the run ended. */
  readonly outcome: Outcome | null;
  /** Of the learning rate that the coming update takes. */
  readonly rate: RateDiagnosis | null;
  /** Steps a second; Infinity: as fast as possible. */
  readonly speed: number;
  readonly library: LibraryState;
}

export type Outcome =
  | { readonly kind: 'steps' }
  | { readonly kind: 'loss' }
  | { readonly kind: 'diverged'; readonly at: Divergence }
  | { readonly kind: 'failed'; readonly error: ErrorData };

export type JobState =
  | { readonly kind: 'running'; /** 0 … 1 */ readonly progress: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** What the lab says without being asked, in order. A newer snapshot or series replaces an older one. */
export type LabEvent =
  | { readonly kind: 'view'; readonly view: LabView }
  | {
      readonly kind: 'state';
      readonly state: SessionState;
      readonly outcome: Outcome | null;
      readonly controls: Recipe;
      readonly rate: RateDiagnosis | null;
    }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'intervention'; readonly intervention: Intervention }
  | { readonly kind: 'speed'; readonly speed: number }
  /** A run that is opened is trained again: how far that is, 0 … 1. It is there with the view that follows. */
  | { readonly kind: 'opening'; readonly progress: number }
  | { readonly kind: 'library'; readonly library: LibraryState }
  /** A replay is on its way to the step that was asked for; 1 when it is there. */
  | { readonly kind: 'replay'; readonly progress: number }
  | { readonly kind: 'job'; readonly job: string; readonly state: JobState };
