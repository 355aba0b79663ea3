import type { ExportFormat } from '../../contract/lab-api';
import type { RunResult } from '../../contract/run-document';
import type { RunSource } from '../../engine/replay';

/** What a replay worker is started with: a run to write as a file. */
export interface ReplayTask {
  readonly format: ExportFormat;
  readonly program: string;
  readonly run: RunSource;
  /** As the run stood; the replay must come to the same. */
  readonly result: RunResult;
}

/** The answer to each 'next': a piece of the file, or its end with the parameters that the replay came to. */
export type FromReplay =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array; readonly progress: number }
  | { readonly kind: 'end'; readonly steps: number; readonly parameters: Float64Array };
