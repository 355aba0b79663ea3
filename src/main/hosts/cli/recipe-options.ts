import type { Command } from 'commander';
import * as v from 'valibot';
import type { Dataset } from '../../../contract/dataset';
import { invalidValue } from '../../../contract/errors';
import { parseNumber } from '../../../contract/number-text';
import { describeRange } from '../../../contract/ranges';
import {
  activations,
  defaultRecipe,
  defaultSampling,
  graphUses,
  hiddenActivations,
  type ModelKind,
  models,
  mlpLimits,
  optimizers,
  outputs,
  type Recipe,
  type RecipeNumber,
  recipeNumbers,
  recipeSchema,
  reductions,
  samplings,
  updatesPerEpoch,
} from '../../../contract/recipe';
import { badArgument } from '../arguments';
import { addDatasetOptions, datasetFrom, type DatasetOptions } from './dataset-options';
import { expressionFrom, type ExpressionOptions } from './expression-options';
import { numberOption, numbersOption } from './number-option';

/** What commander hands over: the text behind each option. */
export interface RecipeOptions extends DatasetOptions, ExpressionOptions {
  readonly model?: string;
  readonly activation?: string;
  readonly hidden?: string;
  readonly output?: string;
  readonly loss?: string;
  readonly sampling?: string;
  readonly batch?: string;
  readonly optimizer?: string;
  readonly graph?: string;
  readonly lr?: string;
  readonly steps?: string;
  readonly epochs?: string;
  readonly seed?: string;
  readonly w?: string;
  readonly b?: string;
  readonly untilLoss?: string;
}

/** Options that belong to one model. */
const OWN: Readonly<Record<ModelKind, readonly (keyof RecipeOptions)[]>> = {
  perceptron: ['w', 'b'],
  mlp: ['hidden', 'output', 'loss'],
  expression: ['expression', 'param', 'input'],
};

const several = (text: string, before: readonly string[] = []) => [...before, text];

export function addRecipeOptions(command: Command): Command {
  const range = (field: RecipeNumber) => {
    const { default: preset, ...accepted } = recipeNumbers[field];
    return `${describeRange(accepted)} (default ${preset})`;
  };
  command
    .option('--model <word>', `${models.join(', ')} (default perceptron)`)
    .option(
      '--activation <word>',
      `${activations.join(', ')} (default identity); of an MLP: ${hiddenActivations.join(', ')} (default tanh)`,
    )
    .option('--hidden <numbers>', "an MLP's hidden layers, from the input on (default 4,4)")
    .option('--output <word>', `an MLP's output: ${outputs.join(', ')} (default linear)`)
    .option('--loss <word>', `of a batch in an MLP: ${reductions.join(', ')} (default mean)`)
    .option('--expression <file>', 'a text file with an expression; its line loss = … is trained')
    .option('--param <name=value>', "a parameter's initial value; repeatable", several)
    .option('--input <name=value>', 'a name with a value of its own; repeatable', several);
  return addDatasetOptions(command)
    .option(
      '--sampling <word>',
      `${samplings.join(', ')} (default in-order; integers and mini-batches: random)`,
    )
    .option('--batch <number>', 'examples an update: full, or a whole number (default 1)')
    .option('--optimizer <word>', `${optimizers.join(', ')} (default sgd)`)
    .option('--graph <word>', `when the graph is built: ${graphUses.join(', ')} (default rebuilt)`)
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
  const model = modelFrom(options);
  const dataset = datasetFrom(options, model === 'mlp' ? 'moons' : 'one');
  const batch = batchFrom(options.batch);
  const mini = typeof batch === 'number' && batch > 1;
  const recipe: unknown = {
    model,
    dataset,
    sampling: options.sampling ?? (mini ? 'random' : defaultSampling(dataset as Dataset)),
    batch,
    optimizer: options.optimizer ?? defaultRecipe.optimizer,
    graph: options.graph ?? defaultRecipe.graph,
    learningRate: number('--lr', options.lr, 'learningRate'),
    seed: number('--seed', options.seed, 'seed'),
    stop: {
      steps: number('--steps', options.steps, 'steps'),
      lossBelow: number('--until-loss', options.untilLoss, 'lossBelow'),
    },
    ...modelFields(model, options, dataset as Dataset),
  };
  const checked = v.safeParse(recipeSchema, recipe, { abortEarly: true });
  if (!checked.success) throw namingItsOption(options, checked.issues[0]);
  const { output } = checked;
  if (options.epochs === undefined) return output;
  if (options.steps !== undefined) {
    throw badArgument('--epochs', options.epochs, 'either --steps or --epochs');
  }
  return { ...output, stop: { ...output.stop, steps: stepsOf(options.epochs, output) } };
}

function modelFrom(options: RecipeOptions): ModelKind {
  const word = options.model ?? (options.expression === undefined ? 'perceptron' : 'expression');
  const model = models.find((one) => one === word);
  if (!model) throw badArgument('--model', word, models.join(', '));
  if (model === 'expression' && options.expression === undefined) {
    throw badArgument('--model', word, 'expression with --expression FILE');
  }
  for (const other of models) {
    if (other === model) continue;
    for (const name of OWN[other]) {
      const given = options[name];
      if (given === undefined) continue;
      throw badArgument(`--${name}`, String(given), `only with --model ${other}`);
    }
  }
  if (model === 'expression' && options.activation !== undefined) {
    throw badArgument('--activation', options.activation, 'not with an expression: write it there');
  }
  return model;
}

function modelFields(model: ModelKind, options: RecipeOptions, dataset: Dataset): object {
  switch (model) {
    case 'perceptron':
      return {
        activation: options.activation ?? defaultRecipe.activation,
        initial: { w: number('--w', options.w, 'w'), b: number('--b', options.b, 'b') },
      };
    case 'mlp':
      return {
        activation: options.activation ?? 'tanh',
        hidden: numbersOption('--hidden', options.hidden ?? '4,4', mlpLimits.width),
        output: options.output ?? 'linear',
        loss: options.loss ?? 'mean',
      };
    case 'expression':
      return expressionFrom(options.expression ?? '', options, dataset);
  }
}

/** The numbers were checked before, so it is one of the words, the batch, the layers or the points. */
function namingItsOption(options: RecipeOptions, issue: v.BaseIssue<unknown>) {
  const { where, params } = invalidValue(issue).data;
  const [field = '', inner] = (where ?? '').split('.');
  const own = field === 'dataset' && inner !== undefined;
  const name = own && (inner === 'x' || inner === 'y') ? 'points' : own ? inner : field;
  const text = options[name as keyof RecipeOptions];
  const received = text === undefined ? (params['received'] ?? '') : String(text);
  return badArgument(`--${name}`, received, params['accepted'] ?? '');
}

function number(option: string, text: string | undefined, field: RecipeNumber): number {
  const range = recipeNumbers[field];
  return text === undefined ? range.default : numberOption(option, text, range);
}

/** "full", or a number that the recipe's schema judges. */
function batchFrom(text: string | undefined): unknown {
  if (text === undefined) return defaultRecipe.batch;
  return parseNumber(text) ?? text;
}

function stepsOf(text: string, recipe: Recipe): number {
  const perEpoch = updatesPerEpoch(recipe);
  const range = { ...recipeNumbers.steps, max: Math.floor(recipeNumbers.steps.max / perEpoch) };
  return numberOption('--epochs', text, range) * perEpoch;
}
