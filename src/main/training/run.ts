import type { Intervention } from '../../contract/intervention';
import type { Recipe } from '../../contract/recipe';
import type { Nearby } from '../../engine/replay-cache';
import type { SeriesColumns, Standing, Structure } from './messages';

/** The run as it stands. */
export interface Run {
  readonly number: number;
  /** Where it went on from another run of this session. */
  readonly branchedFrom: Branch | null;
  readonly recipe: Recipe;
  readonly interventions: readonly Intervention[];
  readonly structure: Structure;
  readonly standing: Standing;
  readonly series: SeriesColumns;
  /** Where it was when it last came to rest. */
  readonly nearby: Nearby;
}

export interface Branch {
  readonly run: number;
  readonly step: number;
}

export interface SessionListener {
  /** A new run stands at step 0. */
  readonly began: () => void;
  /** State, outcome or controls changed. */
  readonly changed: () => void;
  readonly progressed: (standing: Standing, series: SeriesColumns | null) => void;
  readonly intervened: (intervention: Intervention) => void;
  /** A run that is trained again is on its way: 0 … 1. */
  readonly replayed: (progress: number) => void;
}

/** Where a run goes on. */
export interface Beginning {
  readonly branchedFrom: Branch | null;
  readonly interventions: readonly Intervention[];
  readonly steps: number;
  readonly diverged: boolean;
}

export const atStart: Beginning = {
  branchedFrom: null,
  interventions: [],
  steps: 0,
  diverged: false,
};
