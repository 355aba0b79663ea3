import { parentPort } from 'node:worker_threads';
import type { Recipe } from '../../contract/recipe';
import type { Divergence, StopReason } from '../../contract/run-document';
import { Trainer } from '../../engine/trainer';
import { advanceWithCurve, type CurveNumbers } from './loss-curve';

/** How a run that went to its end ended. */
export interface SweepResult {
  readonly steps: number;
  readonly stop: StopReason;
  readonly loss: number | null;
  /** All of them, in declared order. */
  readonly parameters: Float64Array;
  readonly names: readonly string[];
  readonly divergedAt: Divergence | null;
  readonly curve: CurveNumbers;
}

function trained(recipe: Recipe): SweepResult {
  const trainer = new Trainer(recipe);
  const curve = advanceWithCurve(trainer, recipe.stop.steps);
  const { step, ended, loss, committed, parameterNames, divergedAt } = trainer;
  return {
    steps: step,
    stop: ended ?? 'stopped',
    loss,
    parameters: committed.slice(),
    names: parameterNames,
    divergedAt,
    curve,
  };
}

const port = parentPort;
if (!port) throw new Error('The sweep worker was started outside a worker thread.');
port.on('message', (recipe: Recipe) => port.postMessage(trained(recipe)));
