import type { Zeroed } from '../contract/explanation';
import type { Recipe } from '../contract/recipe';
import type { GateWatch } from './dead-units';
import type { DataLeaves, ParameterLeaves } from './leaves';
import type { Tape } from './tape';

/** Whether a batch's loss is the sum of its examples', not their mean. */
export function sumsLosses(recipe: Recipe): boolean {
  return recipe.model === 'mlp' && recipe.loss === 'sum';
}

/** Where a pass goes through. */
export interface PassThrough {
  readonly tape: Tape;
  readonly data: DataLeaves;
  readonly parameters: ParameterLeaves;
  readonly gates: GateWatch;
}

/** Forward and backward through the examples of an update. */
export class BatchPass {
  /** Each example's loss, of a batch of at most `size`. */
  readonly losses: Float64Array;
  readonly #through: PassThrough;
  /** Whether a batch's loss is the sum of its examples'. */
  readonly sums: boolean;

  constructor(recipe: Recipe, through: PassThrough, size: number) {
    this.#through = through;
    this.sums = sumsLosses(recipe);
    this.losses = new Float64Array(size);
  }

  /** What each example's loss counts in that of a batch of `count`: its share in the mean, or 1 in the sum. */
  share(count: number): number {
    return this.sums ? 1 : 1 / count;
  }

  /** The first `count` losses from left to right, and their mean where the recipe takes that. */
  total(losses: Float64Array, count: number): number {
    let sum = losses[0] as number;
    for (let i = 1; i < count; i++) sum += losses[i] as number;
    return this.sums ? sum : sum / count;
  }

  /** Zeroes what is to be zeroed of the gradients that the step before left; forgotten, they keep growing. */
  zero(grad: Float64Array, zeroed: Zeroed): void {
    if (zeroed === 'every-node') grad.fill(0);
    else if (zeroed === 'parameters') this.#through.parameters.zero(grad);
  }

  /**
   * From the batch's last example to the first, which is the order in which the graph of their mean is gone through backward;
   * the parameters' gradients add up, the other nodes are new for each example.
   * @param reuses the nodes are used again as they are: nothing is computed forward, and all of them keep what is not zeroed
   * @returns the mean, or sum, of the losses
   */
  run(batch: readonly number[], zeroed: Zeroed, reuses: boolean): number {
    const { tape, data, parameters, gates } = this.#through;
    const share = this.share(batch.length);
    this.zero(tape.grad, zeroed);
    for (let i = batch.length - 1; i >= 0; i--) {
      if (!reuses) {
        data.set(tape.data, batch[i] as number);
        tape.forward();
        parameters.zeroOthers(tape.grad);
      }
      this.losses[i] = tape.data[tape.data.length - 1] as number;
      gates.see(tape.data);
      tape.backward(share);
    }
    return this.total(this.losses, batch.length);
  }
}
