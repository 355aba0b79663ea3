import { BucketedColumn, type Buckets, type History } from './history';

/** A stretch of a run's rows: bucket i covers steps from + i·stride … from + (i + 1)·stride − 1, the last one up to `to`. */
export interface Stretch extends Buckets {
  readonly from: number;
  readonly to: number;
}

/** A stretch out of what a run keeps, and whether its buckets are as fine as they were asked for. */
export interface RecordedStretch extends Stretch {
  readonly fine: boolean;
}

/**
 * Steps first … last in at most `points` buckets, each a power of two wide and at a multiple of its width: buckets stay the
 * same while a stretch is moved along the run.
 * @param least width of a bucket at the least
 */
export function bucketsOver(
  first: number,
  last: number,
  points: number,
  least = 1,
): { readonly stride: number; readonly from: number; readonly count: number } {
  let stride = least;
  for (;;) {
    const start = Math.floor((first - 1) / stride);
    const count = Math.floor((last - 1) / stride) - start + 1;
    if (count <= points) return { stride, from: start * stride + 1, count };
    stride *= 2;
  }
}

/** Takes the rows of a stretch, in order, into buckets. */
export class StretchBuckets implements Stretch {
  readonly stride: number;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly columns: readonly BucketedColumn[];

  /**
   * @param width columns of a row
   * @param steps of the run: there is no row after them
   */
  constructor(width: number, first: number, last: number, points: number, steps: number) {
    const { stride, from, count } = bucketsOver(first, Math.min(last, steps), points);
    this.stride = stride;
    this.from = from;
    this.count = count;
    this.to = Math.min(from - 1 + count * stride, steps);
    this.columns = Array.from({ length: width }, () => new BucketedColumn(count));
  }

  add(row: Float64Array, step: number): void {
    const bucket = Math.floor((step - this.from) / this.stride);
    const { columns } = this;
    for (let c = 0; c < columns.length; c++) {
      (columns[c] as BucketedColumn).add(bucket, row[c] as number);
    }
  }
}

/** Steps first … last, as many of them as there are, as finely as the history has them and `points` allow. */
export function recordedStretch(
  history: History,
  first: number,
  last: number,
  points: number,
): RecordedStretch {
  const { steps, width } = history;
  if (steps < first) {
    return { from: first, to: first - 1, stride: 1, count: 0, columns: empty(width), fine: true };
  }
  const wanted = new StretchBuckets(width, first, last, points, steps);
  const recorded = history.buckets;
  if (wanted.stride < recorded.stride) {
    const finest = bucketsOver(first, Math.min(last, steps), recorded.count, recorded.stride);
    return { ...merged(recorded, steps, finest), fine: false };
  }
  return { ...merged(recorded, steps, wanted), fine: true };
}

function merged(
  recorded: Buckets,
  steps: number,
  { stride, from, count }: { stride: number; from: number; count: number },
): Stretch {
  const group = stride / recorded.stride;
  const start = (from - 1) / recorded.stride;
  const columns = recorded.columns.map((column) => {
    const target = new BucketedColumn(count);
    const end = Math.min(start + count * group, recorded.count);
    for (let i = start; i < end; i++) target.merge(Math.floor((i - start) / group), column, i);
    return target;
  });
  return { from, to: Math.min(from - 1 + count * stride, steps), stride, count, columns };
}

function empty(width: number): readonly BucketedColumn[] {
  return Array.from({ length: width }, () => new BucketedColumn(0));
}
