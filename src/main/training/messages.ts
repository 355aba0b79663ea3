import type { Graph } from '../../contract/graph';
import type { Change, Intervention } from '../../contract/intervention';
import type { Recipe } from '../../contract/recipe';
import type { Divergence, PerceptronHistory, RunHistory } from '../../contract/run-document';
import type { Series, Snapshot } from '../../contract/lab-events';
import type { SeriesQuery } from '../../contract/series-stretch';
import type { Examples } from '../../engine/datasets';
import type { Nearby } from '../../engine/replay-cache';
import type { Reached } from '../runs/result';

/** What the session tells the training worker. */
export type ToTrainer =
  /** Takes up a recipe, at step 0 or where another run of it stood. */
  | {
      readonly kind: 'begin';
      readonly run: number;
      readonly recipe: Recipe;
      /** Of a run that goes on from another, or was kept: it is trained again up to there. */
      readonly interventions: readonly Intervention[];
      readonly steps: number;
      /** The update after these is the one that failed. */
      readonly diverged: boolean;
    }
  | { readonly kind: 'play' }
  | { readonly kind: 'step' }
  | { readonly kind: 'change'; readonly change: Change }
  /** Looks at the control words now, at rest too. */
  | { readonly kind: 'look' }
  /** Says the series of a stretch of the run, as finely as it is recorded. */
  | { readonly kind: 'stretch'; readonly query: SeriesQuery }
  /** Says what a document states of the run as it stands. */
  | { readonly kind: 'record' };

/** A snapshot as the worker sends it: its numbers are not yet in the form of the seam. */
export type Standing = Omit<Snapshot, 'data' | 'grad'> & {
  /** Every parameter after the last committed update, in declared order. */
  readonly committed: Float64Array;
  /** Null: the graph is not drawn. */
  readonly data: Float64Array | null;
  readonly grad: Float64Array | null;
};

/** What a recipe's model is made of. */
export interface Structure {
  /** Null when it has too many nodes to be drawn. */
  readonly graph: Graph | null;
  readonly graphSize: { readonly nodes: number; readonly edges: number };
  /** Names of all parameters, in declared order. */
  readonly parameterNames: readonly string[];
  /** Their values before the first update. */
  readonly initial: Float64Array;
  /** Whether there is a loss to be trained. */
  readonly trains: boolean;
  readonly examples: Examples;
}

/** Series likewise. */
export type SeriesColumns = Omit<Series, 'columns'> & { readonly columns: Float64Array };

/** Out of what is recorded; not fine: a replay tells more. */
export interface RecordedSeries extends SeriesColumns {
  readonly fine: boolean;
}

/** How a stretch of training came to rest. */
export type Rest =
  | { readonly kind: 'paused' }
  | { readonly kind: 'steps' | 'loss' }
  | { readonly kind: 'diverged'; readonly at: Divergence };

/** What the training worker tells the session; `run` tells which run it speaks of. */
export type FromTrainer = { readonly run: number } & (
  | {
      readonly kind: 'ready';
      readonly structure: Structure;
      readonly rest: Rest;
      readonly standing: Standing;
      readonly series: SeriesColumns;
      readonly nearby: Nearby;
    }
  | {
      readonly kind: 'progress';
      readonly standing: Standing;
      /** Null when it was sent a short while ago. */
      readonly series: SeriesColumns | null;
    }
  | {
      readonly kind: 'rest';
      readonly rest: Rest;
      readonly standing: Standing;
      readonly series: SeriesColumns;
      readonly nearby: Nearby;
    }
  | { readonly kind: 'intervention'; readonly intervention: Intervention }
  /** A run that is trained again is on its way: 0 … 1. */
  | { readonly kind: 'replay'; readonly progress: number }
  | { readonly kind: 'record'; readonly record: Recorded }
  | { readonly kind: 'stretch'; readonly series: RecordedSeries }
);

/** A run at one step, with all that its document states of it but its recipe and changes. */
export interface Recorded {
  readonly reached: Reached;
  /** Null: it can go on. */
  readonly outcome: Exclude<Rest, { kind: 'paused' }> | null;
  readonly history: PerceptronHistory | RunHistory;
}
