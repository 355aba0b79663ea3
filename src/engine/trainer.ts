import type { Zeroed } from '../contract/explanation';
import type { Change, Intervention } from '../contract/intervention';
import type { Recipe } from '../contract/recipe';
import type { Divergence } from '../contract/run-document';
import type { RowSink } from './backend';
import type { BatchPass } from './batch-pass';
import type { Checkpoint, Ended } from './checkpoint';
import type { Examples } from './datasets';
import type { GateWatch } from './dead-units';
import { firstNotFinite } from './divergence';
import type { History } from './history';
import { InterventionQueue } from './interventions';
import { KernelBackend } from './kernel/kernel-backend';
import type { Model } from './model';
import type { Tape } from './tape';
import { TapeBackend } from './tape-backend';
import { COLUMN, FIXED_COLUMNS, TrainingState } from './training-state';

export type { RowSink };
export { COLUMN };

/** Computations of nodes that the tape has done before a kernel is at work. */
const FEW = 500;
/** Of a step: where each row is wanted, the tape has done it sooner than a kernel is called. */
const SMALL = 40;

interface Taking {
  readonly take: (backend: TapeBackend | KernelBackend, steps: number) => number;
  /** Whether a kernel would have to stop after each step. */
  readonly byRow: boolean;
}

/**
 * Trains a recipe by gradient descent, a batch a step, and is deterministic to the last bit: the same recipe and
 * interventions give the same rows however the steps are cut into calls of `advance`.
 */
export class Trainer {
  readonly #state: TrainingState;
  readonly #interventions: InterventionQueue;
  readonly #tape: TapeBackend;
  /** Made when there are steps enough for it; null where the recipe has none. */
  #kernel: KernelBackend | null | undefined;

  /** Steps that the kernel took; the tape took the others. */
  kernelSteps = 0;

  /** @param backend what takes the steps: all give the same bits, and where there is no kernel it is the tape */
  constructor(
    readonly recipe: Recipe,
    interventions: readonly Intervention[] = [],
    readonly backend: 'tape' | 'kernel' | 'fastest' = 'fastest',
  ) {
    this.#interventions = new InterventionQueue(interventions);
    this.#state = new TrainingState(recipe);
    this.#tape = new TapeBackend(this.#state);
    if (backend === 'tape' || !KernelBackend.fits(this.#state)) this.#kernel = null;
  }

  /** Committed updates. */
  get step(): number {
    return this.#state.step;
  }

  get learningRate(): number {
    return this.#state.learningRate;
  }

  get zeroGradients(): boolean {
    return this.#state.zeroGradients;
  }

  get ended(): Ended {
    return this.#state.ended;
  }

  get divergedAt(): Divergence | null {
    return this.#state.divergedAt;
  }

  /** The last committed step's row; all NaN before the first. */
  get row(): Float64Array {
    return this.#state.row;
  }

  get tape(): Tape {
    return this.#state.tape;
  }

  get model(): Model {
    return this.#state.model;
  }

  get examples(): Examples {
    return this.#state.examples;
  }

  get pass(): BatchPass {
    return this.#state.pass;
  }

  /** Updates that pass over the training examples once. */
  get updatesPerEpoch(): number {
    return this.#state.updatesPerEpoch;
  }

  /** Names of the parameters, in declared order. */
  get parameterNames(): readonly string[] {
    return this.#state.parameters.names;
  }

  /** The parameters before the first update, in declared order. */
  get initial(): Float64Array {
    return this.#state.initial;
  }

  /** The parameters after the last committed update, or the initial ones before the first. */
  get committed(): Float64Array {
    return this.#state.parameters.committed;
  }

  /** How many parameters stand in rows. */
  get tracked(): number {
    return this.#state.tracked;
  }

  /** The column of a row that holds tracked parameter i after the update. */
  parameterColumn(i: number): number {
    return FIXED_COLUMNS + i;
  }

  gradientColumn(i: number): number {
    return FIXED_COLUMNS + this.tracked + i;
  }

  /** The loss before the last committed update; null before the first. */
  get loss(): number | null {
    return this.step === 0 ? null : (this.row[COLUMN.loss] as number);
  }

  /** Indices from 0 of the training examples that the coming step takes. */
  get batch(): readonly number[] {
    return this.#state.sampler.batch;
  }

  /** Nodes of the parameters on the tape, in declared order. */
  get parameterNodes(): Int32Array {
    return this.#state.parameters.nodes;
  }

  get dead(): GateWatch['report'] {
    return this.#state.gates.report;
  }

  /** Whose gradients the coming step zeroes: a graph that is built anew has only the parameters from before. */
  get zeroed(): Zeroed {
    return this.#state.zeroed;
  }

  /** Whether the coming step goes backward through the graph of the step before, without a forward pass. */
  get reuses(): boolean {
    return this.#state.reuses;
  }

  /** Lets `change` hold from the coming update on, and returns it with that step. */
  intervene(change: Change): Intervention {
    this.applyInterventions();
    const intervention = this.#interventions.insert({ step: this.step + 1, change });
    this.applyInterventions();
    return intervention;
  }

  /**
   * Takes up to `count` steps and stops at the run's end.
   * After a divergence the trainer stands at its last finite state: the graph, the row and the parameters of `step`.
   */
  advance(count: number, sink?: RowSink): void {
    this.#advance(count, {
      take: (backend, steps) => backend.take(steps, sink),
      byRow: sink !== undefined,
    });
  }

