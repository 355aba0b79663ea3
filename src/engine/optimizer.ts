import type { MoveDetail } from '../contract/explanation';
import type { Optimizer as OptimizerName } from '../contract/recipe';

export const MOMENTUM = 0.9;
export const BETA_1 = 0.9;
export const BETA_2 = 0.999;
export const EPSILON = 1e-8;

export interface OptimizerState {
  readonly steps: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly power1: number;
  readonly power2: number;
}

/**
 * How gradients move parameters, as PyTorch 1.13's torch.optim has it: SGD p ← p − η·g; SGD with momentum 0.9 and dampening 0;
 * Adam with β 0.9 and 0.999, ε 1e-8 outside the root. βᵗ is a running product.
 */
export class Optimizer {
  readonly #name: OptimizerName;
  /** Momentum buffer, or Adam's first moment, of each parameter. */
  readonly #first: Float64Array;
  /** Adam's second moment. */
  readonly #second: Float64Array;
  readonly #nextFirst: Float64Array;
  readonly #nextSecond: Float64Array;
  #steps = 0;
  #power1 = 1;
  #power2 = 1;

  constructor(name: OptimizerName, parameters: number) {
    this.#name = name;
    const kept = name === 'sgd' ? 0 : parameters;
    this.#first = new Float64Array(kept);
    this.#nextFirst = new Float64Array(kept);
    this.#second = new Float64Array(name === 'adam' ? parameters : 0);
    this.#nextSecond = new Float64Array(this.#second.length);
  }

  /** Where parameter i goes from `value`. Nothing is kept before commit(). */
  moved(i: number, value: number, gradient: number, learningRate: number): number {
    switch (this.#name) {
      case 'sgd':
        return value - learningRate * gradient;
      case 'momentum': {
        const buffer =
          this.#steps === 0 ? gradient : MOMENTUM * (this.#first[i] as number) + gradient;
        this.#nextFirst[i] = buffer;
        return value - learningRate * buffer;
      }
      case 'adam': {
        const first = BETA_1 * (this.#first[i] as number) + (1 - BETA_1) * gradient;
        const second = BETA_2 * (this.#second[i] as number) + (1 - BETA_2) * (gradient * gradient);
        this.#nextFirst[i] = first;
        this.#nextSecond[i] = second;
        const correction1 = 1 - this.#power1 * BETA_1;
        const correction2 = 1 - this.#power2 * BETA_2;
        const root = Math.sqrt(second) / Math.sqrt(correction2) + EPSILON;
        return value - (learningRate / correction1) * (first / root);
      }
    }
  }

  /** What the last move of parameter i was made of. */
  detail(i: number): MoveDetail {
    const before = this.#first[i] as number;
    const first = this.#nextFirst[i] as number;
    switch (this.#name) {
      case 'sgd':
        return { kind: 'sgd' };
      case 'momentum':
        return {
          kind: 'momentum',
          velocityBefore: this.#steps === 0 ? null : before,
          velocity: first,
        };
      case 'adam':
        return {
          kind: 'adam',
          firstBefore: before,
          first,
          secondBefore: this.#second[i] as number,
          second: this.#nextSecond[i] as number,
          correction1: 1 - this.#power1 * BETA_1,
          correction2: 1 - this.#power2 * BETA_2,
        };
    }
  }

  /** Keeps what the moves of this step made of the moments. */
  commit(): void {
    if (this.#name === 'sgd') return;
    this.#first.set(this.#nextFirst);
    this.#second.set(this.#nextSecond);
    this.#steps += 1;
    if (this.#name !== 'adam') return;
    this.#power1 *= BETA_1;
    this.#power2 *= BETA_2;
  }

  save(): OptimizerState {
    return {
      steps: this.#steps,
      first: this.#first.slice(),
      second: this.#second.slice(),
      power1: this.#power1,
      power2: this.#power2,
    };
  }

  restore(state: OptimizerState): void {
    this.#steps = state.steps;
    this.#first.set(state.first);
    this.#second.set(state.second);
    this.#power1 = state.power1;
    this.#power2 = state.power2;
  }
}
