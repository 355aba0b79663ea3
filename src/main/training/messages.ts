import type { Graph } from '../../contract/graph';
import type { Change, Intervention } from '../../contract/intervention';
import type { Recipe } from '../../contract/recipe';
import type { Divergence } from '../../contract/run-document';
import type { Series, Snapshot } from '../../contract/lab-events';
import type { Examples } from '../../engine/datasets';

/** What the session tells the training worker. */
export type ToTrainer =
  /** Takes up a recipe, at step 0 or where another run of it stood. */
  | {
      readonly kind: 'begin';
      readonly run: number;
      readonly recipe: Recipe;
      /** Of a run that goes on from another: it is trained again up to there. */
      readonly interventions: readonly Intervention[];
      readonly steps: number;
    }
  | { readonly kind: 'play' }
  | { readonly kind: 'step' }
  | { readonly kind: 'change'; readonly change: Change }
  /** Looks at the control words now, at rest too. */
  | { readonly kind: 'look' };

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
  /** Whether there is a loss to be trained. */
  readonly trains: boolean;
  readonly examples: Examples;
}

/** Series likewise. */
export type SeriesColumns = Omit<Series, 'columns'> & { readonly columns: Float64Array };

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
    }
  | { readonly kind: 'intervention'; readonly intervention: Intervention }
);
