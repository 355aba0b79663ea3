import * as v from 'valibot';
import { datasetNumbers } from './dataset';
import type { Graph } from './graph';
import { fields, numberIn } from './ranges';
import { nameSchema, recipeNumbers } from './recipe';

export const networkSchema = fields({
  /** The state before step `step`, as it is explained; null: the run as it stands now, also while it trains. */
  step: v.nullable(
    numberIn({ min: 1, minIncluded: true, max: recipeNumbers.steps.max + 1, integer: true }),
  ),
  /** The example that goes through the network, from 1; null: the step's, of a batch the one that is gone through first. */
  example: v.nullable(
    numberIn({ min: 1, minIncluded: true, max: datasetNumbers.count.max, integer: true }),
  ),
  /** A neuron whose nodes are asked for too, by its unit's name. */
  unit: v.nullable(nameSchema),
});
export type NetworkQuery = v.InferOutput<typeof networkSchema>;

/** A multi-layer perceptron at one example. */
export interface Network {
  /** The step before which the run stands. */
  readonly step: number;
  /** From 1. */
  readonly example: number;
  /** Names of the inputs, then of each layer's units, the output last. */
  readonly layers: readonly (readonly string[])[];
  /** What each of them says, layer after layer: Float64Array as base64. */
  readonly activations: string;
  /** ∂L/∂unit of this example, likewise. */
  readonly gradients: string;
  /** In declared order: neuron by neuron its weights, then its bias. */
  readonly parameters: string;
  /** ∂L/∂parameter of this example, likewise. */
  readonly slopes: string;
  readonly loss: number;
  readonly target: number;
  /** The neuron that was asked for, as a graph of its own. */
  readonly unit: NeuronNumbers | null;
}

export interface NeuronNumbers {
  readonly name: string;
  readonly graph: Graph;
  /** Float64Array as base64, by node of this graph. */
  readonly data: string;
  readonly grad: string;
}
