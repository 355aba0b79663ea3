import * as v from 'valibot';
import type { Graph } from './graph';
import { exampleOrOwn, stepOrNow } from './looked-at';
import { fields } from './ranges';
import { nameSchema } from './recipe';

export const networkSchema = fields({
  step: stepOrNow,
  /** Of a batch the step's own is the one that is gone through first. */
  example: exampleOrOwn,
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
