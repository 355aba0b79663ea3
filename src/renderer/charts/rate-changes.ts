import type { Intervention } from '../../contract/intervention';

/** Changes of the learning rate up to this step. */
export function rateChanges(
  interventions: readonly Intervention[],
  upTo: number,
): readonly Intervention[] {
  return interventions.filter(
    ({ change, step }) => change.kind === 'learning-rate' && step <= upTo,
  );
}
