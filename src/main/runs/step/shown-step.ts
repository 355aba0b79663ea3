import { labError } from '../../../contract/errors';
import type { GraphView } from '../../../contract/explanation';
import { describesStep } from '../../../contract/export-formats';
import type { RunResult } from '../../../contract/run-document';
import { worksheetRefusal } from '../worksheet/limit';
import type { WriteTask } from '../writers/run-writer';

/** A step of a run as it is looked at. */
export interface ShownStep {
  readonly step: number;
  readonly view: GraphView;
}

/** Why a step cannot be written. */
export interface StepRefusal {
  readonly where: 'step' | 'view' | 'graph';
  readonly accepted: string;
}

type StepTask = Pick<WriteTask, 'format' | 'run' | 'result' | 'step' | 'view'>;

/** What a task asks for, or the last step that the run took; before the first one the step that comes. */
export function shownStep({ result, step, view }: StepTask): ShownStep {
  return { step: step ?? Math.max(1, result.steps), view: view ?? 'compact' };
}

/** The last step there is to look at: after those that a run took the one that comes, or that diverged. */
export function lastShown({ steps, stop }: RunResult): number {
  return stop === 'stopped' || stop === 'diverged' ? steps + 1 : steps;
}

/** What hinders a format that describes a step; null: nothing. */
export function stepRefusal(task: StepTask): StepRefusal | null {
  const { format, run, result } = task;
  if (!describesStep(format)) return null;
  const { step, view } = shownStep(task);
  const last = lastShown(result);
  if (step > last) return { where: 'step', accepted: stepRange(result) };
  if (view !== 'compact' && run.recipe.graph !== 'rebuilt' && step > 1) {
    return { where: 'view', accepted: 'compact, since a graph that is used again has no other' };
  }
  return format === 'worksheet' ? worksheetRefusal(run.recipe, step, view) : null;
}

/** The steps of a run that can be shown, with the reason. */
export function stepRange(result: RunResult): string {
  const { steps, stop } = result;
  const taken = `the run took ${steps} step${steps === 1 ? '' : 's'}`;
  const next = stop === 'diverged' ? ' and diverged in the next' : ', and the next can be shown';
  const last = lastShown(result);
  return `a whole number from 1 to ${last}: ${taken}${last > steps ? next : ''}`;
}

/** @throws LabError invalid-value that names the field and what is accepted there */
export function checkStep(task: StepTask): void {
  const refusal = stepRefusal(task);
  if (!refusal) return;
  const { where, accepted } = refusal;
  const received = where === 'graph' ? '' : String(task[where]);
  const what = where === 'graph' ? 'The graph is too large' : `${where} is ${received}`;
  const message = `${what}; accepted: ${accepted}.`;
  throw labError('invalid-value', message, where, { accepted, received });
}
