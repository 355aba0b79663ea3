import { dependsOn } from '../divergence';
import { opNames, ops } from '../ops';
import { COLUMN, type TrainingState } from '../training-state';
import { scalar } from './arithmetic';
import { Functions } from './functions';
import {
  after,
  block,
  f64,
  type F64,
  i32,
  type I32,
  ONE,
  repeat,
  returned,
  type Statement,
  when,
} from './instructions';
import { type Areas, areasOf, Layout } from './layout';
import { type Local, WasmFunction, wasmModule } from './module';
import { BETA_1, BETA_2 } from '../optimizer';
import { adamRates, moved } from './optimizer-code';
import type { Program } from './program';
import { parameterColumns, Recorder } from './recorder';

/** Nodes of a graph that is written out, at the most: the compiler's time and the code's size grow with them. */
const MOST_NODES = 2000;
const ZERO = f64.const(0);
const AT = i32.const(0);

/** Whether a run's graph can be written out node by node. */
export function isStraightLine({ tape, parameters }: TrainingState): boolean {
  const { codes } = tape;
  return codes.length <= MOST_NODES && parameters.nodes.length > 0 && codes.at(-1) !== -1;
}

/**
 * The training loop of a graph, every node in a variable of its own.
 *
 * Gradients begin with their first contribution and not with 0 + it, which can only change the sign of a zero; a zero's sign
 * cannot grow into another number on its way back, and a parameter's gradient gets its 0 + at the end.
 */
export function straightLine(state: TrainingState): Program {
  const layout = new Layout();
  const { examples, sampler, parameters, gates, row, data } = state;
  const areas = areasOf(layout, {
    parameters: parameters.names.length,
    gates: gates.count,
    columns: row.length,
    dataLeaves: data.nodes.length,
    examples: examples.training,
    batch: sampler.size,
  });
  const module = wasmModule([
    { name: 'run', ...new Loop(state, areas, false).written() },
    { name: 'record', ...new Loop(state, areas, true).written() },
  ]);
  return { module, areas, constants: layout.constants, bytes: layout.end };
}

/** One of the two exported functions. */
class Loop {
  readonly #within = new WasmFunction(1);
  readonly #functions = new Functions(this.#within);
  /** A node's value: a variable, or a constant. */
  readonly #data: readonly F64[];
  readonly #variables: readonly (Local<'f64'> | null)[];
  /** Null before the first contribution; a parameter's in a batch is never null. */
  readonly #gradients: (Local<'f64'> | null)[];
  readonly #relevant: Uint8Array;
  readonly #single: boolean;
  readonly #columns: readonly number[];

  readonly #steps = this.#within.local('i32');
  readonly #position = this.#within.local('i32');
  readonly #scheduled = this.#within.local('i32');
  readonly #untilEpoch = this.#within.local('i32');
  readonly #count = this.#within.local('i32');
  readonly #place = this.#within.local('i32');
  readonly #example = this.#within.local('i32');
  readonly #learningRate = this.#within.local('f64');
  readonly #lossBelow = this.#within.local('f64');
  readonly #epochSum = this.#within.local('f64');
  readonly #epochLoss = this.#within.local('f64');
  readonly #share = this.#within.local('f64');
  readonly #loss = this.#within.local('f64');
  readonly #check = this.#within.local('f64');
  readonly #power1 = this.#within.local('f64');
  readonly #power2 = this.#within.local('f64');
  readonly #rate = this.#within.local('f64');
  readonly #root = this.#within.local('f64');
  readonly #first: readonly Local<'f64'>[];
  readonly #second: readonly Local<'f64'>[];
  /** A parameter's gradient as a row has it: never −0. */
  readonly #total: readonly Local<'f64'>[];
  readonly #sample = this.#within.local('f64');
  readonly #epochs = this.#within.local('i32');
  readonly #open: readonly Local<'i32'>[];
  readonly #wasOpen: readonly Local<'i32'>[];
  readonly #recorder: Recorder | null;

