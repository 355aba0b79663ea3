import type { GraphView } from '../../contract/explanation';
import type { Stepper } from './stepper.svelte';

/** A step, and the view of its graph. */
export interface ShownStep {
  readonly step: number;
  readonly view: GraphView;
}

/**
 * The step that the window shows: the one that is looked at, or the last one; before the first the one that comes.
 * @param committed updates
 */
export function shownStep(
  { place, looking, view }: Pick<Stepper, 'place' | 'looking' | 'view'>,
  committed: number,
): ShownStep {
  // An example is looked at with the parameters that the step before left.
  const at = place ? place.step - (looking === null ? 0 : 1) : committed;
  return { step: Math.max(1, at), view };
}
