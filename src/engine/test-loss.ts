import type { Examples } from './datasets';
import type { DataLeaves, ParameterLeaves } from './leaves';
import type { Tape } from './tape';

/** The loss over the test examples, computed in arrays of its own: the graph goes on showing the step's example. */
export class TestLoss {
  readonly #tape: Tape;
  readonly #examples: Examples;
  readonly #data: Float64Array;
  readonly #losses: Float64Array;

  constructor(tape: Tape, examples: Examples) {
    this.#tape = tape;
    this.#examples = examples;
    this.#data = tape.data.slice();
    this.#losses = new Float64Array(examples.count - examples.training);
  }

  /** Each test example's loss, in their order; the array is reused. */
  losses(parameters: ParameterLeaves, leaves: DataLeaves): Float64Array {
    const data = this.#data;
    parameters.write(data, parameters.committed);
    for (let i = 0; i < this.#losses.length; i++) {
      leaves.set(data, this.#examples.training + i);
      this.#tape.forward(data);
      this.#losses[i] = data[data.length - 1] as number;
    }
    return this.#losses;
  }
}
