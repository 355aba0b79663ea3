import * as v from 'valibot';
import { nameSchema, type Recipe, recipeNumbers } from './recipe';
import { fields, numberIn } from './ranges';

/** What a learner may change in the middle of a run without starting a new one. */
export type Change =
  | { readonly kind: 'learning-rate'; readonly value: number }
  | { readonly kind: 'parameter'; readonly name: string; readonly value: number }
  | { readonly kind: 'zero-gradients'; readonly on: boolean };

/** A change that holds from update `step` on. */
export interface Intervention {
  readonly step: number;
  readonly change: Change;
}

export const changeSchema = v.variant(
  'kind',
  [
    fields({
      kind: v.literal('learning-rate'),
      value: numberIn(recipeNumbers.learningRate),
    }),
    fields({
      kind: v.literal('parameter'),
      name: nameSchema,
      value: numberIn(recipeNumbers.w),
    }),
    fields({ kind: v.literal('zero-gradients'), on: v.boolean('true, false') }),
  ],
  'learning-rate, parameter, zero-gradients',
) satisfies v.GenericSchema<unknown, Change>;

/** Whether two changes set the same thing, so that at one step the later of them is the one that holds. */
export function sameTarget(a: Change, b: Change): boolean {
  if (a.kind === 'parameter' && b.kind === 'parameter') return a.name === b.name;
  return a.kind === b.kind;
}

/** `list` with `added` at its end; a change of the same thing at the same step is replaced. */
export function withIntervention(
  list: readonly Intervention[],
  added: Intervention,
): readonly Intervention[] {
  const others = list.filter(
    (one) => one.step !== added.step || !sameTarget(one.change, added.change),
  );
  return [...others, added];
}

/** The recipe with a change made at step 0; null where a recipe cannot state it. */
export function editedAtStart(recipe: Recipe, change: Change): Recipe | null {
  if (change.kind === 'learning-rate') return { ...recipe, learningRate: change.value };
  if (change.kind !== 'parameter') return null;
  const { name, value } = change;
  if (recipe.model === 'perceptron') {
    return { ...recipe, initial: { ...recipe.initial, [name]: value } };
  }
  if (recipe.model === 'mlp') return null;
  const names = recipe.names.map((one) =>
    one.role === 'parameter' && one.name === name ? { ...one, initial: value } : one,
  );
  return { ...recipe, names };
}
