import { Command } from 'commander';
import { graphViews } from '../../../contract/explanation';
import { MAX_EVENTS } from '../../../contract/lab-api';
import { recipeNumbers } from '../../../contract/recipe';
import { productionLab } from '../../production';
import { badArgument } from '../arguments';
import { ExplanationText } from './explanation-text';
import { numberOption } from './number-option';
import { addRecipeOptions, recipeFrom, type RecipeOptions } from './recipe-options';

interface ExplainOptions extends RecipeOptions {
  readonly step: string;
  readonly view: string;
}

export function explainCommand(): Command {
  const command = new Command('explain').description(
    'Prints every calculation of one training step: forward, order, backward edge by edge, update.',
  );
  return addRecipeOptions(command)
    .option('--step <number>', 'which update, from 1', '1')
    .option('--view <word>', `the graph: ${graphViews.join(', ')}`, 'compact')
    .action(explain);
}

async function explain(options: ExplainOptions): Promise<void> {
  const recipe = recipeFrom(options);
  const step = numberOption('--step', options.step, recipeNumbers.steps);
  const view = graphViews.find((one) => one === options.view);
  if (!view) throw badArgument('--view', options.view, graphViews.join(', '));
  const lab = await productionLab(() => Promise.resolve(null), { guest: true }, recipe);
  try {
    const place = { step, view, from: null, example: null, scope: null };
    const head = await lab.api.explain(place);
    const text = new ExplanationText(head, await lab.api.graphAt({ ...place, events: 0 }));
    process.stdout.write(text.title());
    for (let first = 0; first < head.events; first += MAX_EVENTS) {
      const events = await lab.api.explainEvents({ ...place, first, count: MAX_EVENTS });
      process.stdout.write(events.map((event, i) => text.line(event, first + i)).join(''));
    }
  } finally {
    await lab.close();
  }
}
