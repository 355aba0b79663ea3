import * as v from 'valibot';
import { datasetNumbers } from './dataset';
import { numberIn } from './ranges';
import { recipeNumbers } from './recipe';

/** Step k is the k-th update of the run; the one after the last committed update is explained as it would be taken. */
export const shownSteps = {
  min: 1,
  minIncluded: true,
  max: recipeNumbers.steps.max + 1,
  integer: true,
} as const;

/** The state before a step, as it is explained; null: the run as it stands now, also while it trains. */
export const stepOrNow = v.nullable(numberIn(shownSteps));

const anExample = numberIn({
  min: 1,
  minIncluded: true,
  max: datasetNumbers.count.max,
  integer: true,
});

/** An example of the dataset in the place of the step's own, from 1; null: the step's own. */
export const exampleOrOwn = v.nullable(anExample);
/** Likewise where nothing is said. */
export const ownExampleAtFirst = v.nullable(anExample, null);
