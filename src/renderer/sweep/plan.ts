import {
  activations,
  hiddenActivations,
  numberFrom,
  type Recipe,
  recipeNumbers,
} from '../../contract/recipe';
import { MAX_SWEEP_RUNS, type SweepActivation, type SweepPlan } from '../../contract/sweep';

/** Numbers that were typed, rising and each once; or the first part of the text that is refused, '' where there is none. */
export type TypedList =
  | { readonly values: readonly number[]; readonly refused: null }
  | { readonly values: null; readonly refused: string };

export function ratesFrom(text: string): TypedList {
  return listFrom(text, (part) => {
    const rate = numberFrom(recipeNumbers.learningRate, part);
    return rate === null ? null : [rate];
  });
}

/** Single seeds and ranges such as 0..9. */
export function seedsFrom(text: string): TypedList {
  return listFrom(text.replaceAll(/\s*\.\.\s*/g, '..'), (part) => {
    const ends = part.split('..').map((end) => numberFrom(recipeNumbers.seed, end));
    const [first, last = first] = ends;
    if (ends.length > 2 || first === null || last === null) return null;
    if (first === undefined || last === undefined || last < first) return null;
    if (last - first >= MAX_SWEEP_RUNS) return null;
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

function listFrom(text: string, read: (part: string) => number[] | null): TypedList {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length === 0) return { values: null, refused: '' };
  const values = new Set<number>();
  for (const part of parts) {
    const meant = read(part);
    if (!meant) return { values: null, refused: part };
    for (const value of meant) values.add(value);
  }
  return { values: [...values].sort((a, b) => a - b), refused: null };
}

/** Five learning rates around the recipe's, half a decade apart, and the critical one where it is known. */
export function suggestedRates(learningRate: number, critical: number | null): readonly number[] {
  const { min, max } = recipeNumbers.learningRate;
  const around = [0.1, 0.3, 1, 3, 10].map((factor) =>
    // What a product adds in the last digits is noise, not meant.
    factor === 1 ? learningRate : Number((factor * learningRate).toPrecision(6)),
  );
  const all = new Set(critical === null ? around : [...around, critical]);
  return [...all].filter((rate) => rate > min && rate <= max).sort((a, b) => a - b);
}

/** Those that the recipe's model has. */
export function activationsOf(recipe: Recipe): readonly SweepActivation[] {
  if (recipe.model === 'expression') return [];
  return recipe.model === 'mlp' ? hiddenActivations : activations;
}

/** Without ReLU and beside it, and the recipe's own. */
export function suggestedActivations(recipe: Recipe): readonly SweepActivation[] {
  if (recipe.model === 'expression') return [];
  const suggested: readonly SweepActivation[] = ['identity', 'tanh', 'relu', recipe.activation];
  return activationsOf(recipe).filter((word) => suggested.includes(word));
}

/** What was chosen in this window; null while it follows the recipe. */
export interface Choices {
  /** As typed. */
  readonly rates: string | null;
  readonly seeds: string | null;
  readonly activations: readonly SweepActivation[] | null;
}

/** A plan as it stands in its fields. */
export interface Draft {
  readonly ratesText: string;
  readonly rates: TypedList;
  readonly seedsText: string;
  readonly seeds: TypedList;
  /** The activations that the model has, and those of them that are chosen. */
  readonly words: readonly SweepActivation[];
  readonly chosen: readonly SweepActivation[];
  /** Null where a field is not accepted. */
  readonly runs: number | null;
  /** Null where it cannot be started. */
  readonly plan: SweepPlan | null;
}

/** @param critical the recipe's critical learning rate, where it is known */
export function draftOf(choices: Choices, recipe: Recipe, critical: number | null): Draft {
  const suggested = suggestedRates(recipe.learningRate, critical);
  const ratesText = choices.rates ?? suggested.join(', ');
  const seedsText = choices.seeds ?? String(recipe.seed);
  const rates = ratesFrom(ratesText);
  const seeds = seedsFrom(seedsText);
  const words = activationsOf(recipe);
  // Of what was chosen for another model only what both have counts.
  const kept = choices.activations?.filter((word) => words.includes(word));
  const chosen = kept ?? suggestedActivations(recipe);
  const counted = rates.values && seeds.values && (words.length === 0 || chosen.length > 0);
  const runs = counted
    ? rates.values.length * Math.max(1, chosen.length) * seeds.values.length
    : null;
  const plan =
    counted && runs !== null && runs <= MAX_SWEEP_RUNS
      ? { recipe, learningRates: rates.values, activations: chosen, seeds: seeds.values }
      : null;
  return { ratesText, rates, seedsText, seeds, words, chosen, runs, plan };
}
