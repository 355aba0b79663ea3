import type { GateState } from '../dead-units';
import type { History } from '../history';
import { COLUMN, type TrainingState } from '../training-state';
import type { Program } from './program';
import { type Compiled, workspace } from './workspace';

/** What is read and written often. */
type Views = Readonly<
  Record<
    'parameters' | 'gradients' | 'before' | 'first' | 'second' | 'least' | 'greatest' | 'last',
    Float64Array
  >
>;

/** A training state in a kernel's memory: written there, taken further by its functions, and read from there. */
export class KernelMemory {
  readonly #state: TrainingState;
  readonly #program: Program;
  readonly #compiled: Compiled<'run' | 'record'>;
  #views: Views;

  constructor(state: TrainingState, program: Program) {
    this.#state = state;
    this.#program = program;
    this.#compiled = workspace.compiled(program.module);
    this.#views = this.#viewsNow();
  }

  run(steps: number): number {
    return this.#compiled.run(steps);
  }

  record(steps: number): number {
    return this.#compiled.record(steps);
  }

  get #areas() {
    return this.#program.areas;
  }

  #view(address: number, count: number): Float64Array {
    return workspace.numbers.subarray(address / 8, address / 8 + count);
  }

  /** The areas as memory lies now: it moves when it grows. */
  #viewsNow(): Views {
    const areas = this.#areas;
    const { parameters, optimizer, row } = this.#state;
    const count = parameters.names.length;
    const moments = optimizer.save();
    return {
      parameters: this.#view(areas.parameters, count),
      gradients: this.#view(areas.gradients, count),
      before: this.#view(areas.before, count),
      first: this.#view(areas.first, moments.first.length),
      second: this.#view(areas.second, moments.second.length),
      least: this.#view(areas.least, row.length),
      greatest: this.#view(areas.greatest, row.length),
      last: this.#view(areas.last, row.length),
    };
  }

  #number(address: number): number {
    return workspace.numbers[address / 8] as number;
  }

  #put(address: number, value: number): void {
    workspace.numbers[address / 8] = value;
  }

  #putInteger(address: number, value: number): void {
    workspace.integers[address / 4] = value;
  }

  /** Writes the state as it stands. */
  write(): void {
    const state = this.#state;
    const areas = this.#areas;
    if (!workspace.claim(this, this.#program.bytes)) this.#writeConstant();
    const views = (this.#views = this.#viewsNow());
    const { parameters, tape, optimizer, recipe } = state;
    const moments = optimizer.save();
    this.#put(areas.learningRate, state.learningRate);
    this.#put(areas.epochSum, state.epochSum);
    this.#put(areas.lossBelow, recipe.stop.lossBelow);
    this.#put(areas.power1, moments.power1);
    this.#put(areas.power2, moments.power2);
    this.#putInteger(
      areas.untilEpoch,
      state.updatesPerEpoch - (state.step % state.updatesPerEpoch),
    );
    this.#putInteger(areas.epochs, 0);
    // Two lanes reach over the end of an odd number.
    const end = parameters.names.length;
    for (const area of [areas.parameters, areas.gradients, areas.first, areas.second]) {
      if (end % 2 === 1) this.#put(area + 8 * end, 0);
    }
    parameters.readInto(tape.data, views.parameters);
    views.first.set(moments.first);
    views.second.set(moments.second);
    const { open } = state.gates.save();
    for (let i = 0; i < open.length; i++) {
      workspace.integers.fill(0, areas.wasOpen / 4 + 4 * i, areas.wasOpen / 4 + 4 * i + 4);
      const at = areas.open / 4 + 4 * i;
      workspace.integers.fill(0, at, at + 4);
      workspace.integers[at] = open[i] === 1 ? -1 : 0;
    }
  }

  #writeConstant(): void {
    const { data, examples } = this.#state;
    const { constants, areas } = this.#program;
    for (const [address, value] of constants) this.#view(address, 2).fill(value);
    for (let i = 0; i < data.nodes.length; i++) {
      const { count } = examples;
      this.#view(areas.examples + 8 * count * i, count).set(data.column(i));
    }
  }

  /** Examples of the entries of the schedule. */
  get schedule(): Int32Array {
    return workspace.integers.subarray(this.#areas.schedule / 4);
  }

  /** @param position of the coming step's first entry @param length of all entries */
  setSchedule(position: number, length: number): void {
    this.#putInteger(this.#areas.position, position);
    this.#putInteger(this.#areas.scheduled, length);
  }

  /** Keeps a copy of what changes from step to step, which `undo` takes back. */
  backUp(copy: 'backup' | 'anchor' = 'backup'): void {
    const { [copy]: to, stateEnd } = this.#areas;
    workspace.numbers.copyWithin(to / 8, 0, stateEnd / 8);
  }

  undo(copy: 'backup' | 'anchor' = 'backup'): void {
    const { [copy]: from, stateEnd } = this.#areas;
    workspace.numbers.copyWithin(0, from / 8, (from + stateEnd) / 8);
  }

  /** Whether the last step's epoch has a loss with which the run ends. */
  get isBelowBound(): boolean {
    const { epochLoss, lossBelow } = this.#areas;
    return this.#number(epochLoss) < this.#number(lossBelow);
  }

  /** Remembers the parameters before a step whose graph is to be shown. */
  remember(): void {
    const { before, parameters } = this.#areas;
    const count = this.#views.parameters.length;
    workspace.numbers.copyWithin(before / 8, parameters / 8, parameters / 8 + count);
  }

  /** As `remember`, where that step was taken since the copy was made. */
  rememberBackup(): void {
    const { before, backup, parameters } = this.#areas;
    const from = (backup + parameters) / 8;
    workspace.numbers.copyWithin(before / 8, from, from + this.#views.parameters.length);
  }

  /** The row, the parameters and their gradients of the last step. */
  readStep(single: boolean): void {
    const { parameters, tape, row, prediction } = this.#state;
    const areas = this.#areas;
    parameters.committed.set(this.#views.parameters);
    parameters.write(tape.grad, this.#views.gradients);
    const sample = single ? this.#number(areas.sample) : Number.NaN;
    const predicted = single && prediction >= 0 ? this.#number(areas.prediction) : Number.NaN;
    this.#state.writeRow(this.#number(areas.loss), sample, predicted);
    row[COLUMN.epochLoss] = this.#number(areas.epochLoss);
    row[COLUMN.testLoss] = this.#state.test ? this.#number(areas.testLoss) : Number.NaN;
  }

  /**
   * Everything else that the steps to come depend on, and the graph of the last step, which the tape computes again.
   * @param steps taken since `write`
   * @param batch the last step's
   */
  readState(steps: number, batch: readonly number[]): void {
    const state = this.#state;
    const areas = this.#areas;
    const { parameters, tape, optimizer } = state;
    state.epochSum = this.#number(areas.epochSum);
    const moments = optimizer.save();
    optimizer.restore({
      // SGD has no moments, and counts nothing.
      steps: moments.first.length > 0 ? moments.steps + steps : moments.steps,
      first: this.#views.first,
      second: this.#views.second,
      power1: this.#number(areas.power1),
      power2: this.#number(areas.power2),
    });
    state.gates.restore(this.#gates());

    parameters.write(tape.data, this.#views.before);
    state.setExample(batch[0] as number);
    tape.forward();
    parameters.zeroOthers(tape.grad);
    tape.backward(state.pass.share(batch.length));
    parameters.write(tape.data, parameters.committed);
    parameters.write(tape.grad, this.#views.gradients);
  }

  #gates(): GateState {
    const areas = this.#areas;
    const before = this.#state.gates.save();
    const flags = (area: number) =>
      Uint8Array.from(before.open, (_, i) => {
        const at = (area + 16 * i) / 4;
        return workspace.integers.subarray(at, at + 4).some((word) => word !== 0) ? 1 : 0;
      });
    const complete = (workspace.integers[areas.epochs / 4] as number) > 0;
    const dead = complete ? flags(areas.wasOpen).map((open) => 1 - open) : before.dead;
    return { open: flags(areas.open), dead };
  }

  /**
   * Least, greatest and last of each column in the last call of `record`, into the history; the row is that of its last step.
   */
  recordRange(steps: number, history: History): void {
    const { row, updatesPerEpoch, examples, test } = this.#state;
    const { least, greatest, last } = this.#views;
    const { epochLoss, testLoss, loss, learningRate, sample } = COLUMN;
    for (let c = 0; c < row.length; c++) {
      const value = row[c] as number;
      const isSeldom =
        (c === epochLoss && updatesPerEpoch > 1) || (c === testLoss && test !== null);
      if (isSeldom) {
        if (Number.isNaN(last[c])) least[c] = greatest[c] = Number.NaN;
        continue;
      }
      last[c] = value;
      const alike = c === learningRate || (c === sample && examples.training === 1);
      if (alike || Number.isNaN(value)) least[c] = greatest[c] = value;
    }
    if (updatesPerEpoch === 1) {
      least[epochLoss] = 0 + (least[loss] as number);
      greatest[epochLoss] = 0 + (greatest[loss] as number);
    }
    history.take(steps, least, greatest, last);
  }
}
