/** Buckets a series at the most. */
export const MAX_BUCKETS = 4096;

/** One column of the rows, bucket by bucket. NaN counts as no value. */
export class BucketedColumn {
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly last: Float64Array;

  constructor(capacity: number) {
    this.min = new Float64Array(capacity).fill(Number.NaN);
    this.max = new Float64Array(capacity).fill(Number.NaN);
    this.last = new Float64Array(capacity).fill(Number.NaN);
  }

  add(bucket: number, value: number): void {
    if (value !== value) return;
    // Written so that NaN, an empty bucket, is replaced.
    if (!((this.min[bucket] as number) <= value)) this.min[bucket] = value;
    if (!((this.max[bucket] as number) >= value)) this.max[bucket] = value;
    this.last[bucket] = value;
  }

  /** Adds bucket `from` of `other`, which lies after what is in `bucket` already. */
  merge(bucket: number, other: BucketedColumn, from: number): void {
    this.add(bucket, other.min[from] as number);
    this.add(bucket, other.max[from] as number);
    this.add(bucket, other.last[from] as number);
  }

  /** Merges each bucket of an even number with the one that follows it; the upper half is empty then. */
  halve(): void {
    const { min, max, last } = this;
    const half = min.length / 2;
    for (let i = 0; i < half; i++) {
      min[i] = min[2 * i] as number;
      max[i] = max[2 * i] as number;
      last[i] = last[2 * i] as number;
      this.merge(i, this, 2 * i + 1);
    }
    min.fill(Number.NaN, half);
    max.fill(Number.NaN, half);
    last.fill(Number.NaN, half);
  }
}

/** Columns in buckets of equal width: bucket i covers steps i·stride + 1 … (i + 1)·stride. */
export interface Buckets {
  readonly stride: number;
  readonly count: number;
  readonly columns: readonly BucketedColumn[];
}

/**
 * What a run keeps of its rows, in bounded memory: for each column at most 4,096 buckets, whose width doubles when they are used
 * up. A row as it was comes from a replay.
 */
export class History {
  /** Steps recorded. */
  steps = 0;
  #stride = 1;
  readonly #columns: readonly BucketedColumn[];

  constructor(readonly width: number) {
    this.#columns = Array.from({ length: width }, () => new BucketedColumn(MAX_BUCKETS));
  }

  /** Appends the row of step `steps` + 1. */
  record(row: Float64Array): void {
    if (this.steps === MAX_BUCKETS * this.#stride) this.#widen();
    const bucket = Math.floor(this.steps / this.#stride);
    const columns = this.#columns;
    for (let c = 0; c < columns.length; c++) {
      (columns[c] as BucketedColumn).add(bucket, row[c] as number);
    }
    this.steps += 1;
  }

  /** Steps that are left of the bucket that comes next. */
  get room(): number {
    return this.#stride - (this.steps % this.#stride);
  }

  /** Appends the rows of `steps` ≤ `room` steps, of which these are each column's least, greatest and last values; NaN is none. */
  take(steps: number, least: Float64Array, greatest: Float64Array, last: Float64Array): void {
    if (this.steps === MAX_BUCKETS * this.#stride) this.#widen();
    const bucket = Math.floor(this.steps / this.#stride);
    for (let c = 0; c < this.#columns.length; c++) {
      const column = this.#columns[c] as BucketedColumn;
      column.add(bucket, least[c] as number);
      column.add(bucket, greatest[c] as number);
      column.add(bucket, last[c] as number);
    }
    this.steps += steps;
  }

  /** The last value of a column that there was; NaN before the first. */
  latest(column: number): number {
    const { last } = this.#columns[column] as BucketedColumn;
    for (let i = this.buckets.count - 1; i >= 0; i--) {
      const value = last[i] as number;
      if (!Number.isNaN(value)) return value;
    }
    return Number.NaN;
  }

  get buckets(): Buckets {
    const count = Math.floor((this.steps - 1) / this.#stride) + 1;
    return { stride: this.#stride, count, columns: this.#columns };
  }

  /** At most `limit` buckets, each a merged run of ours. */
  decimate(limit: number): Buckets {
    const { stride, count } = this.buckets;
    let group = 1;
    while (group * limit < count) group *= 2;
    const merged = Math.floor((count - 1) / group) + 1;
    const columns = this.#columns.map((column) => {
      const target = new BucketedColumn(merged);
      for (let i = 0; i < count; i++) target.merge(Math.floor(i / group), column, i);
      return target;
    });
    return { stride: stride * group, count: merged, columns };
  }

  /** Merges neighbouring buckets, in place. */
  #widen(): void {
    for (const column of this.#columns) column.halve();
    this.#stride *= 2;
  }
}
