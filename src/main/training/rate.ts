import type { CriticalRate, ExampleOrder, RateDiagnosis } from '../../contract/diagnosis';
import { batchSize, type Recipe } from '../../contract/recipe';
import { criticalRate, regimeAt } from '../../engine/critical-rate';
import type { Examples } from '../../engine/datasets';

/** Examples in order for which the search takes a few milliseconds at most. */
const MOST_IN_ORDER = 200;

interface Known {
  readonly x: Float64Array;
  readonly order: ExampleOrder;
  readonly rate: CriticalRate;
}

/** The last that was searched for: a slider asks again and again about the same examples. */
let known: Known | null = null;

/**
 * What is known of a recipe at this learning rate: of plain gradient descent on a perceptron whose gradient is that of
 * (x·w + b − y)², one example at a time or all at once.
 */
export function rateDiagnosis(
  recipe: Recipe,
  { columns, training }: Examples,
  learningRate: number,
): RateDiagnosis | null {
  if (recipe.model !== 'perceptron' || recipe.optimizer !== 'sgd') return null;
  // The same gradient again and again: no error shrinks.
  if (recipe.graph !== 'rebuilt') return null;
  // Its gradient is half of the loss's on either side.
  if (recipe.activation === 'relu-notebook') return null;
  const order = orderOf(recipe, training);
  const [x] = columns;
  if (order === null || x === undefined) return null;
  const inputs = [...x.subarray(0, training)];
  if (known?.x !== x || known.order !== order) {
    known = { x, order, rate: criticalRate(inputs, order) };
  }
  const critical = known.rate;
  return {
    order,
    critical,
    regime: regimeAt(inputs, order, learningRate, critical),
    activeSideOnly: recipe.activation !== 'identity',
  };
}

function orderOf(recipe: Recipe, training: number): ExampleOrder | null {
  const size = batchSize(recipe);
  if (size >= training && (size > 1 || recipe.batch === 'full')) return 'full-batch';
  if (size > 1) return null;
  if (recipe.sampling === 'random') return 'random';
  return training <= MOST_IN_ORDER ? 'in-order' : null;
}
