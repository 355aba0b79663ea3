import type { Trainer } from '../../../engine/trainer';
import type { WriteTask } from './run-writer';
import { writers } from './writers';

/** Trains a run again and yields its file piece by piece. @param trainer stands at step 0, and at the run's end when all is written */
export function* writeRun(task: WriteTask, trainer: Trainer): Generator<string, void, void> {
  const { steps } = task.result;
  const { stepsPerPiece, head, row, history, standing, tail } = writers[task.format](task, trainer);
  if (head) yield head();
  while (trainer.step < steps && trainer.ended === null) {
    const next = standing && standing.step > trainer.step ? standing.step : steps;
    let text = '';
    const sink = row && ((values: Float64Array, step: number) => (text += row(values, step)));
    const count = Math.min(stepsPerPiece, next - trainer.step);
    if (history) trainer.record(count, history);
    else trainer.advance(count, sink);
    if (trainer.step === standing?.step) standing.look();
    yield text;
  }
  if (tail) yield tail();
}
