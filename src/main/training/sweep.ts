import type { Worker } from 'node:worker_threads';
import { SHOWN_PARAMETERS } from '../../contract/lab-events';
import type { Recipe } from '../../contract/recipe';
import type { LossCurve, SweepRow, SweepTable } from '../../contract/sweep';
import { runChecksum } from '../runs/checksum';
import { curveOf } from './loss-curve';
import type { SweepResult } from './sweep-worker';
import { WorkerAnswers } from './worker-answers';

/** Starts a worker that trains recipes one after another. */
export type SweepWorkerFactory = () => Worker;

/** What a sweep came to. */
export interface SweptRuns {
  readonly table: SweepTable;
  /** One a row. */
  readonly curves: readonly LossCurve[];
}

/**
 * Trains recipes to their ends, in a pool of workers that take the next one as soon as they are free.
 * @param cancelled ends it with an error
 * @returns a row and a curve for each recipe, in their order
 * @throws LabError worker-failed
 */
export async function runSweep(
  recipes: readonly Recipe[],
  pool: number,
  createWorker: SweepWorkerFactory,
  cancelled: AbortSignal,
  onProgress: (progress: number) => void,
): Promise<SweptRuns> {
  const rows: SweepRow[] = [];
  const curves: LossCurve[] = [];
  let names: readonly string[] = [];
  let next = 0;
  let done = 0;
  const workers: Worker[] = [];
  const end = () => Promise.all(workers.map((worker) => worker.terminate()));
  const work = async () => {
    const worker = createWorker();
    workers.push(worker);
    const answers = new WorkerAnswers<SweepResult>(worker, 'sweep', cancelled);
    while (next < recipes.length) {
      const index = next++;
      const recipe = recipes[index] as Recipe;
      const result = await answers.ask(recipe);
      names = result.names.slice(0, SHOWN_PARAMETERS);
      rows[index] = rowOf(recipe, result);
      curves[index] = curveOf(result.curve);
      done += 1;
      onProgress(done / recipes.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(pool, recipes.length) }, work));
    return { table: { parameters: names, rows }, curves };
  } finally {
    await end();
  }
}

function rowOf(recipe: Recipe, result: SweepResult): SweepRow {
  const { steps, stop, loss, parameters, divergedAt } = result;
  return {
    learningRate: recipe.learningRate,
    activation: recipe.model === 'expression' ? null : recipe.activation,
    seed: recipe.seed,
    steps,
    stop,
    loss,
    parameters: [...parameters.subarray(0, SHOWN_PARAMETERS)],
    checksum: runChecksum(steps, parameters),
    divergedAt,
  };
}
