import type { Trainer } from '../../engine/trainer';

/** A run as it stands while it trains: what its own worker said last. */
export interface StandingNow {
  readonly step: number;
  /** Every parameter, in declared order. */
  readonly parameters: Float64Array;
  /** The last step's one example, from 1; null: a batch, or no step yet. */
  readonly sample: number | null;
}

/** What the coming step sees. @param trainer stands before it; where `now` is given it is not looked at */
export function standsBefore(
  trainer: Trainer,
  now: StandingNow | null,
): { readonly step: number; readonly parameters: Float64Array } {
  if (now) return { step: now.step + 1, parameters: now.parameters };
  trainer.applyInterventions();
  const { parameterNodes, tape, step } = trainer;
  const parameters = Float64Array.from(parameterNodes, (node) => tape.data[node] as number);
  return { step: step + 1, parameters };
}
