import { choose, type Code, f64, f64x2, i64, type I32, type V128 } from './instructions';

/** Arithmetic on one binary64 or on two lanes of them: what is written once gives the same bits in each lane. */
export interface Arithmetic<T extends 'f64' | 'v128', Condition> {
  readonly type: T;
  readonly const: (value: number) => Code<T>;
  readonly add: (a: Code<T>, b: Code<T>) => Code<T>;
  readonly sub: (a: Code<T>, b: Code<T>) => Code<T>;
  readonly mul: (a: Code<T>, b: Code<T>) => Code<T>;
  readonly div: (a: Code<T>, b: Code<T>) => Code<T>;
  readonly floor: (a: Code<T>) => Code<T>;
  readonly sqrt: (a: Code<T>) => Code<T>;
  readonly abs: (a: Code<T>) => Code<T>;
  readonly neg: (a: Code<T>) => Code<T>;
  readonly lt: (a: Code<T>, b: Code<T>) => Condition;
  readonly ge: (a: Code<T>, b: Code<T>) => Condition;
  readonly select: (then: Code<T>, otherwise: Code<T>, condition: Condition) => Code<T>;
  /** 2^k for a whole k, −1022 … 1023. */
  readonly powerOfTwo: (k: Code<T>) => Code<T>;
}

/** Added to a whole number from 0 to 2⁵¹, it puts that number into the lowest bits. */
const INTEGER_IN_BITS = 4503599627370496;

export const scalar: Arithmetic<'f64', I32> = {
  type: 'f64',
  ...f64,
  select: (a, b, condition) => choose(condition, a, b),
  powerOfTwo: (k) =>
    f64.ofBits(i64.shl(i64.ofBits(f64.add(k, f64.const(INTEGER_IN_BITS + 1023))), i64.const(52n))),
};

/** @param constant a number in both lanes: from memory it takes one instruction, written out it takes four */
export function lanes(constant: (value: number) => V128): Arithmetic<'v128', V128> {
  return {
    type: 'v128',
    ...f64x2,
    const: constant,
    powerOfTwo: (k) => f64x2.shiftBits(f64x2.add(k, constant(INTEGER_IN_BITS + 1023)), 52),
  };
}

/** Horner's rule: c₀, then · z + cᵢ. */
export function polynomial<T extends 'f64' | 'v128', C>(
  a: Arithmetic<T, C>,
  coefficients: readonly number[],
  z: Code<T>,
): Code<T> {
  const [first = 0, ...rest] = coefficients;
  return rest.reduce((sum, c) => a.add(a.mul(sum, z), a.const(c)), a.const(first));
}
