import type { Value } from './value';

/** A ReLU whose gradient is 0 on one side: `closed` says whether it is at pre-activation z. */
export interface Gate {
  /** Its name for people: the node whose value it is. */
  readonly unit: Value;
  readonly z: Value;
  /** Whether no gradient comes through at z = 0 either. */
  readonly closedAtZero: boolean;
}

/** A leaf that takes a column of the dataset: the inputs' columns come first, the target's last. */
export interface DataLeaf {
  readonly node: Value;
  readonly column: number;
}

/** A computation graph of one example, with the leaves that training sets and reads. */
export interface Model {
  /** The loss, or what an expression without one computes. */
  readonly root: Value;
  /** Whether the root is a loss that training lowers. */
  readonly trains: boolean;
  /** Null where an expression names none. */
  readonly prediction: Value | null;
  readonly data: readonly DataLeaf[];
  /** In the order in which results declare them. */
  readonly parameters: readonly Value[];
  /** Leaves with a value that the learner typed. */
  readonly inputs: readonly Value[];
  readonly gates: readonly Gate[];
  /** A network's inputs, then the units of each layer, the output last; other models have none. */
  readonly layers: readonly (readonly Value[])[];
}
