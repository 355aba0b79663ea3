import type { Command } from 'commander';
import * as v from 'valibot';
import { invalidValue } from '../../../contract/errors';
import { parseNumber } from '../../../contract/number-text';
import { describeRange, inRange } from '../../../contract/ranges';
import {
  activations,
  type Dataset,
  datasets,
  defaultRecipe,
  defaultSampling,
  type Recipe,
  recipeNumbers,
  type RecipeNumber,
  recipeNumberFrom,
  recipeSchema,
  optimizers,
  samplings,
  updatesPerEpoch,
} from '../../../contract/recipe';
import { badArgument } from '../arguments';

/** What commander hands over: the text behind each option. */
export type RecipeOptions = Readonly<
  Partial<
    Record<
      | 'activation'
      | 'dataset'
      | 'sampling'
      | 'batch'
      | 'optimizer'
      | 'lr'
      | 'steps'
      | 'epochs'
      | 'seed'
      | 'w'
      | 'b'
      | 'untilLoss',
      string
    >
  >
>;

export function addRecipeOptions(command: Command): Command {
  const range = (field: RecipeNumber) => {
    const { default: preset, ...accepted } = recipeNumbers[field];
    return `${describeRange(accepted)} (default ${preset})`;
  };
  return command
    .option('--activation <word>', `${activations.join(', ')} (default identity)`)
    .option('--dataset <word>', `${datasets.join(', ')} (default one)`)
    .option(
      '--sampling <word>',
      `${samplings.join(', ')} (default in-order; integers and mini-batches: random)`,
    )
    .option('--batch <number>', 'examples an update: full, or a whole number (default 1)')
    .option('--optimizer <word>', `${optimizers.join(', ')} (default sgd)`)
    .option('--lr <number>', `learning rate: ${range('learningRate')}`)
    .option('--steps <number>', `parameter updates: ${range('steps')}`)
    .option('--epochs <number>', 'instead of --steps: epochs of as many updates as examples')
    .option('--seed <number>', range('seed'))
    .option('--w <number>', `initial w: ${range('w')}`)
    .option('--b <number>', `initial b: ${range('b')}`)
    .option(
      '--until-loss <number>',
      `stop when an epoch's mean loss is below: ${range('lossBelow')}`,
    );
}

/** @throws LabError invalid-value naming the option and what is accepted */
export function recipeFrom(options: RecipeOptions): Recipe {
  const dataset = options.dataset ?? defaultRecipe.dataset;
  const batch = batchFrom(options.batch);
  const mini = typeof batch === 'number' && batch > 1;
  const recipe: unknown = {
    model: 'perceptron',
    activation: options.activation ?? defaultRecipe.activation,
    dataset,
    sampling: options.sampling ?? (mini ? 'random' : defaultSampling(dataset as Dataset)),
    batch,
    optimizer: options.optimizer ?? defaultRecipe.optimizer,
    learningRate: number('--lr', options.lr, 'learningRate'),
    initial: { w: number('--w', options.w, 'w'), b: number('--b', options.b, 'b') },
    seed: number('--seed', options.seed, 'seed'),
    stop: {
      steps: number('--steps', options.steps, 'steps'),
      lossBelow: number('--until-loss', options.untilLoss, 'lossBelow'),
    },
  };
  const checked = v.safeParse(recipeSchema, recipe, { abortEarly: true });
  if (!checked.success) {
    // The numbers were checked above, so it is one of the words, or the batch.
    const { where, params } = invalidValue(checked.issues[0]).data;
    const word = where as 'activation' | 'dataset' | 'sampling' | 'batch' | 'optimizer';
    throw badArgument(`--${word}`, options[word] ?? '', params['accepted'] ?? '');
  }
  const { output } = checked;
  if (options.epochs === undefined) return output;
  if (options.steps !== undefined) {
    throw badArgument('--epochs', options.epochs, 'either --steps or --epochs');
  }
  return { ...output, stop: { ...output.stop, steps: stepsOf(options.epochs, output) } };
}

function number(option: string, text: string | undefined, field: RecipeNumber): number {
  if (text === undefined) return recipeNumbers[field].default;
  const value = recipeNumberFrom(field, text);
  if (value === null) throw badArgument(option, text, describeRange(recipeNumbers[field]));
  return value;
}

/** "full", or a number that the recipe's schema judges. */
function batchFrom(text: string | undefined): unknown {
  if (text === undefined) return defaultRecipe.batch;
  return parseNumber(text) ?? text;
}

function stepsOf(text: string, recipe: Recipe): number {
  const perEpoch = updatesPerEpoch(recipe);
  const range = { ...recipeNumbers.steps, max: Math.floor(recipeNumbers.steps.max / perEpoch) };
  const epochs = parseNumber(text);
  if (epochs === null || !inRange(epochs, range)) {
    throw badArgument('--epochs', text, describeRange(range));
  }
  return epochs * perEpoch;
}
