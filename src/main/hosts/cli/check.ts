import { Command } from 'commander';
import { type CheckedLeaf, graphViews } from '../../../contract/explanation';
import { recipeNumbers } from '../../../contract/recipe';
import { productionLab } from '../../production';
import { badArgument } from '../arguments';
import { numberOption } from './number-option';
import { addRecipeOptions, recipeFrom, type RecipeOptions } from './recipe-options';

const DISAGREES = 1;

interface CheckOptions extends RecipeOptions {
  readonly step: string;
  readonly view: string;
}

export function checkCommand(): Command {
  const command = new Command('check')
    .description(
      'Compares every leaf’s gradient with central differences. Exit code 1: one of them disagrees.',
    )
    .argument('[file]', 'a text file with an expression; without it the model of the options');
  return addRecipeOptions(command)
    .option('--step <number>', 'before which update, from 1', '1')
    .option('--view <word>', `the graph: ${graphViews.join(', ')}`, 'compact')
    .action(check);
}

async function check(file: string | undefined, options: CheckOptions): Promise<void> {
  const recipe = recipeFrom(file === undefined ? options : { ...options, expression: file });
  const step = numberOption('--step', options.step, recipeNumbers.steps);
  const view = graphViews.find((one) => one === options.view);
  if (!view) throw badArgument('--view', options.view, graphViews.join(', '));
  const lab = await productionLab(() => Promise.resolve(null), { guest: true }, recipe);
  try {
    const leaves = await lab.api.checkGradients({ step, view, example: null });
    for (const leaf of leaves) process.stdout.write(`${sentence(leaf)}\n`);
    if (leaves.some(({ agrees }) => agrees === false)) process.exitCode = DISAGREES;
  } finally {
    await lab.close();
  }
}

const reasons = {
  kink: 'not compared: an abs or ReLU has its kink there',
  'not-defined': 'not compared: not defined there',
  'not-resolved': 'not compared: it bends too sharply there',
} as const;

function sentence({ name, analytic, numeric, agrees, reason, tolerance }: CheckedLeaf): string {
  const verdict =
    agrees === null ? reasons[reason ?? 'not-defined'] : agrees ? 'agrees' : 'DISAGREES';
  return `${name}: backward ${analytic}, central difference ${numeric} (± ${tolerance.toPrecision(2)}): ${verdict}`;
}
