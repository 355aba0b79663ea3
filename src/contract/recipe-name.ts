import { datasetName, inputCount } from './dataset';
import type { Recipe } from './recipe';

/** What a run is called until its learner names it: its recipe in the command line's own words. */
export function recipeName(recipe: Recipe): string {
  const { dataset, optimizer, learningRate, batch, seed } = recipe;
  return [
    datasetName(dataset),
    modelWords(recipe),
    `η ${learningRate}`,
    ...(optimizer === 'sgd' ? [] : [optimizer]),
    ...(batch === 1 ? [] : [`batch ${batch}`]),
    `seed ${seed}`,
  ].join(' · ');
}

function modelWords(recipe: Recipe): string {
  if (recipe.model === 'expression') return 'expression';
  if (recipe.model === 'perceptron') return recipe.activation;
  return `mlp ${[inputCount(recipe.dataset), ...recipe.hidden, 1].join('-')} ${recipe.activation}`;
}
