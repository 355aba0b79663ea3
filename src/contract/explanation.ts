import type { Graph, Notation } from './graph';

/** The graph as training computes it, or as the seminar's notebook builds it: −y as y × (−1), the exponent as a node. */
export const graphViews = ['compact', 'notebook'] as const;
export type GraphView = (typeof graphViews)[number];

/** How the optimiser turned a gradient into a move; what it kept of the steps before stands beside what it keeps now. */
export type MoveDetail =
  /** p ← p − η·g */
  | { readonly kind: 'sgd' }
  /** v ← 0.9·v + g, in the first step v ← g; p ← p − η·v */
  | {
      readonly kind: 'momentum';
      /** Null in the first step. */
      readonly velocityBefore: number | null;
      readonly velocity: number;
    }
  /** m ← 0.9·m + 0.1·g, s ← 0.999·s + 0.001·g²; p ← p − (η / c₁)·m / (√s / √c₂ + 1e-8) */
  | {
      readonly kind: 'adam';
      readonly firstBefore: number;
      readonly first: number;
      readonly secondBefore: number;
      readonly second: number;
      readonly correction1: number;
      readonly correction2: number;
    };

/** One thing that happens in a training step. Nodes are numbers of the explanation's graph. */
export type MicroEvent =
  /** An example's numbers enter the graph. */
  | {
      readonly kind: 'example';
      /** Counts from 1: in the batch, and in the training examples. */
      readonly number: number;
      readonly of: number;
      readonly sample: number;
      readonly leaves: readonly { readonly node: number; readonly value: number }[];
    }
  /** A node is computed from its operands. */
  | { readonly kind: 'forward'; readonly node: number; readonly value: number }
  /** The example's loss, or the root's value where there is no loss, is known. */
  | { readonly kind: 'loss'; readonly node: number; readonly value: number }
  /** The topological map is built: a node is looked at for the first time … */
  | { readonly kind: 'visit'; readonly node: number }
  /** … one of its operands is looked at; `seen` when it was visited before … */
  | {
      readonly kind: 'descend';
      readonly node: number;
      readonly to: number;
      readonly seen: boolean;
    }
  /** … and it is appended after its operands. */
  | { readonly kind: 'append'; readonly node: number }
  /** The gradient of the node that backward starts from is set: 1, or the example's share in the batch's loss. */
  | {
      readonly kind: 'seed';
      readonly node: number;
      readonly value: number;
      /** The node's gradient after it: more than `value` where a parameter is the loss, and kept what it had. */
      readonly sum: number;
    }
  /** upstream × local = contribution goes along one edge and is added to the operand's gradient. */
  | {
      readonly kind: 'backward';
      /** Counts edges in the order of the backward pass, from 1. */
      readonly number: number;
      /** The node whose gradient is passed on: the source of `upstream`. */
      readonly node: number;
      /** Which of its operands, from 0. */
      readonly operand: number;
      readonly to: number;
      /** The nodes in the local derivative's formula. */
      readonly sources: readonly number[];
      readonly upstream: number;
      readonly local: number;
      readonly contribution: number;
      /** The operand's gradient before and after. */
      readonly before: number;
      readonly sum: number;
    }
  /** The loss of a batch of several examples. */
  | { readonly kind: 'batch-loss'; readonly value: number; readonly of: number }
  | {
      readonly kind: 'update';
      readonly node: number;
      readonly before: number;
      readonly learningRate: number;
      readonly gradient: number;
      readonly after: number;
      readonly move: MoveDetail;
    };

export const phases = ['forward', 'loss', 'order', 'backward', 'update'] as const;
export type Phase = (typeof phases)[number];

/** A stretch of an explanation's events. */
export interface PhaseSpan {
  readonly phase: Phase;
  /** Index of its first event. */
  readonly first: number;
  readonly count: number;
}

export type Zeroed = 'parameters' | 'every-node' | 'none';

/** What one training step consists of; its events are read in pages. */
export interface Explanation {
  readonly step: number;
  readonly epoch: number;
  readonly view: GraphView;
  readonly graph: Graph;
  readonly notation: Notation;
  /** The node that backward starts from. */
  readonly root: number;
  /** The neuron that alone is explained, by its unit's name; null: the whole graph. */
  readonly scope: string | null;
  /** The example that is only looked at, so that nothing is updated; null: this is the step itself. */
  readonly example: number | null;
  /** Examples of the batch, counted from 1 in the training examples; the last of them is gone through first. */
  readonly batch: readonly number[];
  readonly learningRate: number;
  /** Whose gradients were zeroed before the step. */
  readonly zeroed: Zeroed;
  /** The nodes of an earlier step are used again: no forward pass, and nothing that it would compute changes. */
  readonly reused: boolean;
  /** In the order in which they happen. */
  readonly phases: readonly PhaseSpan[];
  readonly events: number;
}

/** Whether a node's number exists at some moment of a step: computed, and reached by the backward pass. */
export const REACHED = { data: 1, grad: 2 } as const;

/** The graph's numbers at one moment of a step. */
export interface GraphMoment {
  /** Float64Array as base64, by node number; NaN where not reached. */
  readonly data: string;
  readonly grad: string;
  /** Sums of REACHED, one character a node. */
  readonly reached: string;
  /** The local derivative of each edge, node by node and operand by operand, Float64Array as base64; NaN where not reached. */
  readonly locals: string;
}

/** ∂root/∂leaf beside what small steps of the leaf show. */
export interface CheckedLeaf {
  readonly name: string;
  readonly analytic: number;
  /** Central difference of the root, NaN when not defined. */
  readonly numeric: number;
  /** |analytic − numeric|. */
  readonly difference: number;
  /** The largest difference that rounding and the step's length account for. */
  readonly tolerance: number;
  /** difference ≤ tolerance; null when there is nothing to compare, for the reason given. */
  readonly agrees: boolean | null;
  /**
   * kink: an abs or ReLU changes sides within the step, and the slopes on the two sides differ or backward's is neither.
   * not-defined: the root, its gradient or its conditioning is not finite there, or every step leads out of the domain.
   * not-resolved: the root bends within the shortest step there is.
   */
  readonly reason: 'kink' | 'not-defined' | 'not-resolved' | null;
}
