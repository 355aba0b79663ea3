import { type Dataset, MAX_POINTS, type PointsDataset } from '../../contract/dataset';
import type { Recipe } from '../../contract/recipe';

/** A dataset as its examples stand: inputs and target, column after column; those of the training first. */
export interface ExampleTable {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<number>[];
  readonly count: number;
}

/** The place among the dataset's columns that a data leaf takes its number from; −1: none. */
export function columnOf(recipe: Recipe, { names }: ExampleTable, leaf: string): number {
  const binding =
    recipe.model === 'expression' ? recipe.names.find(({ name }) => name === leaf) : undefined;
  const column = binding?.role === 'data' ? binding.column : leaf;
  const place = names.indexOf(column);
  // x is the first input of a dataset with several, too.
  if (place < 0 && (column === 'x' || column === 'x1')) return 0;
  return place;
}

/** Whether a dataset fits into a table of one's own. */
export function canBeEdited({ count }: ExampleTable): boolean {
  return count <= MAX_POINTS;
}

/**
 * The example whose numbers these are, from 1: the first of equal ones.
 * @param shown numbers by column, as far as the graph has a leaf for them
 */
export function exampleOf(
  { columns, count }: ExampleTable,
  shown: ReadonlyMap<number, number>,
): number | null {
  for (let i = 0; i < count; i++) {
    if ([...shown].every(([column, number]) => columns[column]?.[i] === number)) return i + 1;
  }
  return null;
}

/**
 * The dataset as points of one's own, with one number of one example changed.
 * @param sample the example, from 1 in the table
 * @param column the number's place in the table's columns
 */
export function withEditedExample(
  dataset: Dataset,
  table: ExampleTable,
  sample: number,
  column: number,
  value: number,
): PointsDataset {
  const inTable = Array.from({ length: table.count }, (_, i) =>
    table.columns.map((numbers) => numbers[i] as number),
  );
  const example = inTable[sample - 1] ?? [];
  const own = typeof dataset === 'object' && dataset.kind === 'points' ? dataset : null;
  // A table of one's own keeps its order; the view has the test examples, which are drawn from anywhere in it, at its end.
  const rows = own ? own.x.map((inputs, i) => [...inputs, own.y[i] as number]) : inTable;
  const edited = own
    ? rows.findIndex((row) => row.every((number, i) => number === example[i]))
    : sample - 1;
  const changed = rows.map((row, i) => (i === edited ? row.with(column, value) : row));
  return {
    kind: 'points',
    x: changed.map((row) => row.slice(0, -1)),
    y: changed.map((row) => row.at(-1) as number),
    test: typeof dataset === 'object' ? dataset.test : 0,
  };
}

/** Whether a run on these points draws something anew that the run on `dataset` had drawn: initial weights, or the split. */
export function drawsAnew({ model, dataset }: Recipe): boolean {
  if (typeof dataset === 'string' || dataset.kind === 'points') return false;
  return model === 'mlp' || dataset.test > 0;
}
