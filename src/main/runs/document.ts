import {
  type BucketedSeries,
  RUN_FORMAT,
  RUN_VERSION,
  type RunDocument,
  type RunHistory,
  type RunResult,
} from '../../contract/run-document';
import type { BucketedColumn, History } from '../../engine/history';
import type { RunSource } from '../../engine/replay';
import { COLUMN } from '../../engine/trainer';

/** Buckets a series has in a run document. */
const DOCUMENT_BUCKETS = 512;

export function runDocument(
  program: string,
  run: RunSource,
  result: RunResult,
  history: History,
): RunDocument {
  return {
    format: RUN_FORMAT,
    version: RUN_VERSION,
    program,
    recipe: run.recipe,
    interventions: run.interventions.filter(({ step }) => step <= lastTried(result)),
    result,
    history: documentHistory(history),
  };
}

/** The last step that the run took or, diverging, tried to take: later changes are not part of what it did. */
function lastTried({ steps, divergedAt }: RunResult): number {
  return divergedAt?.step ?? steps;
}

function documentHistory(history: History): RunHistory {
  const { stride, columns } = history.decimate(DOCUMENT_BUCKETS);
  const series = (column: number): BucketedSeries => {
    const { min, max, last } = columns[column] as BucketedColumn;
    return { min: [...min], max: [...max], last: [...last] };
  };
  return { stride, loss: series(COLUMN.loss), w: series(COLUMN.w), b: series(COLUMN.b) };
}
