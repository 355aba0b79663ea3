import { BETA_1, BETA_2 } from '../optimizer';
import { COLUMN, type TrainingState } from '../training-state';
import {
  after,
  block,
  f64,
  type F64,
  i32,
  type I32,
  repeat,
  returned,
  type Statement,
  when,
} from './instructions';
import type { Areas } from './layout';
import { type Local, WasmFunction } from './module';
import { adamRates } from './optimizer-code';
import { type Recorded, Recorder } from './recorder';

/** The address 0, to which an area's own is added. */
export const AT = i32.const(0);
export const ZERO = f64.const(0);

/** A variable that lives as long as a call, and the area it comes from and goes to. */
export interface Kept<T extends 'f64' | 'i32'> {
  readonly area: number;
  readonly variable: Local<T>;
}

/** The loop over steps, which every kernel has: which examples, the mean of the losses, the ends of step, epoch and call. */
export abstract class TrainingLoop {
  protected readonly within = new WasmFunction(1);
  /** Whether a step takes one example. */
  protected readonly single: boolean;
  /** Examples of the step. */
  protected readonly count = this.within.local('i32');
  /** What each example's loss counts. */
  protected readonly share = this.within.local('f64');
  protected readonly loss = this.within.local('f64');
  protected readonly sample = this.within.local('f64');
  protected readonly learningRate = this.within.local('f64');
  protected readonly rate = this.within.local('f64');
  protected readonly root = this.within.local('f64');
  protected readonly position = this.within.local('i32');
  readonly #steps = this.within.local('i32');
  readonly #scheduled = this.within.local('i32');
  readonly #untilEpoch = this.within.local('i32');
  readonly #epochs = this.within.local('i32');
  readonly #place = this.within.local('i32');
  readonly #lossBelow = this.within.local('f64');
  readonly #epochSum = this.within.local('f64');
  readonly #epochLoss = this.within.local('f64');
  readonly #testLoss = this.within.local('f64');
  readonly #power1 = this.within.local('f64');
  readonly #power2 = this.within.local('f64');
  #recorder: Recorder | null = null;

  constructor(
    protected readonly state: TrainingState,
    protected readonly areas: Areas,
  ) {
    this.single = state.sampler.size === 1;
  }

  /** Goes forward and backward through the step's examples, sets `loss`, and moves on in the schedule. */
  protected abstract pass(): Statement;
  /** Moves the parameters and counts on the gradients; @param leave where a number that this needs is not finite */
  protected abstract update(leave: Statement): Statement;
  /** What is to be done before the first step and after the last. */
  protected abstract enter(): Statement;
  protected abstract exit(): Statement;
  /** Gates that were open in the epoch become those that were open in the last. */
  protected abstract endEpoch(): Statement;
  /** Stores the loss of each test example in `testLosses`. */
  protected abstract test(): Statement;
  /** The rows' columns that change from step to step, and are finite. */
  protected abstract columns(): readonly Recorded[];

