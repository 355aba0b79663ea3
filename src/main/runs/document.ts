import {
  type BucketedSeries,
  type PerceptronHistory,
  noLabels,
  RUN_FORMAT,
  RUN_VERSION,
  type RunDocument,
  type RunDates,
  type RunHistory,
  type RunLabels,
  type RunResult,
} from '../../contract/run-document';
import { DOCUMENT_BUCKETS } from '../../contract/run-document-schema';
import type { BucketedColumn, History } from '../../engine/history';
import type { RunSource } from '../../engine/replay';
import { COLUMN, type Trainer } from '../../engine/trainer';

export function runDocument(
  program: string,
  run: RunSource,
  result: RunResult,
  history: PerceptronHistory | RunHistory,
  labels: RunLabels & RunDates = noLabels,
): RunDocument {
  return {
    format: RUN_FORMAT,
    version: RUN_VERSION,
    program,
    ...labels,
    recipe: run.recipe,
    interventions: run.interventions.filter(({ step }) => step <= lastTried(result)),
    result,
    history,
  };
}

/** What a document says of its run beside the numbers. */
export function labelsOf(document: RunDocument): RunLabels & RunDates {
  const { name, notes, tags, created, modified } = document;
  return { name, notes, tags, created, modified };
}

/** A run document as its file has it. */
export function documentText(document: RunDocument): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** The last step that the run took or, diverging, tried to take: later changes are not part of what it did. */
function lastTried({ steps, divergedAt }: RunResult): number {
  return divergedAt?.step ?? steps;
}

/** What a trainer's run keeps of its rows, as its document has it. */
export function documentHistory(
  history: History,
  trainer: Trainer,
): PerceptronHistory | RunHistory {
  const { stride, columns } = history.decimate(DOCUMENT_BUCKETS);
  const series = (column: number): BucketedSeries => {
    const { min, max, last } = columns[column] as BucketedColumn;
    return { min: [...min], max: [...max], last: [...last] };
  };
  const loss = series(COLUMN.loss);
  const of = (i: number) => series(trainer.parameterColumn(i));
  if (trainer.recipe.model === 'perceptron') return { stride, loss, w: of(0), b: of(1) };
  const names = trainer.parameterNames.slice(0, trainer.tracked);
  return { stride, loss, parameters: Object.fromEntries(names.map((name, i) => [name, of(i)])) };
}
