import type { GraphView } from '../contract/explanation';

/** What is asked of an explanation. */
export interface Question {
  readonly view: GraphView;
  /** The node that backward starts from; null: the loss. */
  readonly from: number | null;
  /** An example that is only looked at, counted from 1 in the whole dataset; null: those of the step. */
  readonly example: number | null;
  /** The neuron that alone is explained, by its unit's name; null: the whole graph. */
  readonly scope: string | null;
}

/** What was asked about is not there: `accepted` says what is. */
export class NotThere extends RangeError {
  constructor(
    readonly where: keyof Question,
    readonly accepted: string,
  ) {
    super(`${where}: accepted: ${accepted}.`);
  }
}
