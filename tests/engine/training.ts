import type { Change } from '../../src/contract/intervention';
import { defaultRecipe, type Recipe } from '../../src/contract/recipe';
import { COLUMN, type Trainer } from '../../src/engine/trainer';

/** What differs from the default recipe. */
export type Choices = Partial<Omit<Recipe, 'stop'>> & Partial<Recipe['stop']>;

export function recipeOf({ steps = 1000, lossBelow = 0, ...choices }: Choices): Recipe {
  return { ...defaultRecipe, ...choices, stop: { steps, lossBelow } };
}

/** Trains to the end, in calls of advance of these sizes, and returns every row. */
export function rowsOf(
  trainer: Trainer,
  sizes: readonly number[] = [Number.MAX_SAFE_INTEGER],
): number[][] {
  const rows: number[][] = [];
  for (let i = 0; trainer.ended === null; i = (i + 1) % sizes.length) {
    trainer.advance(sizes[i] as number, (row) => rows.push([...row]));
  }
  return rows;
}

export function at(row: readonly number[] | undefined, name: keyof typeof COLUMN): number {
  return row?.[COLUMN[name]] as number;
}

export const learningRate = (value: number): Change => ({ kind: 'learning-rate', value });
export const set = (name: 'w' | 'b', value: number): Change => ({ kind: 'parameter', name, value });
export const zeroGradients = (on: boolean): Change => ({ kind: 'zero-gradients', on });
