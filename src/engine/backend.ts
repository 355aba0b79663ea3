import type { History } from './history';

/** Receives each committed step's row; the array is reused. */
export type RowSink = (row: Float64Array, step: number) => void;

/** What takes a training state from step to step. Every backend gives the same bits. */
export interface Backend {
  /**
   * Takes `count` ≥ 1 steps, during which nothing intervenes, or as many as come before the run's end.
   * @param sink sees the row, the step, the parameters and their gradients of each committed step; of the graph's other
   * nodes the last step's numbers are there when this returns
   * @returns the steps taken; where they are fewer and the run has not ended, the coming one cannot be committed by this backend
   */
  take(count: number, sink?: RowSink): number;
  /** As `take`, and records the rows. */
  record(count: number, history: History): number;
}