  /** As `advance`, and records the rows. */
  record(count: number, history: History): void {
    this.#advance(count, {
      take: (backend, steps) => backend.record(steps, history),
      byRow: false,
    });
  }

  #advance(count: number, how: Taking): void {
    if (!this.model.trains) return;
    const last = Math.min(this.step + count, this.recipe.stop.steps);
    while (this.step < last && this.ended === null) this.#stretch(last, how);
  }

  /** Steps up to `last` as far as nothing intervenes. */
  #stretch(last: number, how: Taking): void {
    const state = this.#state;
    const start = this.save(true);
    this.applyInterventions();
    const until = Math.min(last, this.#interventions.next - 1);
    const wanted = until - state.step;
    const kernel = this.#kernelFor(wanted, how.byRow);
    const taken = kernel ? how.take(kernel, wanted) : 0;
    this.kernelSteps += taken;
    if (taken > 0) return;
    // A step that the kernel does not commit may be one that the tape does.
    how.take(this.#tape, kernel ? 1 : wanted);
    if (state.step === until || state.ended !== null) return;
    if (kernel && state.step > start.step) {
      this.#kernel = null;
      return;
    }

    const reached = state.step;
    const divergedAt = { step: reached + 1, ...this.#notFinite() };
    this.restore(start);
    if (reached > state.step) {
      this.applyInterventions();
      this.#tape.take(reached - state.step);
    }
    // Also undoes what a change at rest set for the step that failed.
    state.parameters.write(state.tape.data, state.parameters.committed);
    state.divergedAt = divergedAt;
    state.ended = 'diverged';
  }

  /** The kernel, where it is worth its while for so many steps. */
  #kernelFor(steps: number, byRow: boolean): KernelBackend | null {
    const { tape, sampler } = this.#state;
    const work = tape.nodes.length * sampler.size;
    const slow = steps * work < FEW || (byRow && work < SMALL);
    if ((slow && this.backend === 'fastest') || this.#kernel === null) return null;
    this.#kernel ??= KernelBackend.compiled(this.#state);
    return this.#kernel?.ready ? this.#kernel : null;
  }

  /**
   * @param graph whether to keep what the graph shows, too; without it a restored trainer shows it after its next step. A graph
   * that is built once is always kept.
   */
  save(graph = this.recipe.graph !== 'rebuilt'): Checkpoint {
    return this.#state.save(this.#interventions.applied, graph);
  }

  restore(from: Checkpoint): void {
    this.#interventions.applied = from.applied;
    this.#state.restore(from);
  }

  /** Sets the data leaves to training example `index`. */
  setExample(index: number): void {
    this.#state.setExample(index);
  }

  /** Takes up the changes that hold from the coming step on. */
  applyInterventions(): void {
    const state = this.#state;
    for (const change of this.#interventions.due(state.step + 1)) {
      if (change.kind === 'learning-rate') state.learningRate = change.value;
      else if (change.kind === 'zero-gradients') state.zeroGradients = change.on;
      else {
        const index = this.parameterNodes[this.parameterNames.indexOf(change.name)];
        if (index !== undefined) state.tape.data[index] = change.value;
      }
    }
  }

  /** How the optimiser would move parameter i by `gradient` in the coming step. */
  move(i: number, gradient: number) {
    const { tape, optimizer, learningRate } = this.#state;
    const before = tape.data[this.parameterNodes[i] as number] as number;
    const after = optimizer.moved(i, before, gradient, learningRate);
    return { before, after, detail: optimizer.detail(i) };
  }

  #notFinite() {
    const { tape, batch, pass } = this;
    return firstNotFinite({
      tape,
      // A graph that is used again was finite when it was computed.
      batch: this.reuses ? [] : batch,
      setExample: (index) => this.setExample(index),
      loss: pass.total(pass.losses, batch.length),
      parameters: this.parameterNodes,
      updated: this.#tape.updated,
    });
  }
}
