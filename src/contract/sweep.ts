import * as v from 'valibot';
import { fieldRule, fields, numberIn, oneOf } from './ranges';
import { activations, hiddenActivations, type Recipe, recipeNumbers, recipeSchema } from './recipe';
import type { Divergence, StopReason } from './run-document';

/** Runs a sweep has at the most. */
export const MAX_SWEEP_RUNS = 1000;
/** Buckets that a loss curve has at the most. */
export const CURVE_BUCKETS = 64;
/** Curves that one answer carries at the most: 2 KiB each, so that it fits in a frame. */
export const MAX_CURVES = 400;

/** What a sweep's table is written as. */
export const sweepFormats = ['csv', 'json'] as const;
export type SweepFormat = (typeof sweepFormats)[number];

/** Which runs a sweep consists of: the recipe at every combination. */
export interface SweepPlan {
  readonly recipe: Recipe;
  readonly learningRates: readonly number[];
  /** Words that the recipe's model accepts; empty: the recipe's own. */
  readonly activations: readonly SweepActivation[];
  readonly seeds: readonly number[];
}

export const sweepActivations = [...new Set([...activations, ...hiddenActivations])] as const;
export type SweepActivation = (typeof sweepActivations)[number];

/** How one run of a sweep ended. */
export interface SweepRow {
  readonly learningRate: number;
  /** Null where the model has none. */
  readonly activation: string | null;
  readonly seed: number;
  readonly steps: number;
  readonly stop: StopReason;
  readonly loss: number | null;
  /** The first 16, in the order of SweepTable.parameters. */
  readonly parameters: readonly number[];
  readonly checksum: string;
  readonly divergedAt: Divergence | null;
}

export interface SweepTable {
  /** Names of the parameters that rows state. */
  readonly parameters: readonly string[];
  readonly rows: readonly SweepRow[];
}

export const CURVE_COLUMNS = ['lossMin', 'lossMax', 'epochLoss'] as const;

/** A run's loss in buckets of equal width: bucket i covers steps i·stride + 1 … (i + 1)·stride, up to the run's last. */
export interface LossCurve {
  /** The mean of the first epoch, where one was completed. */
  readonly start: number | null;
  /** Buckets, at most CURVE_BUCKETS; 0 where no update was committed. */
  readonly count: number;
  readonly stride: number;
  /**
   * CURVE_COLUMNS as base64 of Float64Array, column after column: the least and the largest loss of a step, so that a spike
   * stays visible, and the mean of the last epoch that the bucket completes, NaN where it completes none.
   */
  readonly columns: string;
}

const LIST = `a list of 1 … ${MAX_SWEEP_RUNS} values`;
const listOf = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(v.array(schema, LIST), v.minLength(1, LIST), v.maxLength(MAX_SWEEP_RUNS, LIST));

export const sweepSchema = v.pipe(
  fields({
    recipe: recipeSchema,
    learningRates: listOf(numberIn(recipeNumbers.learningRate)),
    activations: v.pipe(
      v.array(oneOf(sweepActivations), LIST),
      v.maxLength(sweepActivations.length, LIST),
    ),
    seeds: listOf(numberIn(recipeNumbers.seed)),
  }),
  v.check(
    (plan) =>
      plan.learningRates.length * Math.max(1, plan.activations.length) * plan.seeds.length <=
      MAX_SWEEP_RUNS,
    `at most ${MAX_SWEEP_RUNS} runs`,
  ),
  fieldRule('activations', 'activations of the recipe’s model', ({ recipe, activations: words }) =>
    words.every((word) => accepts(recipe, word)),
  ),
);

function accepts(recipe: Recipe, word: SweepActivation): boolean {
  if (recipe.model === 'expression') return false;
  const words: readonly string[] = recipe.model === 'mlp' ? hiddenActivations : activations;
  return words.includes(word);
}

/** The runs of a plan: by learning rate, then activation, then seed. */
export function sweepRecipes(plan: SweepPlan): readonly Recipe[] {
  const { recipe } = plan;
  const withActivation = plan.activations.length === 0 ? [recipe] : plan.activations.map(activated);
  function activated(activation: SweepActivation): Recipe {
    // The schema has checked that the model accepts the word.
    return { ...recipe, activation } as Recipe;
  }
  return plan.learningRates.flatMap((learningRate) =>
    withActivation.flatMap((one) => plan.seeds.map((seed) => ({ ...one, learningRate, seed }))),
  );
}
