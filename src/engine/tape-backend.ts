import type { Backend, RowSink } from './backend';
import type { History } from './history';
import { COLUMN, type TrainingState } from './training-state';

/** Takes steps by going through the tape: any recipe. A step whose numbers are not finite is not committed. */
export class TapeBackend implements Backend {
  /** Where the optimiser moves the parameters of the step under way. */
  readonly updated: Float64Array;
  readonly #state: TrainingState;

  constructor(state: TrainingState) {
    this.#state = state;
    this.updated = new Float64Array(state.parameters.names.length);
  }

  take(count: number, sink?: RowSink): number {
    const state = this.#state;
    for (let taken = 0; taken < count; taken++) {
      if (!this.#update()) return taken;
      sink?.(state.row, state.step);
      if (state.ended !== null) return taken + 1;
    }
    return count;
  }

  record(count: number, history: History): number {
    return this.take(count, (row) => history.record(row));
  }

  /** One step. False: nothing was committed, because a number that an update needs is not finite. */
  #update(): boolean {
    const state = this.#state;
    const { tape, pass, parameters, prediction } = state;
    const { batch } = state.sampler;
    const loss = pass.run(batch, state.zeroed, state.reuses);
    if (!Number.isFinite(loss) || !this.#descend()) return false;

    state.step += 1;
    state.optimizer.commit();
    const single = batch.length === 1 && pass.losses.length === 1;
    const sample = single ? (batch[0] as number) + 1 : Number.NaN;
    const predicted = single && prediction >= 0 ? (tape.data[prediction] as number) : Number.NaN;
    parameters.write(tape.data, this.updated);
    parameters.committed.set(this.updated);
    state.writeRow(loss, sample, predicted);
    this.#endOfEpoch(loss);
    if (state.recipe.graph === 'rebuilt') state.sampler.next();
    state.judgeEnd();
    return true;
  }

  /** Where the optimiser moves each parameter. False when a gradient or a new parameter is not finite. */
  #descend(): boolean {
    const { tape, parameters, optimizer, learningRate } = this.#state;
    const { data, grad } = tape;
    const { nodes } = parameters;
    for (let i = 0; i < nodes.length; i++) {
      const index = nodes[i] as number;
      const gradient = grad[index] as number;
      const value = optimizer.moved(i, data[index] as number, gradient, learningRate);
      this.updated[i] = value;
      if (!Number.isFinite(gradient) || !Number.isFinite(value)) return false;
    }
    return true;
  }

  /** Counts the loss; where this step completes an epoch, its mean, the test loss and the dead units are known. */
  #endOfEpoch(loss: number): void {
    const state = this.#state;
    const { row, pass } = state;
    state.epochSum += loss;
    row[COLUMN.epochLoss] = Number.NaN;
    row[COLUMN.testLoss] = Number.NaN;
    if (state.step % state.updatesPerEpoch !== 0) return;
    row[COLUMN.epochLoss] = state.epochSum / state.updatesPerEpoch;
    state.epochSum = 0;
    state.gates.endEpoch();
    const losses = state.test?.losses(state.parameters, state.data);
    if (losses) row[COLUMN.testLoss] = pass.total(losses, losses.length);
  }
}
