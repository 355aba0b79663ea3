import { toBase64 } from '../../contract/base64';
import { CURVE_BUCKETS, CURVE_COLUMNS, type LossCurve } from '../../contract/sweep';
import { type BucketedColumn, History } from '../../engine/history';
import { COLUMN, type Trainer } from '../../engine/trainer';

/** A curve whose numbers are not yet in the form of the seam. */
export type CurveNumbers = Omit<LossCurve, 'columns'> & { readonly columns: Float64Array };

/** Takes up to `steps` steps. @returns the loss of those that were committed */
export function advanceWithCurve(trainer: Trainer, steps: number): CurveNumbers {
  const history = new History(trainer.row.length);
  const { updatesPerEpoch } = trainer;
  trainer.record(Math.min(steps, updatesPerEpoch), history);
  const start = trainer.step === updatesPerEpoch ? (trainer.row[COLUMN.epochLoss] as number) : null;
  trainer.record(steps - updatesPerEpoch, history);
  const { stride, count, columns } = history.decimate(CURVE_BUCKETS);
  const loss = columns[COLUMN.loss] as BucketedColumn;
  const epochLoss = columns[COLUMN.epochLoss] as BucketedColumn;
  const numbers = new Float64Array(count * CURVE_COLUMNS.length);
  [loss.min, loss.max, epochLoss.last].forEach((column, i) => numbers.set(column, i * count));
  return { start, count, stride, columns: numbers };
}

export function curveOf({ columns, ...rest }: CurveNumbers): LossCurve {
  return { ...rest, columns: toBase64(columns) };
}
