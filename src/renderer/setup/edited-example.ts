import { type Dataset, MAX_POINTS, type PointsDataset } from '../../contract/dataset';
import type { Recipe } from '../../contract/recipe';

/** The column of the dataset that a data leaf takes its number from. */
export function columnOf(recipe: Recipe, leaf: string): string {
  if (recipe.model !== 'expression') return leaf;
  const binding = recipe.names.find(({ name }) => name === leaf);
  return binding?.role === 'data' ? binding.column : leaf;
}

/** A dataset as its examples stand: inputs and target, column after column. */
export interface ExampleTable {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<number>[];
  readonly count: number;
}

/**
 * The dataset as points of one's own, with one number of one example changed.
 * @param shown the example's numbers by column, as far as the graph has a leaf for them
 * @returns null where there are too many examples for a table, or none with these numbers
 */
export function withEditedExample(
  dataset: Dataset,
  table: ExampleTable,
  shown: ReadonlyMap<string, number>,
  column: string,
  value: number,
): PointsDataset | null {
  const own = typeof dataset === 'object' && dataset.kind === 'points' ? dataset : null;
  // A table of one's own keeps its order: test examples stand at the view's end, and are drawn from anywhere in it.
  const rows = own ? own.x.map((inputs, i) => [...inputs, own.y[i] as number]) : rowsOf(table);
  if (rows.length > MAX_POINTS) return null;
  const wanted = table.names.map((name) => shown.get(name));
  const edited = rows.findIndex((row) =>
    wanted.every((number, i) => number === undefined || number === row[i]),
  );
  const place = table.names.indexOf(column);
  if (edited < 0 || place < 0) return null;
  const changed = rows.map((row, i) => (i === edited ? row.with(place, value) : row));
  const test = typeof dataset === 'object' ? dataset.test : 0;
  return {
    kind: 'points',
    x: changed.map((row) => row.slice(0, -1)),
    y: changed.map((row) => row.at(-1) as number),
    test,
  };
}

function rowsOf({ columns, count }: ExampleTable): number[][] {
  return Array.from({ length: count }, (_, i) => columns.map((column) => column[i] as number));
}
