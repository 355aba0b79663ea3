/** Steps of which every row is kept. */
export const EXACT_ROWS = 100_000;
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

  clear(from: number): void {
    this.min.fill(Number.NaN, from);
    this.max.fill(Number.NaN, from);
    this.last.fill(Number.NaN, from);
  }
}

/** Columns in buckets of equal width: bucket i covers steps i·stride + 1 … (i + 1)·stride. */
export interface Buckets {
  readonly stride: number;
  readonly count: number;
  readonly columns: readonly BucketedColumn[];
}

/**
 * What a run keeps of its rows, in bounded memory: every row of the first 100,000 steps while the run is no longer than
 * that, and for each column at most 4,096 buckets, whose width doubles when they are used up.
 */
export class History {
  /** Steps recorded. */
  steps = 0;
  #stride = 1;
  readonly #columns: readonly BucketedColumn[];
  #rows: Float64Array | null;

  constructor(readonly width: number) {
    this.#columns = Array.from({ length: width }, () => new BucketedColumn(MAX_BUCKETS));
    this.#rows = new Float64Array(64 * width);
  }

  /** Appends the row of step `steps` + 1. */
  record(row: Float64Array): void {
    if (this.#rows) this.#keep(this.#rows, row);
    if (this.steps === MAX_BUCKETS * this.#stride) this.#widen();
    const bucket = Math.floor(this.steps / this.#stride);
    const columns = this.#columns;
    for (let c = 0; c < columns.length; c++) {
      (columns[c] as BucketedColumn).add(bucket, row[c] as number);
    }
    this.steps += 1;
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

  /** The rows of steps from … to, both included, or null when the run has grown past the rows that are kept. */
  rows(from: number, to: number): Float64Array | null {
    return this.#rows?.slice((from - 1) * this.width, to * this.width) ?? null;
  }

  #keep(rows: Float64Array, row: Float64Array): void {
    if (this.steps === EXACT_ROWS) {
      this.#rows = null;
      return;
    }
    const offset = this.steps * this.width;
    if (offset === rows.length) {
      const capacity = Math.min(rows.length * 2, EXACT_ROWS * this.width);
      this.#rows = new Float64Array(capacity);
      this.#rows.set(rows);
      this.#rows.set(row, offset);
    } else rows.set(row, offset);
  }

  /** Merges neighbouring buckets, in place. */
  #widen(): void {
    const half = MAX_BUCKETS / 2;
    for (const column of this.#columns) {
      for (let i = 0; i < half; i++) {
        for (const part of [column.min, column.max, column.last]) part[i] = part[2 * i] as number;
        column.merge(i, column, 2 * i + 1);
      }
      column.clear(half);
    }
    this.#stride *= 2;
  }
}
