import type { Divergence, StopReason } from '../contract/run-document';
import type { GateState } from './dead-units';
import type { OptimizerState } from './optimizer';
import type { SamplerState } from './sampler';

/** Why no further step is possible; null while one is. */
export type Ended = Exclude<StopReason, 'stopped'> | null;

/** Everything that the steps to come depend on. */
export interface Checkpoint {
  readonly step: number;
  readonly learningRate: number;
  readonly zeroGradients: boolean;
  readonly epochSum: number;
  /** Interventions that were taken up. */
  readonly applied: number;
  readonly ended: Ended;
  readonly divergedAt: Divergence | null;
  readonly sampler: SamplerState;
  readonly optimizer: OptimizerState;
  readonly gates: GateState;
  /** Parameters as the coming step finds them. */
  readonly parameters: Float64Array;
  readonly gradients: Float64Array;
  readonly committed: Float64Array;
  readonly row: Float64Array;
  /** What the graph shows, where it was asked for. */
  readonly graph: { readonly data: Float64Array; readonly grad: Float64Array } | null;
}
