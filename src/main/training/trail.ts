import type { Checkpoint } from '../../engine/checkpoint';
import type { Nearby } from '../../engine/replay-cache';
import type { Trainer } from '../../engine/trainer';

/** Milliseconds of training between two marks: what a step since then takes to be replayed. */
const APART_MS = 100;
/** Where it rests, and two before: the newer of those may be a moment old only. */
const MARKS = 3;

/** Where a run has been a moment ago, so that its last steps can be looked at without a replay from its beginning. */
export class Trail {
  #marks: readonly Checkpoint[] = [];
  #due = 0;

  /** To be called between two stretches of training. @param now in milliseconds */
  mark(trainer: Trainer, now: number): void {
    if (now < this.#due) return;
    this.#due = now + APART_MS;
    this.#keep(trainer);
  }

  /** @param trainer at rest */
  nearby(trainer: Trainer): Nearby {
    this.#keep(trainer);
    return { checkpoints: this.#marks, until: trainer.step };
  }

  #keep(trainer: Trainer): void {
    // A run that is over does not go on from where it stands.
    if (trainer.ended !== null || this.#marks.at(-1)?.step === trainer.step) return;
    this.#marks = [...this.#marks, trainer.save(true)].slice(-MARKS);
  }
}
