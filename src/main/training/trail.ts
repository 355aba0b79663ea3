import type { Checkpoint } from '../../engine/checkpoint';
import type { Nearby } from '../../engine/replay-cache';
import type { Trainer } from '../../engine/trainer';

/** Milliseconds of training between two marks: what a step since then takes to be replayed. */
const APART_MS = 100;

/** Where a run has been a moment ago, so that its last steps can be looked at without a replay from its beginning. */
export class Trail {
  #marks: readonly Checkpoint[] = [];
  #due = 0;

  /** To be called between two stretches of training. @param now in milliseconds */
  mark(trainer: Trainer, now: number): void {
    if (now < this.#due) return;
    this.#due = now + APART_MS;
    this.keep(trainer);
  }

  /** Marks where the run is, whenever the last mark was made. */
  keep(trainer: Trainer): void {
    if (trainer.ended === null) this.#marks = [...this.#marks.slice(-1), trainer.save(true)];
  }

  /** @param trainer at rest */
  nearby(trainer: Trainer): Nearby {
    // A run that is over does not go on from where it stands.
    const here = trainer.ended === null ? [trainer.save(true)] : [];
    const before = this.#marks.filter(({ step }) => step < trainer.step);
    return { checkpoints: [...before, ...here], until: trainer.step };
  }
}
