/**
 * exp, log, tanh, sigmoid and power as WebAssembly, each written where it is used: the arithmetic of elementary.ts, hyperbolic.ts
 * and ops.ts, operation by operation, so that the bits are the same. Branches that choose between results become selections.
 */
import { type Arithmetic, polynomial, scalar } from './arithmetic';
import {
  after,
  block,
  type Code,
  choose,
  f64,
  type F64,
  i32,
  i64,
  type I32,
  repeat,
  when,
} from './instructions';
import type { Local, WasmFunction } from './module';

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = 1.4426950408889634;
const SQRT2 = 1.4142135623730951;

/** Coefficients of (e^r − 1 − r)/r², highest power first. */
const TAYLOR = [
  1 / 87178291200,
  1 / 6227020800,
  1 / 479001600,
  1 / 39916800,
  1 / 3628800,
  1 / 362880,
  1 / 40320,
  1 / 5040,
  1 / 720,
  1 / 120,
  1 / 24,
  1 / 6,
  0.5,
];
const ATANH = [23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3].map((n) => 2 / n);

/** Functions of one function's code; their temporary variables are shared by all of its uses of one. */
export class Functions {
  readonly #temporaries = new Map<string, unknown>();

  constructor(private readonly within: WasmFunction) {}

  #temporary<T extends 'f64' | 'v128' | 'i64' | 'i32'>(type: T, name: string): Local<T> {
    const key = `${type} ${name}`;
    const known = this.#temporaries.get(key);
    // The key says its type.
    if (known) return known as Local<T>;
    const made = this.within.local(type);
    this.#temporaries.set(key, made);
    return made;
  }

  /** exponentOf and expm1Reduced: sets k and `small` = e^r − 1 for x = k·ln 2 + r. */
  #reduced<T extends 'f64' | 'v128', C>(a: Arithmetic<T, C>, x: Code<T>) {
    const k = this.#temporary(a.type, 'k');
    const high = this.#temporary(a.type, 'high');
    const low = this.#temporary(a.type, 'low');
    const r = this.#temporary(a.type, 'r');
    const rest = this.#temporary(a.type, 'rest');
    const small = this.#temporary(a.type, 'small');
    const tail = a.mul(a.mul(polynomial(a, TAYLOR, r.get), r.get), r.get);
    const code = block(
      k.set(a.floor(a.add(a.mul(x, a.const(INVERSE_LN2)), a.const(0.5)))),
      high.set(a.sub(x, a.mul(k.get, a.const(LN2_HIGH)))),
      low.set(a.mul(k.get, a.const(LN2_LOW))),
      r.set(a.sub(high.get, low.get)),
      rest.set(a.sub(a.sub(high.get, r.get), low.get)),
      small.set(a.add(r.get, a.add(tail, a.add(rest.get, a.mul(rest.get, r.get))))),
    );
    return { code, k: k.get, small: small.get };
  }

  exp(x: F64): F64 {
    const given = this.#temporary('f64', 'exp');
    const { code, k, small } = this.#reduced(scalar, given.get);
    // scale() in two exact factors, so that a subnormal result is rounded once.
    const down = choose(f64.lt(k, f64.const(0)), f64.const(54), f64.const(-54));
    const half = this.#temporary('f64', 'half');
    const scaled = f64.mul(
      f64.mul(f64.add(f64.const(1), small), scalar.powerOfTwo(f64.add(k, half.get))),
      scalar.powerOfTwo(f64.neg(half.get)),
    );
    const inRange = choose(
      f64.lt(given.get, f64.const(-745.1332191019412)),
      f64.const(0),
      after(block(code, half.set(down)), scaled),
    );
    return after(
      given.set(x),
      choose(
        f64.ne(given.get, given.get),
        given.get,
        choose(
          f64.gt(given.get, f64.const(709.782712893384)),
          f64.const(Number.POSITIVE_INFINITY),
          inRange,
        ),
      ),
    );
  }

  tanh(x: F64): F64 {
    return this.tanhIn(scalar, x);
  }

  /** Both ways of hyperbolic.ts share one expm1 and one division; what is out of its range is replaced in the end. */
  tanhIn<T extends 'f64' | 'v128', C>(a: Arithmetic<T, C>, x: Code<T>): Code<T> {
    const given = this.#temporary(a.type, 'tanh');
    const size = this.#temporary(a.type, 'size');
    const result = this.#temporary(a.type, 'result');
    const t = this.#temporary(a.type, 't');
    const power = this.#temporary(a.type, 'power');
    const isSmall = a.lt(size.get, a.const(0.5));
    const argument = this.#temporary(a.type, 'argument');
    const { code, k, small } = this.#reduced(a, argument.get);
    const quotient = a.div(a.select(a.neg(t.get), a.const(2), isSmall), a.add(t.get, a.const(2)));
    return after(
      block(
        given.set(x),
        size.set(a.abs(given.get)),
        argument.set(a.mul(a.select(a.const(-2), a.const(2), isSmall), size.get)),
        code,
        power.set(a.powerOfTwo(k)),
        // 1·small + 0 where k = 0.
        t.set(a.add(a.mul(power.get, small), a.sub(power.get, a.const(1)))),
        result.set(quotient),
        result.set(a.select(result.get, a.sub(a.const(1), result.get), isSmall)),
        // Replaces what an argument past the range gave; NaN is not there, and stays NaN.
        result.set(a.select(a.const(1), result.get, a.ge(size.get, a.const(22)))),
        result.set(a.select(a.neg(result.get), result.get, a.lt(given.get, a.const(0)))),
      ),
      a.select(given.get, result.get, a.lt(size.get, a.const(1e-8))),
    );
  }

  sigmoid(x: F64): F64 {
    const given = this.#temporary('f64', 'sigmoid');
    const e = this.#temporary('f64', 'e');
    const low = f64.div(e.get, f64.add(f64.const(1), e.get));
    const high = f64.div(f64.const(1), f64.add(f64.const(1), e.get));
    // e^x for x < 0, else e^−x.
    const exponent = choose(f64.lt(given.get, f64.const(0)), given.get, f64.neg(given.get));
    return after(
      block(given.set(x), e.set(this.exp(exponent))),
      choose(f64.lt(given.get, f64.const(0)), low, high),
    );
  }

  log(x: F64): F64 {
    const given = this.#temporary('f64', 'log');
    return after(
      given.set(x),
      choose(
        f64.gt(given.get, f64.const(0)),
        choose(
          f64.lt(given.get, f64.const(Number.POSITIVE_INFINITY)),
          this.#logOfPositive(given.get),
          given.get,
        ),
        choose(
          f64.eq(given.get, f64.const(0)),
          f64.const(Number.NEGATIVE_INFINITY),
          f64.const(Number.NaN),
        ),
      ),
    );
  }

  #logOfPositive(x: F64): F64 {
    const k = this.#temporary('f64', 'logK');
    const bits = this.#temporary('i64', 'bits');
    const normal = this.#temporary('f64', 'normal');
    const m = this.#temporary('f64', 'm');
    const s = this.#temporary('f64', 's');
    const z = this.#temporary('f64', 'z');
    const half = this.#temporary('f64', 'logHalf');
    const isSubnormal = f64.lt(x, f64.const(2.2250738585072014e-308));
    const raised = f64.mul(x, f64.const(18014398509481984));
    const f = f64.sub(m.get, f64.const(1));
    const series = f64.mul(polynomial(scalar, ATANH, z.get), z.get);
    const rest = f64.add(
      f64.mul(s.get, f64.add(half.get, series)),
      f64.mul(k.get, f64.const(LN2_LOW)),
    );
    return after(
      block(
        k.set(choose(isSubnormal, f64.const(-54), f64.const(0))),
        normal.set(choose(isSubnormal, raised, x)),
        bits.set(i64.ofBits(normal.get)),
        k.set(
          f64.add(k.get, f64.sub(f64.ofI64(i64.shr(bits.get, i64.const(52n))), f64.const(1023))),
        ),
        m.set(
          f64.ofBits(
            i64.or(i64.and(bits.get, i64.const(0xfffffffffffffn)), i64.const(0x3ff0000000000000n)),
          ),
        ),
        when(
          f64.gt(m.get, f64.const(SQRT2)),
          block(m.set(f64.mul(m.get, f64.const(0.5))), k.set(f64.add(k.get, f64.const(1)))),
        ),
        s.set(f64.div(f, f64.add(f64.const(2), f))),
        z.set(f64.mul(s.get, s.get)),
        half.set(f64.mul(f64.mul(f64.const(0.5), f), f)),
      ),
      f64.sub(f64.mul(k.get, f64.const(LN2_HIGH)), f64.sub(f64.sub(half.get, rest), f)),
    );
  }

  /** power() of ops.ts. */
  power(a: F64, n: F64): F64 {
    const base = this.#temporary('f64', 'base');
    const exponent = this.#temporary('f64', 'exponent');
    return after(
      block(base.set(a), exponent.set(n)),
      this.#powerOf(base.get, exponent.get, isMultiplied(exponent.get)),
    );
  }

  #powerOf(base: F64, exponent: F64, multiplied: I32): F64 {
    const general = choose(
      f64.gt(base, f64.const(0)),
      this.exp(f64.mul(exponent, this.log(base))),
      f64.const(Number.NaN),
    );
    return choose(
      multiplied,
      this.#wholePower(base, exponent),
      choose(f64.eq(exponent, f64.const(0.5)), f64.sqrt(base), general),
    );
  }

  /** Repeated multiplication from the left, as often as |n| says. */
  #wholePower(base: F64, exponent: F64): F64 {
    const product = this.#temporary('f64', 'product');
    const left = this.#temporary('f64', 'left');
    const times = repeat(
      block(product.set(f64.mul(product.get, base)), left.set(f64.sub(left.get, f64.const(1)))),
      f64.gt(left.get, f64.const(0)),
    );
    return after(
      block(
        product.set(f64.const(1)),
        left.set(f64.abs(exponent)),
        when(f64.gt(left.get, f64.const(0)), times),
      ),
      choose(f64.lt(exponent, f64.const(0)), f64.div(f64.const(1), product.get), product.get),
    );
  }

  /** powerSlope() of ops.ts. */
  powerSlope(a: F64, n: F64): F64 {
    const base = this.#temporary('f64', 'base');
    const exponent = this.#temporary('f64', 'exponent');
    const whole = this.#temporary('i32', 'whole');
    const lowered = this.#temporary('f64', 'lowered');
    return after(
      block(
        base.set(a),
        exponent.set(n),
        whole.set(isMultiplied(exponent.get)),
        // Whole exponents, −65 as well, are multiplied.
        lowered.set(f64.sub(exponent.get, f64.const(1))),
        whole.set(i32.or(whole.get, isMultiplied(lowered.get))),
      ),
      choose(
        f64.eq(exponent.get, f64.const(0)),
        f64.const(0),
        f64.mul(exponent.get, this.#powerOf(base.get, lowered.get, whole.get)),
      ),
    );
  }
}

/** multiplies() of ops.ts: a whole number of at most 64 in size. */
function isMultiplied(n: F64): I32 {
  return i32.and(f64.eq(f64.floor(n), n), f64.le(f64.abs(n), f64.const(64)));
}
