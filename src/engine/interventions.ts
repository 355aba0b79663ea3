import type { Change, Intervention } from '../contract/intervention';

const NONE: readonly Change[] = [];

/** A run's changes by the step from which they hold, those of one step in the order in which they were made. */
export class InterventionQueue {
  /** How many were taken up. */
  applied = 0;
  readonly #list: Intervention[];

  constructor(list: readonly Intervention[]) {
    this.#list = [...list].sort((a, b) => a.step - b.step);
  }

  /** Adds one after those that were taken up, before those that wait for a later step. @returns it */
  insert(intervention: Intervention): Intervention {
    this.#list.splice(this.applied, 0, intervention);
    return intervention;
  }

  /** The step from which the next one holds that was not taken up; ∞ where there is none. */
  get next(): number {
    return this.#list[this.applied]?.step ?? Infinity;
  }

  /** Takes up what holds from `step` on, in order. */
  due(step: number): readonly Change[] {
    const first = this.applied;
    while (this.next <= step) this.applied += 1;
    if (first === this.applied) return NONE;
    return this.#list.slice(first, this.applied).map(({ change }) => change);
  }
}
