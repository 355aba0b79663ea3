/** How the examples make up updates: one after another, one drawn with replacement, the mean of all. */
export type ExampleOrder = 'in-order' | 'random' | 'full-batch';

/**
 * How large the learning rate η may be for ŷ = x·w + b with L = (ŷ − y)², whatever y is. The error of (w, b) goes through
 * I − ηH, H = 2[x², x; x, 1] for one example. Directions of (w, b) that no example sees stay as they are and do not count.
 */
export interface CriticalRate {
  /**
   * In order: the largest η below which the spectral radius of an epoch's map, the product of I − ηH, is at most 1.
   * Full batch: 2 / (largest eigenvalue of the mean H).
   * Random: the η at which the mean of (I − ηH) ⊗ (I − ηH) has spectral radius 1.
   * Finite; 0 where 1/(x² + 1) is too small for a number.
   */
  readonly rate: number;
  /**
   * settles-below: below `rate` the loss settles, for certain. safe-below: below it the mean of err² over all draws shrinks;
   * above it that mean grows, although a single run may still settle.
   */
  readonly kind: 'settles-below' | 'safe-below';
  /**
   * In order: the η < `rate`, rising, at which the map's spectral radius is exactly 1 (within rounding): some error neither
   * shrinks nor grows from epoch to epoch.
   */
  readonly standsStillAt: readonly number[];
  /** The example whose own rate 1/(x² + 1) is the smallest, when that is below `rate`: alone it would flip for ever there. */
  readonly flipsAloneAt: { readonly x: number; readonly rate: number } | null;
}

/**
 * What becomes of a run at a learning rate. settles, stands-still (at one of standsStillAt), flips-for-ever (at the critical
 * rate itself: some error keeps its size), diverges; random draws: safe, and may-blow-up from the critical rate on.
 */
export type Regime =
  'settles' | 'stands-still' | 'flips-for-ever' | 'diverges' | 'safe' | 'may-blow-up';

/** What the lab says of a recipe's learning rate. Null for a model or an optimiser that the theory does not cover. */
export interface RateDiagnosis {
  readonly order: ExampleOrder;
  readonly critical: CriticalRate;
  readonly regime: Regime;
  /** With a ReLU the rate holds on its active side only. */
  readonly activeSideOnly: boolean;
}

/** ReLUs that let no gradient through on any example of the last epoch. */
export interface DeadUnits {
  readonly count: number;
  /** ReLUs in all. */
  readonly of: number;
  /** Names of the first of them, at most 20. */
  readonly names: readonly string[];
}
