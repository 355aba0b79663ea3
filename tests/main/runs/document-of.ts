import type { RunDocument } from '../../../src/contract/run-document';
import { History } from '../../../src/engine/history';
import type { RunSource } from '../../../src/engine/replay';
import { Trainer } from '../../../src/engine/trainer';
import { documentHistory, runDocument } from '../../../src/main/runs/document';
import { resultOf } from '../../../src/main/runs/result';
import { outcomeOf } from '../../../src/main/training/outcome';

/** What is written of a run after at most `steps` steps. */
export function documentOf(run: RunSource, steps: number): RunDocument {
  const trainer = new Trainer(run.recipe, run.interventions);
  const history = new History(trainer.row.length);
  trainer.advance(steps, (row) => history.record(row));
  const { step, loss, committed: parameters, parameterNames: names } = trainer;
  const result = resultOf(run.recipe, { step, loss, parameters, names }, outcomeOf(trainer));
  return runDocument('chainrule test', run, result, documentHistory(history, trainer));
}
