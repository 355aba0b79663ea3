import type { Checkpoint } from '../../../engine/checkpoint';
import { shownStep } from '../step/shown-step';
import { type CreateWriter, UNWRITTEN_STEPS, type WriteTask } from './run-writer';

/**
 * A format that describes one step: what stands before that step is kept when the replay comes by, and the file is written
 * when it is at its end.
 */
export function stepWriter(write: (task: WriteTask, before: Checkpoint) => string): CreateWriter {
  return (task, trainer) => {
    const last = shownStep(task).step - 1;
    let before = last === 0 ? trainer.save() : null;
    return {
      stepsPerPiece: UNWRITTEN_STEPS,
      standing: { step: last, look: () => (before = trainer.save()) },
      tail: () => {
        if (!before) throw new RangeError(`The run ended before step ${last + 1}.`);
        return write(task, before);
      },
    };
  };
}
