import type { Backend, RowSink } from '../backend';
import type { History } from '../history';
import type { TrainingState } from '../training-state';
import { KernelMemory } from './kernel-memory';
import { scheduleLength } from './layout';
import { layered } from './layered';
import type { Program } from './program';
import { isStraightLine, straightLine } from './straight-line';
import { webAssembly } from './web-assembly';
import { workspace } from './workspace';

/** Work between two looks at the sampler, in computations of a node: some ten milliseconds. */
const STRETCH = 16_000_000;

function programOf(state: TrainingState): Program {
  const { recipe } = state;
  return recipe.model === 'mlp' ? layered(state, recipe) : straightLine(state);
}

/** Takes steps in a generated WebAssembly loop. What it does not commit, the tape is to try. */
export class KernelBackend implements Backend {
  readonly #state: TrainingState;
  readonly #memory: KernelMemory;
  /** Steps of a stretch at the most. */
  readonly #stretch: number;
  readonly #single: boolean;

  /** Whether there is a kernel for a state's recipe: not for graphs that are used again, nor very large expressions. */
  static fits(state: TrainingState): boolean {
    const { recipe, model } = state;
    if (!model.trains || recipe.graph !== 'rebuilt') return false;
    return recipe.model === 'mlp' || isStraightLine(state);
  }

  /** Null where the machine cannot compile it: V8 wants SSE4.1 for lanes. */
  static compiled(state: TrainingState): KernelBackend | null {
    try {
      return new KernelBackend(state);
    } catch (error) {
      if (error instanceof webAssembly.CompileError) return null;
      throw error;
    }
  }

  private constructor(state: TrainingState) {
    this.#state = state;
    this.#memory = new KernelMemory(state, programOf(state));
    const { sampler, tape } = state;
    this.#single = sampler.size === 1;
    const work = Math.max(1, Math.floor(STRETCH / (tape.nodes.length * sampler.size)));
    const drawn = Math.floor(scheduleLength(sampler.count) / sampler.size);
    this.#stretch = sampler.draws ? Math.min(work, drawn) : work;
  }

  /** Whether the coming steps can be taken as the state stands. */
  get ready(): boolean {
    const { zeroGradients, parameters, tape } = this.#state;
    // A kernel zeroes the gradients, and relies on it that a parameter is not −0.
    if (workspace.busy || !zeroGradients) return false;
    return parameters.nodes.every((node) => !Object.is(tape.data[node], -0));
  }

  take(count: number, sink?: RowSink): number {
    return this.#whole(count, (wanted) => {
      if (!sink) return this.#run(wanted);
      for (let taken = 0; taken < wanted; taken++) {
        if (this.#runOne() === 0) return taken;
        sink(this.#state.row, this.#state.step);
        if (this.#state.ended !== null) return taken + 1;
      }
      return wanted;
    });
  }

  /** As `take`, and records the rows. */
  record(count: number, history: History): number {
    return this.#whole(count, (wanted) => {
      const memory = this.#memory;
      memory.backUp('anchor');
      let taken = 0;
      // Whether the parameters before the last step are remembered, so that its graph can be shown.
      let remembered = true;
      while (taken < wanted && this.#state.ended === null) {
        // The last step is taken by itself.
        const room = Math.min(history.room, Math.max(1, wanted - taken - 1));
        const now = room === 1 ? this.#recordOne(history) : this.#recordMany(room, history);
        taken += now;
        if (now > 0) remembered = room === 1 || now < room;
        if (now < room) break;
      }
      if (!remembered) {
        memory.undo('anchor');
        this.#retake(taken);
      }
      return taken;
    });
  }

  /** Takes up to `count` steps in stretches. */
  #whole(count: number, steps: (wanted: number) => number): number {
    workspace.busy = true;
    try {
      return this.#stretches(count, steps);
    } finally {
      workspace.busy = false;
    }
  }

  #stretches(count: number, steps: (wanted: number) => number): number {
    const state = this.#state;
    this.#memory.write();
    const { sampler } = state;
    if (!sampler.draws) {
      this.#memory.schedule.set(sampler.inOrder);
      this.#memory.setSchedule(sampler.position, sampler.count);
    }
    let batch: readonly number[] = [];
    let total = 0;
    while (total < count && state.ended === null) {
      const wanted = Math.min(count - total, this.#stretch);
      const from = sampler.draws ? sampler.save() : null;
      const drawn = from ? this.#draw(wanted) : [];
      const taken = steps(wanted);
      if (from && taken === wanted) batch = drawn;
      else if (taken > 0) {
        if (from) sampler.restore(from);
        sampler.skip(taken - 1);
        batch = sampler.batch;
        sampler.skip(1);
      } else if (from) sampler.restore(from);
      total += taken;
      if (taken < wanted) break;
    }
    if (total > 0) this.#memory.readState(total, batch);
    return total;
  }

  /** Draws the examples of the coming steps. @returns those of the last */
  #draw(steps: number): readonly number[] {
    const { sampler } = this.#state;
    const entries = this.#memory.schedule;
    const before = steps > 1 ? sampler.writeInto(entries, steps - 1) : 0;
    const { batch } = sampler;
    const length = before + sampler.writeInto(entries.subarray(before), 1);
    this.#memory.setSchedule(0, length);
    return batch;
  }

  /** Takes `count` steps, the last of them so that its graph can be shown. */
  #run(count: number): number {
    if (count === 1) return this.#runOne();
    const memory = this.#memory;
    memory.backUp();
    let taken = memory.run(count - 1);
    if (taken === count - 1 && !memory.isBelowBound) {
      memory.remember();
      taken += memory.run(1);
    }
    if (taken < count) this.#land(taken);
    else this.#stand(taken);
    return taken;
  }

  #runOne(): number {
    const memory = this.#memory;
    memory.backUp();
    if (memory.run(1) === 0) {
      memory.undo();
      return 0;
    }
    memory.rememberBackup();
    this.#stand(1);
    return 1;
  }

  #recordOne(history: History): number {
    const taken = this.#runOne();
    if (taken === 1) history.record(this.#state.row);
    return taken;
  }

  /** Takes `count` ≥ 2 steps that lie in one bucket of the history. */
  #recordMany(count: number, history: History): number {
    const memory = this.#memory;
    memory.backUp();
    const taken = memory.record(count);
    if (taken < count) this.#land(taken);
    else this.#stand(taken);
    if (taken > 0) memory.recordRange(taken, history);
    return taken;
  }

  /** Takes the first `count` steps since the copy was made again. */
  #land(count: number): void {
    this.#memory.undo();
    if (count === 0) return;
    this.#retake(count);
    this.#stand(count);
  }

  /** Steps that went well once, the last of them so that its graph can be shown. */
  #retake(count: number): void {
    const memory = this.#memory;
    if (count > 1) memory.run(count - 1);
    memory.remember();
    memory.run(1);
  }

  /** The trainer stands `steps` further. */
  #stand(steps: number): void {
    this.#state.step += steps;
    this.#memory.readStep(this.#single);
    this.#state.judgeEnd();
  }
}