  /** @param records whether the function keeps the least and greatest of each column */
  written(records: boolean): { readonly function: WasmFunction; readonly code: I32 } {
    if (records) {
      const seldom = [
        // Where each step is an epoch, its loss is the step's.
        ...(this.state.updatesPerEpoch > 1 ? [COLUMN.epochLoss] : []),
        ...(this.state.test ? [COLUMN.testLoss] : []),
      ];
      this.#recorder = new Recorder(this.areas, this.within, this.columns(), seldom);
    }
    const wanted = this.within.parameter(0);
    const body = block(
      this.#begin(),
      repeat(this.#step(), i32.lt(this.#steps.get, wanted.get)),
      this.#end(),
    );
    return { function: this.within, code: after(body, this.#steps.get) };
  }

  get #numbers(): Kept<'f64'>[] {
    const { epochSum, power1, power2 } = this.areas;
    return [
      { area: epochSum, variable: this.#epochSum },
      { area: power1, variable: this.#power1 },
      { area: power2, variable: this.#power2 },
    ];
  }

  get #counters(): Kept<'i32'>[] {
    const { position, untilEpoch, epochs } = this.areas;
    return [
      { area: position, variable: this.position },
      { area: untilEpoch, variable: this.#untilEpoch },
      { area: epochs, variable: this.#epochs },
    ];
  }

  #begin(): Statement {
    const { areas } = this;
    return block(
      ...this.#numbers.map(({ area, variable }) => variable.set(f64.load(AT, area))),
      ...this.#counters.map(({ area, variable }) => variable.set(i32.load(AT, area))),
      this.learningRate.set(f64.load(AT, areas.learningRate)),
      this.#lossBelow.set(f64.load(AT, areas.lossBelow)),
      this.#scheduled.set(i32.load(AT, areas.scheduled)),
      this.#steps.set(i32.const(0)),
      this.sample.set(f64.const(1)),
      this.enter(),
      this.#recorder?.begin() ?? block(),
    );
  }

  #end(): Statement {
    const { areas } = this;
    return block(
      ...this.#numbers.map(({ area, variable }) => f64.store(AT, area, variable.get)),
      ...this.#counters.map(({ area, variable }) => i32.store(AT, area, variable.get)),
      f64.store(AT, areas.loss, this.loss.get),
      // An epoch's sum begins with 0: it is never −0.
      f64.store(AT, areas.epochLoss, f64.add(this.#epochLoss.get, ZERO)),
      f64.store(AT, areas.testLoss, this.#testLoss.get),
      f64.store(AT, areas.sample, this.sample.get),
      this.exit(),
      this.#recorder?.end() ?? block(),
    );
  }

  #step(): Statement {
    const adam = this.state.recipe.optimizer === 'adam';
    const rates = adamRates(this.learningRate.get, this.#power1.get, this.#power2.get);
    // Where a step cannot be committed, only what was recorded counts.
    const leave = block(this.#recorder?.end() ?? block(), returned(this.#steps.get));
    return block(
      this.pass(),
      adam ? block(this.rate.set(rates.rate), this.root.set(rates.root)) : block(),
      this.update(leave),
      adam
        ? block(
            this.#power1.set(f64.mul(this.#power1.get, f64.const(BETA_1))),
            this.#power2.set(f64.mul(this.#power2.get, f64.const(BETA_2))),
          )
        : block(),
      this.#recorder?.step() ?? block(),
      this.#steps.set(i32.add(this.#steps.get, i32.const(1))),
      this.#endOfEpoch(),
    );
  }

  /** Index of the example at an entry of the schedule, as the offset of its numbers in a column. */
  protected exampleAt(entry: I32): I32 {
    const index = i32.load(i32.shl(entry, i32.const(2)), this.areas.schedule);
    return i32.shl(index, i32.const(3));
  }

  protected movePosition(by: I32): Statement {
    const first = this.position.set(i32.const(0));
    return block(
      this.position.set(i32.add(this.position.get, by)),
      when(i32.ge(this.position.get, this.#scheduled.get), first),
    );
  }

  /** Sets `count` and `share`: an epoch's last batch may be smaller. */
  protected countExamples(): Statement {
    const { updatesPerEpoch, sampler, pass } = this.state;
    const { size, count } = sampler;
    const before = i32.sub(i32.const(updatesPerEpoch), this.#untilEpoch.get);
    const left = i32.sub(i32.const(count), i32.mul(before, i32.const(size)));
    const smaller = when(i32.lt(left, i32.const(size)), this.count.set(left));
    const mean = f64.div(f64.const(1), f64.ofI32(this.count.get));
    return block(
      this.count.set(i32.const(size)),
      count % size === 0 ? block() : smaller,
      this.share.set(pass.sums ? f64.const(1) : mean),
    );
  }

  /** Sets `loss`: that of the step's examples. */
  protected addLosses(): Statement {
    return this.#total(this.loss, this.areas.losses, this.count.get);
  }

  /** The losses of an area from the first on, and their mean where the recipe takes that. */
  #total(sum: Local<'f64'>, losses: number, count: I32): Statement {
    const one = f64.load(i32.shl(this.#place.get, i32.const(3)), losses);
    const more = i32.lt(this.#place.get, count);
    const add = block(
      sum.set(f64.add(sum.get, one)),
      this.#place.set(i32.add(this.#place.get, i32.const(1))),
    );
    const mean = sum.set(f64.div(sum.get, f64.ofI32(count)));
    return block(
      sum.set(f64.load(AT, losses)),
      this.#place.set(i32.const(1)),
      when(more, repeat(add, more)),
      this.state.pass.sums ? block() : mean,
    );
  }

  /** The test loss after an epoch. */
  #tested(): Statement {
    const { test, examples } = this.state;
    if (!test) return block();
    const count = i32.const(examples.count - examples.training);
    return block(
      this.test(),
      this.#total(this.#testLoss, this.areas.testLosses, count),
      this.#recorder?.seldom(COLUMN.testLoss, this.#testLoss.get) ?? block(),
    );
  }

  #endOfEpoch(): Statement {
    const { updatesPerEpoch } = this.state;
    const isBelow = f64.lt(this.#epochLoss.get, this.#lossBelow.get);
    const ended = block(
      this.#epochs.set(i32.const(1)),
      this.endEpoch(),
      this.#tested(),
      this.#recorder?.seldom(COLUMN.epochLoss, this.#epochLoss.get) ?? block(),
      when(isBelow, block(this.#end(), returned(this.#steps.get))),
    );
    if (updatesPerEpoch === 1) return block(this.#epochLoss.set(this.loss.get), ended);
    const complete = block(
      this.#epochLoss.set(f64.div(this.#epochSum.get, f64.const(updatesPerEpoch))),
      this.#epochSum.set(ZERO),
      this.#untilEpoch.set(i32.const(updatesPerEpoch)),
      ended,
    );
    return block(
      this.#epochSum.set(f64.add(this.#epochSum.get, this.loss.get)),
      this.#epochLoss.set(f64.const(Number.NaN)),
      this.state.test ? this.#testLoss.set(f64.const(Number.NaN)) : block(),
      this.#untilEpoch.set(i32.sub(this.#untilEpoch.get, i32.const(1))),
      when(i32.eqz(this.#untilEpoch.get), complete),
    );
  }
}

/**
 * Whether one of these is not finite, or their sum is not. A gradient that is not finite leaves no finite parameter behind, with
 * each of the optimisers, so that parameters and loss are enough.
 */
export function isNotFinite(numbers: readonly F64[]): I32 {
  const [first = ZERO, ...rest] = numbers;
  const sum = rest.reduce((all, value) => f64.add(all, value), first);
  return i32.eqz(f64.lt(f64.abs(sum), f64.const(Infinity)));
}
