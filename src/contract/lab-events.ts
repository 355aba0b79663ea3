import type { ErrorData } from './errors';
import type { Graph } from './graph';
import type { Intervention } from './intervention';
import type { Recipe } from './recipe';
import type { Divergence } from './run-document';

export type SessionState = 'idle' | 'running' | 'paused' | 'finished' | 'diverged' | 'failed';

/** A dataset's examples: example i is (x[i], y[i]). */
export interface Examples {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** One step as the window shows it: the values before its update, and w, b after it. */
export interface Row {
  /** The one example it took; null for a batch. */
  readonly example: {
    /** Counts from 1. */
    readonly sample: number;
    readonly x: number;
    readonly y: number;
    readonly prediction: number;
  } | null;
  /** Of the batch: the mean. */
  readonly loss: number;
  readonly dw: number;
  readonly db: number;
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
  readonly w: number;
  readonly b: number;
  readonly learningRate: number;
  /** Every node's data, Float64Array as base64, by node number; NaN where a node was not computed yet. */
  readonly data: string;
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
  /** step, loss min, loss max, mean loss of the last epoch completed (NaN where none was), w, b; column after column. */
  readonly columns: string;
}

export const SERIES_COLUMNS = ['step', 'lossMin', 'lossMax', 'epochLoss', 'w', 'b'] as const;

/** Everything a window needs when it opens. */
export interface LabView {
  /** Counts the runs of this session. */
  readonly run: number;
  readonly state: SessionState;
  /** Of this run. */
  readonly recipe: Recipe;
  /** The controls as they stand: what Reset starts. */
  readonly controls: Recipe;
  /** The latest thousand. */
  readonly interventions: readonly Intervention[];
  readonly graph: Graph;
  readonly examples: Examples;
  readonly snapshot: Snapshot;
  readonly series: Series;
  /** Why and how the run ended. */
  readonly outcome: Outcome | null;
  /** Steps a second; Infinity: as fast as possible. */
  readonly speed: number;
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
    }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'intervention'; readonly intervention: Intervention }
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 'job'; readonly job: string; readonly state: JobState };
