import type { Recipe } from '../../contract/recipe';
import type { SweepPlan, SweepRow, SweepTable } from '../../contract/sweep';
import { sweepRecipes } from '../../contract/sweep';

/** A curve's columns, by bucket. */
export interface Curve {
  /** The first epoch: its last step and its mean. Null where none was completed. */
  readonly start: { readonly step: number; readonly loss: number } | null;
  /** The last step of each bucket. */
  readonly steps: Float64Array;
  readonly lossMin: Float64Array;
  readonly lossMax: Float64Array;
  /** NaN where a bucket completes no epoch. */
  readonly epochLoss: Float64Array;
}

/** One run of a sweep. */
export interface SweptRun {
  /** Its place in the table, from 0. */
  readonly index: number;
  readonly recipe: Recipe;
  readonly row: SweepRow;
  readonly curve: Curve;
  /**
   * What runs are compared by: the mean of the last epoch, since the last step alone is luck where it took one example of many.
   * Where no epoch was completed it is the last step's loss.
   */
  readonly loss: number | null;
}

/** A sweep that is done, as the window keeps it. */
export interface DoneSweep {
  /** By which the lab knows it. */
  readonly job: string;
  readonly plan: SweepPlan;
  /** The critical learning rate of its recipe, where it was known. */
  readonly critical: number | null;
  /** Names of the parameters that rows state. */
  readonly parameters: readonly string[];
  readonly runs: readonly SweptRun[];
}

/** The runs of one learning rate and one activation, which differ in their seeds. */
export interface Cell {
  readonly learningRate: number;
  readonly activation: string | null;
  readonly runs: readonly SweptRun[];
  /** The run in the middle when they are put in order by their loss; of an even number the better one. */
  readonly middle: SweptRun;
  readonly diverged: number;
}

export interface Grid {
  /** The columns. */
  readonly learningRates: readonly number[];
  /** A row of cells for each activation. */
  readonly rows: readonly { readonly activation: string | null; readonly cells: readonly Cell[] }[];
  /** Cells whose middle loss no other is below. */
  readonly lowest: ReadonlySet<Cell>;
}

export function runsOf(
  plan: SweepPlan,
  table: SweepTable,
  curves: readonly Curve[],
): readonly SweptRun[] {
  const recipes = sweepRecipes(plan);
  return table.rows.map((row, index) => {
    const curve = curves[index] as Curve;
    const loss = curve.epochLoss.findLast((mean) => !Number.isNaN(mean)) ?? row.loss;
    return { index, recipe: recipes[index] as Recipe, row, curve, loss };
  });
}

export function gridOf({ plan, runs }: Pick<DoneSweep, 'plan' | 'runs'>): Grid {
  const activations = [...new Set(runs.map(({ row }) => row.activation))];
  const rows = activations.map((activation) => ({
    activation,
    cells: plan.learningRates.map((learningRate) =>
      cellOf(
        learningRate,
        activation,
        runs.filter(
          ({ row }) => row.learningRate === learningRate && row.activation === activation,
        ),
      ),
    ),
  }));
  const cells = rows.flatMap((row) => row.cells);
  const least = Math.min(...cells.map(({ middle }) => rank(middle)));
  const lowest = least < Infinity ? cells.filter(({ middle }) => rank(middle) === least) : [];
  return { learningRates: plan.learningRates, rows, lowest: new Set(lowest) };
}

function cellOf(learningRate: number, activation: string | null, runs: readonly SweptRun[]): Cell {
  const inOrder = [...runs].sort((a, b) => byLoss(a, b) || a.index - b.index);
  const middle = inOrder[Math.floor((inOrder.length - 1) / 2)] as SweptRun;
  const diverged = runs.filter(({ row }) => row.stop === 'diverged').length;
  return { learningRate, activation, runs, middle, diverged };
}

/** A run that diverged has lost, however small its loss was before. */
function rank({ row, loss }: SweptRun): number {
  return row.stop === 'diverged' || loss === null ? Infinity : loss;
}

/** The better first; of those that diverged the one that held out longer. */
export function byLoss(a: SweptRun, b: SweptRun): number {
  const [x, y] = [rank(a), rank(b)];
  return x === y ? (x === Infinity ? b.row.steps - a.row.steps : 0) : x - y;
}
