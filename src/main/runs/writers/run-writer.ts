import type { GraphView } from '../../../contract/explanation';
import type { ExportFormat } from '../../../contract/export-formats';
import type { RunDates, RunLabels, RunResult } from '../../../contract/run-document';
import type { History } from '../../../engine/history';
import type { RunSource } from '../../../engine/replay';
import type { Trainer } from '../../../engine/trainer';

/** A run to write as a file. */
export interface WriteTask {
  readonly format: ExportFormat;
  /** Name and version of the program that writes. */
  readonly program: string;
  readonly run: RunSource;
  /** As the run stood; the replay must come to the same. */
  readonly result: RunResult;
  readonly labels: RunLabels & RunDates;
  /** The step that a format of one step describes, from 1; the last one where it is not said. */
  readonly step?: number;
  /** In which view of the graph it does; the compact one where it is not said. */
  readonly view?: GraphView;
}

/** How a file is written while its run is trained again: each method gives the next text of the file. */
export interface RunWriter {
  /** Steps replayed for one piece of the file: what bounds its memory. */
  readonly stepsPerPiece: number;
  /** Before the first step. */
  readonly head?: () => string;
  /** After step `step`, whose row this is; the trainer may be further on already. */
  readonly row?: (row: Float64Array, step: number) => string;
  /** Takes up every step, in the place of `row`: much faster than row by row. */
  readonly history?: History;
  /** A step after which the trainer stands still to be looked at. */
  readonly standing?: { readonly step: number; readonly look: () => void };
  /** After the last step. */
  readonly tail?: () => string;
}

/** @param trainer stands at step 0, and then goes through the run's steps */
export type CreateWriter = (task: WriteTask, trainer: Trainer) => RunWriter;

/** Steps of a piece where rows are not written. */
export const UNWRITTEN_STEPS = 262_144;

/** A file that follows from the recipe alone; the replay tells whether its numbers are the run's. */
export function textWriter(text: () => string): RunWriter {
  return { stepsPerPiece: UNWRITTEN_STEPS, head: text };
}
