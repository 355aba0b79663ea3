import { COLUMN, FIXED_COLUMNS } from '../training-state';
import { block, f64, f64x2, type F64, i32, type Statement } from './instructions';
import type { Areas } from './layout';
import type { Local, WasmFunction } from './module';

/** A column of the rows and its value in a step. */
export interface Recorded {
  readonly column: number;
  readonly value: F64;
}

/** Least and greatest of columns during a call, in variables, two columns in one. */
export class Recorder {
  readonly #areas: Areas;
  readonly #columns: readonly Recorded[];
  readonly #least: readonly Local<'v128'>[];
  readonly #greatest: readonly Local<'v128'>[];
  /** Of epochs' losses, which come seldom; null where each step is an epoch, whose loss is the step's. */
  readonly #epochs: readonly [Local<'f64'>, Local<'f64'>, Local<'f64'>] | null;

  constructor(
    areas: Areas,
    within: WasmFunction,
    columns: readonly Recorded[],
    hasEpochs: boolean,
  ) {
    this.#areas = areas;
    this.#columns = columns;
    const pairs = -Math.floor(-columns.length / 2);
    this.#least = within.locals('v128', pairs);
    this.#greatest = within.locals('v128', pairs);
    const local = () => within.local('f64');
    this.#epochs = hasEpochs ? [local(), local(), local()] : null;
  }

  begin(): Statement {
    return block(
      ...this.#least.map((one) => one.set(f64x2.splat(f64.const(Number.POSITIVE_INFINITY)))),
      ...this.#greatest.map((one) => one.set(f64x2.splat(f64.const(Number.NEGATIVE_INFINITY)))),
      this.#epochs ? this.#beginEpochs(this.#epochs) : block(),
    );
  }

  #beginEpochs([least, greatest, last]: readonly [
    Local<'f64'>,
    Local<'f64'>,
    Local<'f64'>,
  ]): Statement {
    return block(
      least.set(f64.const(Number.POSITIVE_INFINITY)),
      greatest.set(f64.const(Number.NEGATIVE_INFINITY)),
      last.set(f64.const(Number.NaN)),
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

  /** Takes in the loss of an epoch. */
  epoch(loss: F64): Statement {
    if (!this.#epochs) return block();
    const [least, greatest, last] = this.#epochs;
    const lane = (pair: ReturnType<typeof f64x2.splat>) => f64.lane(pair, 0);
    return block(
      least.set(lane(f64x2.pmin(f64x2.splat(least.get), f64x2.splat(loss)))),
      greatest.set(lane(f64x2.pmax(f64x2.splat(greatest.get), f64x2.splat(loss)))),
      last.set(loss),
    );
  }

  /** Writes it to memory. */
  end(): Statement {
    const { least, greatest, last: areaOfLast } = this.#areas;
    const put = (area: number, column: number, value: F64) =>
      f64.store(i32.const(0), area + 8 * column, value);
    const [low, high, last] = this.#epochs ?? [];
    const epochs = [
      low ? put(least, COLUMN.epochLoss, low.get) : block(),
      high ? put(greatest, COLUMN.epochLoss, high.get) : block(),
      last ? put(areaOfLast, COLUMN.epochLoss, last.get) : block(),
    ];
    return block(
      ...this.#columns.flatMap(({ column }, i) => {
        const lane = i % 2 === 0 ? 0 : 1;
        const pair = Math.floor(i / 2);
        return [
          put(least, column, f64.lane((this.#least[pair] as Local<'v128'>).get, lane)),
          put(greatest, column, f64.lane((this.#greatest[pair] as Local<'v128'>).get, lane)),
        ];
      }),
      ...epochs,
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
