import { FIXED_COLUMNS } from '../training-state';
import { block, f64, f64x2, type F64, i32, type Statement, type V128, when } from './instructions';
import type { Areas } from './layout';
import type { Local, WasmFunction } from './module';

/** A column of the rows and its value in a step. */
export interface Recorded {
  readonly column: number;
  readonly value: F64;
}

/** Least, greatest and last of a column that has a value at the end of an epoch only. */
class SeldomColumn {
  readonly #least: Local<'f64'>;
  readonly #greatest: Local<'f64'>;
  readonly #last: Local<'f64'>;

  constructor(
    readonly column: number,
    within: WasmFunction,
  ) {
    this.#least = within.local('f64');
    this.#greatest = within.local('f64');
    this.#last = within.local('f64');
  }

  begin(): Statement {
    return block(
      this.#least.set(f64.const(Number.POSITIVE_INFINITY)),
      this.#greatest.set(f64.const(Number.NEGATIVE_INFINITY)),
      this.#last.set(f64.const(Number.NaN)),
    );
  }

  /** NaN is no value. */
  add(value: F64): Statement {
    const lane = (pair: V128) => f64.lane(pair, 0);
    const added = block(
      this.#least.set(lane(f64x2.pmin(f64x2.splat(this.#least.get), f64x2.splat(value)))),
      this.#greatest.set(lane(f64x2.pmax(f64x2.splat(this.#greatest.get), f64x2.splat(value)))),
      this.#last.set(value),
    );
    return when(f64.eq(value, value), added);
  }

  end({ least, greatest, last }: Areas): Statement {
    const put = (area: number, value: F64) =>
      f64.store(i32.const(0), area + 8 * this.column, value);
    return block(
      put(least, this.#least.get),
      put(greatest, this.#greatest.get),
      put(last, this.#last.get),
    );
  }
}

/** Least and greatest of columns during a call, in variables, two columns in one. */
export class Recorder {
  readonly #areas: Areas;
  readonly #columns: readonly Recorded[];
  readonly #least: readonly Local<'v128'>[];
  readonly #greatest: readonly Local<'v128'>[];
  readonly #seldom: readonly SeldomColumn[];

  /** @param seldom columns that have a value at the end of an epoch only */
  constructor(
    areas: Areas,
    within: WasmFunction,
    columns: readonly Recorded[],
    seldom: readonly number[],
  ) {
    this.#areas = areas;
    this.#columns = columns;
    const pairs = -Math.floor(-columns.length / 2);
    this.#least = within.locals('v128', pairs);
    this.#greatest = within.locals('v128', pairs);
    this.#seldom = seldom.map((column) => new SeldomColumn(column, within));
  }

  begin(): Statement {
    return block(
      ...this.#least.map((one) => one.set(f64x2.splat(f64.const(Number.POSITIVE_INFINITY)))),
      ...this.#greatest.map((one) => one.set(f64x2.splat(f64.const(Number.NEGATIVE_INFINITY)))),
      ...this.#seldom.map((one) => one.begin()),
    );
  }

  /** Takes in a committed step, whose values are finite. */
  step(): Statement {
    return block(
      ...this.#least.flatMap((least, i) => {
        const greatest = this.#greatest[i] as Local<'v128'>;
        const first = this.#columns[2 * i]?.value as F64;
        const pair = f64x2.pair(first, this.#columns[2 * i + 1]?.value ?? first);
        return [
          least.set(f64x2.pmin(least.get, pair)),
          greatest.set(f64x2.pmax(greatest.get, pair)),
        ];
      }),
    );
  }

  /** Takes in the value of a column that has one seldom. */
  seldom(column: number, value: F64): Statement {
    return this.#seldom.find((one) => one.column === column)?.add(value) ?? block();
  }

  /** Writes it to memory. */
  end(): Statement {
    const { least, greatest } = this.#areas;
    const put = (area: number, column: number, value: F64) =>
      f64.store(i32.const(0), area + 8 * column, value);
    return block(
      ...this.#columns.flatMap(({ column }, i) => {
        const lane = i % 2 === 0 ? 0 : 1;
        const pair = Math.floor(i / 2);
        return [
          put(least, column, f64.lane((this.#least[pair] as Local<'v128'>).get, lane)),
          put(greatest, column, f64.lane((this.#greatest[pair] as Local<'v128'>).get, lane)),
        ];
      }),
      ...this.#seldom.map((one) => one.end(this.#areas)),
    );
  }
}

/** The columns of tracked parameters and of their gradients. */
export function parameterColumns(
  values: readonly F64[],
  gradients: readonly F64[],
  tracked: number,
): Recorded[] {
  return [
    ...values.slice(0, tracked).map((value, i) => ({ column: FIXED_COLUMNS + i, value })),
    ...gradients
      .slice(0, tracked)
      .map((value, i) => ({ column: FIXED_COLUMNS + tracked + i, value })),
  ];
}
