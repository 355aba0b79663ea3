import type { Intervention } from '../contract/intervention';
import type { Recipe } from '../contract/recipe';
import { type RowSink, Trainer } from './trainer';

/** What a run follows from. */
export interface RunSource {
  readonly recipe: Recipe;
  readonly interventions: readonly Intervention[];
}

/** Trains a run again up to `steps`, or to its own end if that comes first. */
export function replay(run: RunSource, steps: number, sink?: RowSink): Trainer {
  const trainer = new Trainer(run.recipe, run.interventions);
  trainer.advance(steps, sink);
  return trainer;
}
