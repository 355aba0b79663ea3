import type { GraphView } from '../../../contract/explanation';
import { trainingCount } from '../../../contract/dataset';
import { batchSize, type Recipe, updatesPerEpoch } from '../../../contract/recipe';
import { buildModel } from '../../../engine/build-model';
import { examplesOf } from '../../../engine/datasets';
import { Mt19937 } from '../../../engine/mt19937';
import { asNotebook } from '../../../engine/notebook';
import { ops } from '../../../engine/ops';
import { Tape } from '../../../engine/tape';

/** Edges of the backward pass that a worksheet asks for at the most, those of all examples of the step together. */
export const MOST_EDGES = 64;

/** What hinders a worksheet of a step; null: nothing. */
export function worksheetRefusal(
  recipe: Recipe,
  step: number,
  view: GraphView,
): { readonly where: 'graph'; readonly accepted: string } | null {
  const { edges, trains } = graphOf(recipe, view);
  const examples = trains ? examplesIn(recipe, step) : 1;
  if (edges * examples <= MOST_EDGES) return null;
  const has =
    examples === 1 ? `${edges}` : `${edges * examples}: ${examples} examples with ${edges} each`;
  return {
    where: 'graph',
    accepted: `on a worksheet, a step whose backward pass has at most ${MOST_EDGES} edges (this one has ${has})`,
  };
}

function graphOf(recipe: Recipe, view: GraphView) {
  const random = new Mt19937(recipe.seed);
  const { inputs } = examplesOf(recipe.dataset, random);
  const model = buildModel(recipe, inputs, random);
  const { nodes } = new Tape((view === 'compact' ? model : asNotebook(model).model).root);
  return {
    trains: model.trains,
    /** Along which a gradient goes, of one example. */
    edges: nodes.reduce((sum, { op }) => sum + (op === null ? 0 : ops[op].local.length), 0),
  };
}

/** Examples that a step goes through: in the last update of an epoch those that are left. */
function examplesIn(recipe: Recipe, step: number): number {
  const [size, updates] = [batchSize(recipe), updatesPerEpoch(recipe)];
  const last = step % updates === 0;
  return last ? trainingCount(recipe.dataset) - size * (updates - 1) : size;
}
