import type { Change } from '../../src/contract/intervention';
import { defaultRecipe, type PerceptronRecipe } from '../../src/contract/recipe';
import { COLUMN as FIXED, type Trainer } from '../../src/engine/trainer';

/** A perceptron's columns: the fixed ones, then w and b, then their gradients. */
export const COLUMN = { ...FIXED, w: 6, b: 7, dw: 8, db: 9 } as const;
/** Columns of a perceptron's row. */
export const COLUMNS = 10;
/** What rowsOf puts behind a row: the example's numbers. */
const SEEN = { x: COLUMNS, y: COLUMNS + 1 } as const;

/** What differs from the default recipe. */
export type Choices = Partial<Omit<PerceptronRecipe, 'stop'>> & Partial<PerceptronRecipe['stop']>;

export function recipeOf({ steps = 1000, lossBelow = 0, ...choices }: Choices): PerceptronRecipe {
  return { ...defaultRecipe, ...choices, stop: { steps, lossBelow } };
}

/** A perceptron's parameters and loss after the last committed update. */
export function committedOf(trainer: Trainer): { w: number; b: number; loss: number | null } {
  const [w, b] = trainer.committed;
  return { w: w as number, b: b as number, loss: trainer.loss };
}

/** Trains to the end, in calls of advance of these sizes, and returns every row, its example's x and y behind it. */
export function rowsOf(
  trainer: Trainer,
  sizes: readonly number[] = [Number.MAX_SAFE_INTEGER],
): number[][] {
  const rows: number[][] = [];
  const [x, y] = trainer.examples.columns;
  for (let i = 0; trainer.ended === null; i = (i + 1) % sizes.length) {
    trainer.advance(sizes[i] as number, (row) => {
      const index = (row[COLUMN.sample] as number) - 1;
      rows.push([...row, x?.[index] ?? Number.NaN, y?.[index] ?? Number.NaN]);
    });
  }
  return rows;
}

export function at(
  row: readonly number[] | undefined,
  name: keyof typeof COLUMN | keyof typeof SEEN,
): number {
  return row?.[{ ...COLUMN, ...SEEN }[name]] as number;
}

export const learningRate = (value: number): Change => ({ kind: 'learning-rate', value });
export const set = (name: string, value: number): Change => ({ kind: 'parameter', name, value });
export const zeroGradients = (on: boolean): Change => ({ kind: 'zero-gradients', on });
