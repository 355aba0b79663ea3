import type { CheckedLeaf, Explanation, GraphView, MicroEvent } from '../../contract/explanation';
import type { Network, NetworkQuery } from '../../contract/network';
import type { SeriesQuery } from '../../contract/series-stretch';
import type { LossGridQuery, PredictionsQuery } from '../../contract/surfaces';
import type { Question } from '../../engine/question';
import type { Moment } from '../../engine/moment';
import type { RunSource } from '../../engine/replay';
import type { Nearby } from '../../engine/replay-cache';
import type { StandingNow } from './standing-now';
import type { ReplayedStretch } from './stretch-replay';
import type { LossGridNumbers, PredictionNumbers } from './surfaces';

/** Nodes of a graph that is explained, at the most: its description must fit in a frame. */
export const EXPLAINED_NODES = 3000;

/** Which moment of a run is looked at. */
export interface Place extends Question {
  readonly step: number;
}

/** What can be asked of a run that is trained again. */
export type Inspection =
  | { readonly kind: 'explain'; readonly place: Place }
  | {
      readonly kind: 'events';
      readonly place: Place;
      readonly first: number;
      readonly count: number;
    }
  | { readonly kind: 'moment'; readonly place: Place; readonly events: number | null }
  | { readonly kind: 'rows'; readonly first: number; readonly last: number }
  /** `steps` of the run, committed. It takes a fraction of a second: the answer may be that more is to come. */
  | { readonly kind: 'stretch'; readonly query: SeriesQuery; readonly steps: number }
  | {
      readonly kind: 'check';
      readonly step: number;
      readonly view: GraphView;
      readonly example: number | null;
    }
  /** `now` where the query has no step: the run as it stands. */
  | { readonly kind: 'loss-grid'; readonly query: LossGridQuery; readonly now: StandingNow | null }
  | {
      readonly kind: 'predictions';
      readonly query: PredictionsQuery;
      readonly now: StandingNow | null;
    }
  | { readonly kind: 'network'; readonly query: NetworkQuery; readonly now: StandingNow | null };

/** Exact rows, column after column. */
export interface Rows {
  readonly names: readonly string[];
  readonly count: number;
  readonly columns: Float64Array;
}

export interface Inspected {
  readonly explain: Explanation;
  readonly events: readonly MicroEvent[];
  readonly moment: Moment;
  readonly rows: Rows;
  readonly stretch: ReplayedStretch;
  readonly check: readonly CheckedLeaf[];
  readonly 'loss-grid': LossGridNumbers;
  readonly predictions: PredictionNumbers;
  readonly network: Network;
}

export interface ToInspector {
  readonly id: number;
  /** Counts the session's runs: another number is another run. */
  readonly run: number;
  readonly source: RunSource;
  /** Null: as it was told last. */
  readonly nearby: Nearby | null;
  readonly inspection: Inspection;
}

export type FromInspector =
  | { readonly id: number; readonly kind: 'answer'; readonly answer: Inspected[Inspection['kind']] }
  /** The run ends before what was asked for, or the graph has no such node: `accepted` says what there is. */
  | {
      readonly id: number;
      readonly kind: 'refused';
      readonly where: string;
      readonly accepted: string;
    }
  /** On the way to what request `id` asks for: 0 … 1. */
  | { readonly id: number; readonly kind: 'progress'; readonly progress: number };
