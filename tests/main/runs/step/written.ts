import fc from 'fast-check';
import type { Recipe } from '../../../../src/contract/recipe';
import { noLabels } from '../../../../src/contract/run-document';
import type { Checkpoint } from '../../../../src/engine/checkpoint';
import { replay, type RunSource } from '../../../../src/engine/replay';
import { Trainer } from '../../../../src/engine/trainer';
import type { WriteTask } from '../../../../src/main/runs/writers/run-writer';
import { writeRun } from '../../../../src/main/runs/writers/write-run';
import { expressionRecipes } from '../../../engine/random-expression';
import { documentOf } from '../document-of';
import { randomRun } from '../random-run';

/** What a task says beside run, result and format. */
export type More = Partial<Pick<WriteTask, 'step' | 'view' | 'labels'>>;

export function taskOf(
  format: WriteTask['format'],
  run: RunSource,
  more: More = {},
  steps = run.recipe.stop.steps,
): WriteTask {
  const { result } = documentOf(run, steps);
  return { format, program: 'chainrule test', run, result, labels: noLabels, ...more };
}

/** A file as the replay worker writes it: by a writer that goes through the whole run. */
export function written(task: WriteTask): string {
  const { recipe, interventions } = task.run;
  return [...writeRun(task, new Trainer(recipe, interventions))].join('');
}

export const plain = (recipe: Recipe): RunSource => ({ recipe, interventions: [] });

/** Where a run stands before a step. */
export function before({ recipe, interventions }: RunSource, step: number): Checkpoint {
  return replay({ recipe, interventions }, step - 1).save();
}

/** Every model, optimiser, batch and use of the graph, most of them with a change; and expressions over every operation. */
export const randomRuns: readonly RunSource[] = [
  ...fc.sample(randomRun, { numRuns: 45, seed: 31 }),
  ...fc.sample(expressionRecipes(), { numRuns: 15, seed: 32 }).map(plain),
];