  constructor(
    private readonly state: TrainingState,
    private readonly areas: Areas,
    records: boolean,
  ) {
    const { tape, parameters, data, sampler, gates, tracked, recipe } = state;
    const isConstant = tape.codes.map((code) => (code === -1 ? 1 : 0));
    for (const node of [...parameters.nodes, ...data.nodes]) isConstant[node] = 0;
    this.#variables = tape.nodes.map((_, i) =>
      isConstant[i] === 1 ? null : this.#within.local('f64'),
    );
    this.#data = this.#variables.map(
      (variable, i) => variable?.get ?? f64.const(tape.data[i] as number),
    );
    this.#relevant = dependsOn(tape, parameters.nodes);
    this.#gradients = tape.nodes.map(() => null);
    this.#single = sampler.size === 1;
    this.#columns = data.nodes.length === 0 ? [] : [...data.nodes.keys()];
    const count = parameters.names.length;
    this.#first = recipe.optimizer === 'sgd' ? [] : this.#within.locals('f64', count);
    this.#second = recipe.optimizer === 'adam' ? this.#within.locals('f64', count) : [];
    this.#total = this.#within.locals('f64', count);
    this.#open = this.#within.locals('i32', gates.count);
    this.#wasOpen = this.#within.locals('i32', gates.count);
    const prediction = this.#single && state.prediction >= 0;
    this.#recorder = records
      ? new Recorder(
          areas,
          this.#within,
          [
            { column: COLUMN.loss, value: this.#loss.get },
            ...(this.#single && state.examples.training > 1
              ? [{ column: COLUMN.sample, value: this.#sample.get }]
              : []),
            ...(prediction
              ? [{ column: COLUMN.prediction, value: this.#data[state.prediction] as F64 }]
              : []),
            ...parameterColumns(
              [...parameters.nodes].map((node) => this.#data[node] as F64),
              this.#total.map((one) => one.get),
              tracked,
            ),
          ],
          state.updatesPerEpoch > 1,
        )
      : null;
  }

  written(): { readonly function: WasmFunction; readonly code: I32 & { readonly type: 'i32' } } {
    const wanted = this.#within.parameter(0);
    const body = block(
      this.#begin(),
      this.#recorder?.begin() ?? block(),
      repeat(this.#step(), i32.lt(this.#steps.get, wanted.get)),
      this.#end(),
    );
    return { function: this.#within, code: after(body, this.#steps.get) };
  }

  /** Variables that live as long as the call, by the area they come from and go to. */
  #kept(): { readonly area: number; readonly variable: Local<'f64'> }[] {
    const { areas } = this;
    const each = (area: number, variables: readonly Local<'f64'>[]) =>
      variables.map((variable, i) => ({ area: area + 8 * i, variable }));
    return [
      { area: areas.epochSum, variable: this.#epochSum },
      ...(this.#second.length > 0
        ? [
            { area: areas.power1, variable: this.#power1 },
            { area: areas.power2, variable: this.#power2 },
          ]
        : []),
      ...each(areas.parameters, this.#parameterVariables),
      ...each(areas.first, this.#first),
      ...each(areas.second, this.#second),
    ];
  }

  #counters(): { readonly area: number; readonly variable: Local<'i32'> }[] {
    const { areas } = this;
    return [
      { area: areas.position, variable: this.#position },
      { area: areas.untilEpoch, variable: this.#untilEpoch },
      { area: areas.epochs, variable: this.#epochs },
      ...this.#open.map((variable, i) => ({ area: areas.open + 16 * i, variable })),
      ...this.#wasOpen.map((variable, i) => ({ area: areas.wasOpen + 16 * i, variable })),
    ];
  }

  get #parameterVariables(): readonly Local<'f64'>[] {
    const { nodes } = this.state.parameters;
    return [...nodes].map((node) => this.#variables[node] as Local<'f64'>);
  }

  #begin(): Statement {
    const { areas, state } = this;
    return block(
      ...this.#kept().map(({ area, variable }) => variable.set(f64.load(AT, area))),
      ...this.#counters().map(({ area, variable }) => variable.set(i32.load(AT, area))),
      this.#learningRate.set(f64.load(AT, areas.learningRate)),
      this.#lossBelow.set(f64.load(AT, areas.lossBelow)),
      this.#scheduled.set(i32.load(AT, areas.scheduled)),
      this.#steps.set(i32.const(0)),
      // One example stays where it is.
      state.examples.training === 1 ? block(this.#example.set(AT), this.#leaves()) : block(),
      this.#sample.set(f64.const(1)),
    );
  }

  #end(): Statement {
    const { areas, state } = this;
    const { prediction } = state;
    const single = this.#single && prediction >= 0;
    return block(
      ...this.#kept().map(({ area, variable }) => f64.store(AT, area, variable.get)),
      ...this.#counters().map(({ area, variable }) => i32.store(AT, area, variable.get)),
      ...this.#total.map(({ get }, i) => f64.store(AT, areas.gradients + 8 * i, get)),
      f64.store(AT, areas.loss, this.#loss.get),
      f64.store(AT, areas.epochLoss, this.#epochLoss.get),
      this.#single ? f64.store(AT, areas.sample, this.#sample.get) : block(),
      single ? f64.store(AT, areas.prediction, this.#data[prediction] as F64) : block(),
      this.#recorder?.end() ?? block(),
    );
  }

  /** Ends the call where a step cannot be committed: only what was recorded counts. */
  #leave(): Statement {
    return block(this.#recorder?.end() ?? block(), returned(this.#steps.get));
  }

  #step(): Statement {
    return block(
      this.#single ? this.#example1() : this.#batch(),
      this.#update(),
      this.#steps.set(i32.add(this.#steps.get, i32.const(1))),
      this.#endOfEpoch(),
    );
  }

  /** Forward and backward through the one example of a step. */
  #example1(): Statement {
    const { state, areas } = this;
    const many = state.examples.training > 1;
    const entry = i32.shl(this.#position.get, i32.const(2));
    const chosen = block(
      this.#example.set(i32.load(entry, areas.schedule)),
      this.#sample.set(f64.ofI32(i32.add(this.#example.get, i32.const(1)))),
      this.#example.set(i32.shl(this.#example.get, i32.const(3))),
      this.#leaves(),
      this.#movePosition(i32.const(1)),
    );
    return block(
      many ? chosen : block(),
      this.#forward(),
      this.#watch(),
      this.#loss.set(this.#data.at(-1) as F64),
      this.#backward(ONE),
    );
  }

  #movePosition(by: I32): Statement {
    return block(
      this.#position.set(i32.add(this.#position.get, by)),
      when(i32.ge(this.#position.get, this.#scheduled.get), this.#position.set(i32.const(0))),
    );
  }

  /** From the batch's last example to the first; their losses are added from the first on. */
  #batch(): Statement {
    const { state, areas } = this;
    const { size, count } = state.sampler;
    const even = count % size === 0;
    // The last batch of an epoch may be smaller.
    const left = i32.sub(i32.const(count), this.#inEpoch());
    const summed = state.pass.sums;
    const divided = (sum: F64) => (summed ? sum : f64.div(sum, f64.ofI32(this.#count.get)));
    const parameters = [...state.parameters.nodes];
    for (const node of parameters) this.#gradients[node] ??= this.#within.local('f64');
    const gradient = (node: number) => this.#gradients[node] as Local<'f64'>;
    const place8 = i32.shl(this.#place.get, i32.const(3));
    const entry = i32.shl(i32.add(this.#position.get, this.#place.get), i32.const(2));
    const one = block(
      this.#place.set(i32.sub(this.#place.get, i32.const(1))),
      this.#example.set(i32.shl(i32.load(entry, areas.schedule), i32.const(3))),
      this.#leaves(),
      this.#forward(),
      this.#watch(),
      f64.store(place8, areas.losses, this.#data.at(-1) as F64),
      this.#backward(this.#share.get),
    );
    return block(
      this.#count.set(i32.const(size)),
      even ? block() : when(i32.lt(left, i32.const(size)), this.#count.set(left)),
      this.#share.set(summed ? f64.const(1) : f64.div(f64.const(1), f64.ofI32(this.#count.get))),
      ...parameters.map((node) => gradient(node).set(ZERO)),
      this.#place.set(this.#count.get),
      repeat(one, i32.gt(this.#place.get, i32.const(0))),
      this.#loss.set(f64.load(AT, areas.losses)),
      this.#place.set(i32.const(1)),
      when(
        i32.lt(this.#place.get, this.#count.get),
        repeat(
          block(
            this.#loss.set(f64.add(this.#loss.get, f64.load(place8, areas.losses))),
            this.#place.set(i32.add(this.#place.get, i32.const(1))),
          ),
          i32.lt(this.#place.get, this.#count.get),
        ),
      ),
      this.#loss.set(divided(this.#loss.get)),
      this.#movePosition(this.#count.get),
    );
  }

  /** Examples of the epoch that went before: those of whole batches. */
  #inEpoch(): I32 {
    const { updatesPerEpoch, sampler } = this.state;
    const done = i32.sub(i32.const(updatesPerEpoch), this.#untilEpoch.get);
    return i32.mul(done, i32.const(sampler.size));
  }

  /** The example's numbers into the data leaves. */
  #leaves(): Statement {
    const { data, examples } = this.state;
    return block(
      ...this.#columns.map((i) => {
        const leaf = this.#variables[data.nodes[i] as number] as Local<'f64'>;
        const column = this.areas.examples + 8 * examples.training * i;
        return leaf.set(f64.load(this.#example.get, column));
      }),
    );
  }

  #forward(): Statement {
    const { tape } = this.state;
    return block(
      ...tape.nodes.map((_, i) => {
        const name = opNames[tape.codes[i] as number];
        if (name === undefined) return block();
        const value = ops[name].kernel.value(this.#operands(i));
        return (this.#variables[i] as Local<'f64'>).set(value);
      }),
    );
  }

  #operands(i: number) {
    const { first, second } = this.state.tape;
    const a = this.#data[first[i] as number] as F64;
    return { a, b: this.#data[second[i] as number] ?? ZERO, functions: this.#functions };
  }

  /** @param share the loss's own gradient */
  #backward(share: F64): Statement {
    const { tape } = this.state;
    const isParameter = new Set(this.state.parameters.nodes);
    const began = new Set<number>(this.#single ? [] : isParameter);
    const statements: Statement[] = [];
    const contribute = (to: number, flow: F64) => {
      const gradient = (this.#gradients[to] ??= this.#within.local('f64'));
      statements.push(gradient.set(began.has(to) ? f64.add(gradient.get, flow) : flow));
      began.add(to);
    };
    const root = tape.codes.length - 1;
    for (let i = root; i >= 0; i--) {
      const name = opNames[tape.codes[i] as number];
      if (name === undefined || this.#relevant[i] === 0) continue;
      const g = i === root ? share : began.has(i) ? (this.#gradients[i] as Local<'f64'>).get : ZERO;
      const upstream = { ...this.#operands(i), out: this.#data[i] as F64, g };
      ops[name].kernel.flows.forEach((flow, k) => {
        const to = (k === 0 ? tape.first : tape.second)[i] as number;
        if (this.#relevant[to] === 1) contribute(to, flow(upstream));
      });
    }
    for (const node of isParameter) if (!began.has(node)) contribute(node, ZERO);
    return block(...statements);
  }

  /** Keeps which gates let a gradient through. */
  #watch(): Statement {
    const { gates } = this.state;
    return block(
      ...this.#open.map((open, i) => {
        const { z, closedAtZero } = gates.at(i);
        const passes = (closedAtZero ? f64.gt : f64.ge)(this.#data[z] as F64, ZERO);
        return open.set(i32.or(open.get, passes));
      }),
    );
  }

  /** Moves the parameters; leaves where a number that the update needs is not finite. */
  #update(): Statement {
    const { state } = this;
    const { optimizer } = state.recipe;
    const adam = optimizer === 'adam';
    const rates = adamRates(this.#learningRate.get, this.#power1.get, this.#power2.get);
    const updates = this.#parameterVariables.map((parameter, i) => {
      const node = state.parameters.nodes[i] as number;
      const raw = (this.#gradients[node] as Local<'f64'>).get;
      const total = this.#total[i] as Local<'f64'>;
      const { moments, value } = moved(
        scalar,
        optimizer,
        {
          value: parameter.get,
          // Without moments a zero's sign makes no difference: a parameter is never −0, and x − 0 = x + 0.
          gradient: optimizer === 'sgd' ? raw : total.get,
          first: this.#first[i] ?? total,
          second: this.#second[i] ?? total,
        },
        {
          learningRate: this.#learningRate.get,
          rate: this.#rate.get,
          root: this.#root.get,
        },
      );
      return block(total.set(f64.add(raw, ZERO)), moments, parameter.set(value));
    });
    return block(
      adam ? block(this.#rate.set(rates.rate), this.#root.set(rates.root)) : block(),
      ...updates,
      this.#finite(),
      adam
        ? block(
            this.#power1.set(f64.mul(this.#power1.get, f64.const(BETA_1))),
            this.#power2.set(f64.mul(this.#power2.get, f64.const(BETA_2))),
          )
        : block(),
      this.#recorder?.step() ?? block(),
    );
  }

  /**
   * A finite number times 0 is 0, any other NaN. A gradient that is not finite leaves no finite parameter behind, with each
   * of the optimisers, so that parameters and loss are enough; the prediction is recorded as if it were finite.
   */
  #finite(): Statement {
    const { prediction } = this.state;
    const predicted = this.#single && prediction >= 0 ? [this.#data[prediction] as F64] : [];
    const needed = [
      this.#loss.get,
      ...predicted,
      ...this.#parameterVariables.map((one) => one.get),
    ].map((value) => f64.mul(value, ZERO));
    return block(
      this.#check.set(needed.reduce((sum, value) => f64.add(sum, value))),
      when(f64.ne(this.#check.get, ZERO), this.#leave()),
    );
  }

  #endOfEpoch(): Statement {
    const { updatesPerEpoch } = this.state;
    const whole = updatesPerEpoch === 1;
    const ended = block(
      this.#epochs.set(i32.const(1)),
      ...this.#open.flatMap((open, i) => [
        (this.#wasOpen[i] as Local<'i32'>).set(open.get),
        open.set(i32.const(0)),
      ]),
      this.#recorder?.epoch(this.#epochLoss.get) ?? block(),
      when(
        f64.lt(this.#epochLoss.get, this.#lossBelow.get),
        block(this.#end(), returned(this.#steps.get)),
      ),
    );
    // The sum begins with 0: it is never −0.
    const sum = f64.add(this.#epochSum.get, this.#loss.get);
    if (whole) return block(this.#epochLoss.set(f64.add(this.#loss.get, ZERO)), ended);
    const complete = block(
      this.#epochLoss.set(f64.div(this.#epochSum.get, f64.const(updatesPerEpoch))),
      this.#epochSum.set(ZERO),
      this.#untilEpoch.set(i32.const(updatesPerEpoch)),
      ended,
    );
    return block(
      this.#epochSum.set(sum),
      this.#epochLoss.set(f64.const(Number.NaN)),
      this.#untilEpoch.set(i32.sub(this.#untilEpoch.get, i32.const(1))),
      when(i32.eqz(this.#untilEpoch.get), complete),
    );
  }
}
