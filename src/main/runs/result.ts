import type { Outcome } from '../../contract/lab-events';
import type { Recipe } from '../../contract/recipe';
import type { RunResult } from '../../contract/run-document';
import { runChecksum } from './checksum';

/** Where a run stands, as far as its result depends on it. */
export interface Reached {
  readonly step: number;
  readonly loss: number | null;
  /** Every parameter after the last committed update, in declared order. */
  readonly parameters: Float64Array;
  readonly names: readonly string[];
}

/** The last committed update of a run that stands here; `outcome` null or failed: it was stopped before its end. */
export function resultOf(
  recipe: Recipe,
  { step, loss, parameters, names }: Reached,
  outcome: Outcome | null,
): RunResult {
  const ended = outcome !== null && outcome.kind !== 'failed';
  const before = { steps: step, stop: ended ? outcome.kind : ('stopped' as const) };
  const after = {
    loss,
    checksum: runChecksum(step, parameters),
    divergedAt: outcome?.kind === 'diverged' ? outcome.at : null,
  };
  if (recipe.model === 'perceptron') {
    const [w = 0, b = 0] = parameters;
    return { ...before, w, b, ...after };
  }
  const values = Object.fromEntries(names.map((name, i) => [name, parameters[i] as number]));
  return { ...before, parameters: values, ...after };
}

/** The result's parameters by name, in declared order. */
export function namedParameters(
  result: RunResult,
): { readonly name: string; readonly value: number }[] {
  const byName = 'w' in result ? { w: result.w, b: result.b } : result.parameters;
  return Object.entries(byName).map(([name, value]) => ({ name, value }));
}

/** The result's parameters in declared order. */
export function parametersOf(result: RunResult): number[] {
  return 'w' in result ? [result.w, result.b] : Object.values(result.parameters);
}
