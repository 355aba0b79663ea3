/** The changes of the controls that the lab has not answered yet. */
export class Edits {
  #count = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Settles, and never fails, when those of now are answered; null: there are none. */
  get pending(): Promise<void> | null {
    return this.#count === 0 ? null : this.#last.then(() => undefined);
  }

  async during<Answer>(change: () => Promise<Answer>): Promise<Answer> {
    this.#count += 1;
    const before = this.pending;
    const answered = change();
    this.#last = Promise.allSettled([before, answered]);
    try {
      return await answered;
    } finally {
      this.#count -= 1;
    }
  }
}
