import { expect } from 'vitest';
import type { LabView } from '../../src/contract/lab-events';
import { defaultRecipe, exercise10, type Recipe } from '../../src/contract/recipe';
import type { LabDependencies } from '../../src/main/lab';
import { runChecksum } from '../../src/main/runs/checksum';
import { built, openLab, type OpenLab } from '../main/training/built-lab';
import { type Fault, firstWorkerFails } from './faulty-factory.mjs';

/** Trains for longer than any test lasts, and never diverges. */
export const endless: Recipe = { ...defaultRecipe, stop: { steps: 1e9, lossBelow: 0 } };

/** What the lab calls each way to fail. */
const reasons = { throw: 'threw', exit: 'exited', memory: 'out-of-memory', hang: 'hung' } as const;

/** A lab with real worker threads, the first of which fails. */
export function faultyLab(
  fault: Fault,
  recipe: Recipe,
  instead: Partial<LabDependencies> = {},
): Promise<OpenLab> {
  const good = built.productionDependencies.createTrainingWorker;
  return openLab(recipe, { createTrainingWorker: firstWorkerFails(fault, good), ...instead });
}

/** The error of a worker that failed in this way. */
export function workerFailed(kind: Fault['kind']): object {
  return { code: 'worker-failed', params: { reason: reasons[kind] } };
}

export function expectFailed(view: LabView, kind: Fault['kind']): void {
  expect(view.state).toBe('failed');
  expect(view.outcome).toMatchObject({ kind: 'failed', error: workerFailed(kind) });
}

/** Reset works, and the run that follows comes to the numbers of the seminar. */
export async function expectTrainsAgain({ api, until, lab }: OpenLab): Promise<void> {
  await api.setRecipe({ recipe: exercise10 });
  await api.reset({});
  await api.play({});
  const { snapshot } = await until('finished');
  const w = 0.9999999999999999;
  expect(snapshot).toMatchObject({ step: 100, parameters: [w, w] });
  expect(lab.result().result.checksum).toBe(runChecksum(100, [w, w]));
}
