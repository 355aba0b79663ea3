import type { Intervention } from '../../contract/intervention';
import type { LabView } from '../../contract/lab-events';

/** Changes of the learning rate up to where the run stands. */
export function rateChanges({ interventions, snapshot }: LabView): readonly Intervention[] {
  return interventions.filter(
    ({ change, step }) => change.kind === 'learning-rate' && step <= snapshot.step,
  );
}
