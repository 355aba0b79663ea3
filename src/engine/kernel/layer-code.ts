import { type Arithmetic, lanes } from './arithmetic';
import { Functions } from './functions';
import {
  block,
  f64,
  f64x2,
  type F64,
  i32,
  type I32,
  repeat,
  type Statement,
  type V128,
} from './instructions';
import type { Layout } from './layout';
import { type Local, WasmFunction } from './module';

/** Bytes of a number. */
export const NUMBER = 8;
const PAIR = 16;

/** Where the numbers of one layer stand, for the examples that are gone through together. */
export interface LayerAreas {
  readonly units: number;
  /** Values, unit by unit, those of all examples side by side. */
  readonly values: number;
  /** The same, example by example, each `stride` bytes after the one before. */
  readonly byExample: number;
  readonly stride: number;
  /** Gradients of the pre-activations, as `values`. */
  readonly gradients: number;
  /** First parameter and first gradient: a neuron's weights, then its bias, neuron by neuron. */
  readonly parameters: number;
  readonly sums: number;
  /** Gates of its units; null where it has none. */
  readonly open: number | null;
  readonly activation: 'relu' | 'tanh' | 'linear';
}

/**
 * Goes through the layers of a network for a group of examples at once. A vector holds one unit's numbers of two examples, so
 * that each of its lanes adds up in the order of one example; loops run over blocks of units, so that the code does not grow
 * with their number.
 */
export class LayerCode {
  readonly within = new WasmFunction(0);
  /** Vectors of a group. */
  readonly #vectors: number;
  readonly #group: number;
  readonly #lanes: Arithmetic<'v128', V128>;
  readonly #functions = new Functions(this.within);
  readonly #sums: readonly Local<'v128'>[];
  readonly #taken: readonly Local<'v128'>[];
  readonly #row = this.within.local('i32');
  readonly #out = this.within.local('i32');
  readonly #from = this.within.local('i32');
  readonly #weight = this.within.local('i32');

  /**
   * @param group examples that are gone through together, 2 or 4
   * @param examples how many of them, the last ones, count in the sums
   */
  constructor(
    layout: Layout,
    group: number,
    private readonly examples: number,
  ) {
    this.#group = group;
    this.#vectors = group / 2;
    this.#lanes = lanes((value) => f64x2.load(i32.const(0), layout.constant(value)));
    this.#sums = this.within.locals('v128', 8);
    this.#taken = this.within.locals('v128', 4);
  }

