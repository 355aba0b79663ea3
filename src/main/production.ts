import { availableParallelism } from 'node:os';
import { name, version } from '../../package.json';
import type { Recipe } from '../contract/recipe';
import { systemClock } from './clock';
import { createLab, type Lab, type LabDependencies } from './lab';
import type { Deliver } from './runs/deliver';
import type { KeepIn } from './runs/library/run-library';
import createInspectWorker from './training/inspect-worker?nodeWorker';
import createSweepWorker from './training/sweep-worker?nodeWorker';
import createReplayWorker from './training/replay-worker?nodeWorker';
import createTrainingWorker from './training/worker?nodeWorker';

/** The lab as every host runs it: the system's clock and the real worker threads. */
export const productionDependencies: Omit<LabDependencies, 'deliver' | 'keepIn'> = {
  clock: systemClock,
  createTrainingWorker: (control) => createTrainingWorker({ workerData: { control } }),
  // It makes short-lived text by the gigabyte: a small nursery is emptied often instead of growing.
  createReplayWorker: (task) =>
    createReplayWorker({
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    }),
  createInspectWorker: () => createInspectWorker({}),
  createSweepWorker: () => createSweepWorker({}),
  // One core stays free for the window.
  sweepPool: Math.max(1, availableParallelism() - 1),
  program: `${name} ${version}`,
};

export function productionLab(deliver: Deliver, keepIn: KeepIn, recipe?: Recipe): Promise<Lab> {
  return createLab({ ...productionDependencies, deliver, keepIn }, recipe);
}
