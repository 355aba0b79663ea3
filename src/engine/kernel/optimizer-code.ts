import type { Optimizer } from '../../contract/recipe';
import { BETA_1, BETA_2, EPSILON, MOMENTUM } from '../optimizer';
import type { Arithmetic } from './arithmetic';
import { block, type Code, f64, type F64, type Statement } from './instructions';
import type { Local } from './module';

/** A parameter's numbers, or two parameters' in two lanes. */
export interface Moving<T extends 'f64' | 'v128'> {
  readonly value: Code<T>;
  readonly gradient: Code<T>;
  readonly first: Local<T>;
  readonly second: Local<T>;
}

/** What an update's parameters have in common. */
export interface Rates<T extends 'f64' | 'v128'> {
  readonly learningRate: Code<T>;
  /** Adam: η/(1 − β₁ᵗ), √(1 − β₂ᵗ). */
  readonly rate: Code<T>;
  readonly root: Code<T>;
}

/** Optimizer.moved, operation by operation: sets the moments, and gives where the parameter goes. */
export function moved<T extends 'f64' | 'v128', C>(
  a: Arithmetic<T, C>,
  optimizer: Optimizer,
  { value, gradient, first, second }: Moving<T>,
  { learningRate, rate, root }: Rates<T>,
): { readonly moments: Statement; readonly value: Code<T> } {
  switch (optimizer) {
    case 'sgd':
      return { moments: block(), value: a.sub(value, a.mul(learningRate, gradient)) };
    case 'momentum':
      // The first step's buffer is the gradient: 0.9·0 + g, which is g in every bit, since no gradient is −0.
      return {
        moments: first.set(a.add(a.mul(a.const(MOMENTUM), first.get), gradient)),
        value: a.sub(value, a.mul(learningRate, first.get)),
      };
    case 'adam': {
      const square = a.mul(gradient, gradient);
      const decayed = a.mul(a.const(BETA_2), second.get);
      const below = a.add(a.div(a.sqrt(second.get), root), a.const(EPSILON));
      return {
        moments: block(
          first.set(a.add(a.mul(a.const(BETA_1), first.get), a.mul(a.const(1 - BETA_1), gradient))),
          second.set(a.add(decayed, a.mul(a.const(1 - BETA_2), square))),
        ),
        value: a.sub(value, a.mul(rate, a.div(first.get, below))),
      };
    }
  }
}

/** Adam's rates of the coming step. */
export function adamRates(learningRate: F64, power1: F64, power2: F64) {
  return {
    rate: f64.div(learningRate, f64.sub(f64.const(1), f64.mul(power1, f64.const(BETA_1)))),
    root: f64.sqrt(f64.sub(f64.const(1), f64.mul(power2, f64.const(BETA_2)))),
  };
}