  /** Units of a block: as many as eight vectors hold. */
  get #block(): number {
    return 8 / this.#vectors;
  }

  /** Bytes of one unit's numbers. */
  get #unit(): number {
    return this.#group * NUMBER;
  }

  /** Does `body` `times` times: `unrolled` times in a row, and the rest behind. Each moves its own pointers. */
  #repeated(times: number, unrolled: number, counter: Local<'i32'>, body: Statement): Statement {
    const rounds = Math.floor(times / unrolled);
    const several = (n: number) => block(...Array.from({ length: n }, () => body));
    const rest = several(times - rounds * unrolled);
    if (rounds <= 1) return several(times);
    const round = block(several(unrolled), counter.set(i32.sub(counter.get, i32.const(1))));
    return block(
      counter.set(i32.const(rounds)),
      repeat(round, i32.gt(counter.get, i32.const(0))),
      rest,
    );
  }

  readonly #inner = this.within.local('i32');
  readonly #outer = this.within.local('i32');

  #move(pointer: Local<'i32'>, bytes: number): Statement {
    return pointer.set(i32.add(pointer.get, i32.const(bytes)));
  }

  /** Pre-activations: z = ((b + w₁x₁) + w₂x₂) + …, of a block of units at a time. Then the values. */
  forward(from: LayerAreas, to: LayerAreas): Statement {
    const row = (from.units + 1) * NUMBER;
    const units = (count: number) => {
      const sums = this.#sums.slice(0, count * this.#vectors);
      const unit = (k: number) => Math.floor(k / this.#vectors);
      const weight = this.#taken[2] as Local<'v128'>;
      const bias = (k: number) => to.parameters + unit(k) * row + from.units * NUMBER;
      const term = block(
        ...this.#each((v) => this.#at(v).set(f64x2.load(this.#from.get, from.values + v * PAIR))),
        ...sums.flatMap((sum, k) => {
          const v = k % this.#vectors;
          const splat = f64x2.loadSplat(this.#weight.get, to.parameters + unit(k) * row);
          return [
            v === 0 ? weight.set(splat) : block(),
            sum.set(f64x2.add(sum.get, f64x2.mul(weight.get, this.#at(v).get))),
          ];
        }),
        this.#move(this.#from, this.#unit),
        this.#move(this.#weight, NUMBER),
      );
      return block(
        ...sums.map((sum, k) => sum.set(f64x2.loadSplat(this.#row.get, bias(k)))),
        this.#from.set(i32.const(0)),
        this.#weight.set(this.#row.get),
        this.#repeated(from.units, 4, this.#inner, term),
        ...sums.map((sum, k) => f64x2.store(this.#out.get, to.values + k * PAIR, sum.get)),
        this.#move(this.#row, count * row),
        this.#move(this.#out, count * this.#unit),
      );
    };
    const whole = Math.floor(to.units / this.#block);
    const left = to.units % this.#block;
    return block(
      this.#row.set(i32.const(0)),
      this.#out.set(i32.const(0)),
      whole > 0 ? this.#repeated(whole, 1, this.#outer, units(this.#block)) : block(),
      left > 0 ? units(left) : block(),
      this.#activate(to),
    );
  }

  #at(v: number): Local<'v128'> {
    return this.#taken[v] as Local<'v128'>;
  }

  #each(body: (v: number) => Statement): Statement[] {
    return Array.from({ length: this.#vectors }, (_, v) => body(v));
  }

  /** Values from pre-activations, two units at a time, in both orders. */
  #activate(to: LayerAreas): Statement {
    const { values, byExample, stride } = to;
    const pointer = this.#out;
    const place = this.#from;
    const of = (unit: number, v: number) => this.#sums[unit * this.#vectors + v] as Local<'v128'>;
    const units = (count: number) => {
      const parts = Array.from({ length: count }, (_, unit) => unit);
      return block(
        ...parts.flatMap((unit) =>
          this.#each((v) => {
            const at = values + unit * this.#unit + v * PAIR;
            return block(
              of(unit, v).set(this.#activated(to, f64x2.load(pointer.get, at))),
              f64x2.store(pointer.get, at, of(unit, v).get),
            );
          }),
        ),
        ...parts.map((unit) => this.#watch(to, unit, of)),
        ...Array.from({ length: this.#group }, (_, e) => {
          const [v, lane] = [Math.floor(e / 2), e % 2 === 0 ? 0 : 1] as const;
          const at = byExample + e * stride;
          return count === 2
            ? f64x2.store(place.get, at, f64x2.zip(of(0, v).get, of(1, v).get, lane))
            : f64.store(place.get, at, f64.lane(of(0, v).get, lane));
        }),
        this.#move(pointer, count * this.#unit),
        this.#move(place, count * NUMBER),
        this.#move(this.#row, count * PAIR),
      );
    };
    const pairs = Math.floor(to.units / 2);
    return block(
      pointer.set(i32.const(0)),
      place.set(i32.const(0)),
      this.#row.set(i32.const(0)),
      pairs > 0 ? this.#repeated(pairs, 1, this.#outer, units(2)) : block(),
      to.units % 2 === 1 ? units(1) : block(),
    );
  }

  #activated({ activation }: LayerAreas, z: V128): V128 {
    const zero = this.#lanes.const(0);
    if (activation === 'linear') return z;
    if (activation === 'tanh') return this.#functions.tanhIn(this.#lanes, z);
    // pmax leaves NaN and −0; + 0 makes that 0.
    return f64x2.add(f64x2.pmax(z, zero), zero);
  }

  /** Keeps that a gate was open: a value above 0. */
  #watch(
    { open }: LayerAreas,
    unit: number,
    of: (unit: number, v: number) => Local<'v128'>,
  ): Statement {
    if (open === null) return block();
    const address = open + unit * PAIR;
    const zero = this.#lanes.const(0);
    const seen = Array.from({ length: this.#vectors }, (_, v) => f64x2.gt(of(unit, v).get, zero));
    const all = seen.reduce((a, b) => f64x2.or(a, b), f64x2.load(this.#row.get, address));
    return f64x2.store(this.#row.get, address, all);
  }

  /** f′ of a unit from its value, times g. */
  slope({ activation }: LayerAreas, value: V128, g: V128): V128 {
    const a = this.#lanes;
    if (activation === 'linear') return g;
    if (activation === 'tanh') {
      return a.mul(a.sub(a.const(1), a.mul(value, value)), g);
    }
    // 1 where z > 0, that is where the value is, else 0; 0·g is NaN where g is not finite.
    return a.mul(f64x2.and(f64x2.gt(value, a.const(0)), a.const(1)), g);
  }

  /** Adds each example's part to the sums of the weights' and biases' gradients, the last example's first. */
  addGradients(from: LayerAreas, to: LayerAreas): Statement {
    const counted = Array.from({ length: this.examples }, (_, k) => this.#group - 1 - k);
    const of = (e: number) => this.#sums[e] as Local<'v128'>;
    const sum = this.#sums[this.#group] as Local<'v128'>;
    const pairs = Math.floor(from.units / 2);
    const values = (e: number) => from.byExample + e * from.stride;
    const pair = block(
      sum.set(f64x2.load(this.#weight.get, to.sums)),
      ...counted.map((e) =>
        sum.set(f64x2.add(sum.get, f64x2.mul(f64x2.load(this.#from.get, values(e)), of(e).get))),
      ),
      f64x2.store(this.#weight.get, to.sums, sum.get),
      this.#move(this.#weight, PAIR),
      this.#move(this.#from, PAIR),
    );
    /** A number at the pointers, whose parts are `part`. */
    const single = (part: (e: number) => F64) =>
      block(
        f64.store(
          this.#weight.get,
          to.sums,
          counted.reduce((all, e) => f64.add(all, part(e)), f64.load(this.#weight.get, to.sums)),
        ),
        this.#move(this.#weight, NUMBER),
      );
    const unit = block(
      ...counted.map((e) => of(e).set(f64x2.loadSplat(this.#out.get, to.gradients + e * NUMBER))),
      this.#from.set(i32.const(0)),
      this.#repeated(pairs, 4, this.#inner, pair),
      from.units % 2 === 1
        ? single((e) => f64.mul(f64.load(this.#from.get, values(e)), f64.lane(of(e).get, 0)))
        : block(),
      // The bias.
      single((e) => f64.lane(of(e).get, 0)),
      this.#move(this.#out, this.#unit),
    );
    return block(
      this.#out.set(i32.const(0)),
      this.#weight.set(i32.const(0)),
      this.#repeated(to.units, 1, this.#outer, unit),
    );
  }

  /** Gradients of the pre-activations below: what the units above give, the last one first, times f′. */
  backward(from: LayerAreas, to: LayerAreas): Statement {
    const row = (from.units + 1) * NUMBER;
    const last = to.units - 1;
    const units = (count: number) => {
      const sums = this.#sums.slice(0, count * this.#vectors);
      const unit = (k: number) => Math.floor(k / this.#vectors);
      const weight = this.#taken[2] as Local<'v128'>;
      const term = block(
        ...this.#each((v) => this.#at(v).set(f64x2.load(this.#from.get, to.gradients + v * PAIR))),
        ...sums.flatMap((sum, k) => {
          const v = k % this.#vectors;
          const splat = f64x2.loadSplat(this.#weight.get, to.parameters + unit(k) * NUMBER);
          return [
            v === 0 ? weight.set(splat) : block(),
            sum.set(f64x2.add(sum.get, f64x2.mul(weight.get, this.#at(v).get))),
          ];
        }),
        this.#move(this.#from, -this.#unit),
        this.#move(this.#weight, -row),
      );
      return block(
        ...sums.map((sum) => sum.set(this.#lanes.const(0))),
        this.#from.set(i32.const(last * this.#unit)),
        this.#weight.set(i32.add(this.#row.get, i32.const(last * row))),
        this.#repeated(to.units, 4, this.#inner, term),
        ...sums.map((sum, k) => {
          const value = f64x2.load(this.#out.get, from.values + k * PAIR);
          const gradient = this.slope(from, value, sum.get);
          return f64x2.store(this.#out.get, from.gradients + k * PAIR, gradient);
        }),
        this.#move(this.#row, count * NUMBER),
        this.#move(this.#out, count * this.#unit),
      );
    };
    const whole = Math.floor(from.units / this.#block);
    const left = from.units % this.#block;
    return block(
      this.#row.set(i32.const(0)),
      this.#out.set(i32.const(0)),
      whole > 0 ? this.#repeated(whole, 1, this.#outer, units(this.#block)) : block(),
      left > 0 ? units(left) : block(),
    );
  }

  /** err = ŷ − y, its square, and the gradient of the output's pre-activation. */
  loss(output: LayerAreas, target: number, share: number, losses: number): Statement {
    const at: I32 = i32.const(0);
    const a = this.#lanes;
    return block(
      ...this.#each((v) => {
        const error = this.#at(v);
        const value = f64x2.load(at, output.values + v * PAIR);
        const flow = a.mul(a.mul(error.get, a.const(2)), f64x2.load(at, share + v * PAIR));
        return block(
          error.set(f64x2.sub(value, f64x2.load(at, target + v * PAIR))),
          f64x2.store(at, losses + v * PAIR, f64x2.mul(error.get, error.get)),
          f64x2.store(at, output.gradients + v * PAIR, this.slope(output, value, flow)),
        );
      }),
    );
  }
}
