import { dependsOn, shownByRoot } from '../divergence';
import { opNames, ops } from '../ops';
import { COLUMN, type TrainingState } from '../training-state';
import { scalar } from './arithmetic';
import { GraphCode, isShort } from './graph-code';
import {
  block,
  f64,
  type F64,
  i32,
  type I32,
  ONE,
  repeat,
  type Statement,
  when,
} from './instructions';
import { type Areas, areasOf, Layout } from './layout';
import { type Local, wasmModule } from './module';
import { moved } from './optimizer-code';
import type { Program } from './program';
import { parameterColumns, type Recorded } from './recorder';
import { AT, isNotFinite, type Kept, TrainingLoop, ZERO } from './training-loop';

/** Whether a run's graph can be written out node by node. */
export function isStraightLine({ tape, parameters }: TrainingState): boolean {
  return isShort(tape) && parameters.nodes.length > 0 && tape.codes.at(-1) !== -1;
}

/** The training loop of a graph, every node in a variable of its own. */
export function straightLine(state: TrainingState): Program {
  const layout = new Layout();
  const areas = areasOf(layout, state);
  const module = wasmModule([
    { name: 'run', ...new StraightLine(state, areas).written(false) },
    { name: 'record', ...new StraightLine(state, areas).written(true) },
  ]);
  return { module, areas, constants: layout.constants, bytes: layout.end };
}

/**
 * Gradients begin with their first contribution and not with 0 + it, which can only change the sign of a zero; a zero's sign
 * cannot grow into another number on its way back, and a parameter's gradient gets its 0 + at the end.
 */
class StraightLine extends TrainingLoop {
  readonly #graph: GraphCode;
  readonly #gradients: (Local<'f64'> | null)[];
  readonly #relevant: Uint8Array;
  readonly #place = this.within.local('i32');
  readonly #example = this.within.local('i32');
  /** The prediction of the step: a test overwrites its node. */
  readonly #predicted = this.within.local('f64');
  readonly #first: readonly Local<'f64'>[];
  readonly #second: readonly Local<'f64'>[];
  /** Parameters' gradients as rows and moments have them: never −0. */
  readonly #totals: readonly F64[];
  readonly #open: readonly Local<'i32'>[];
  readonly #wasOpen: readonly Local<'i32'>[];

  constructor(state: TrainingState, areas: Areas) {
    super(state, areas);
    const { tape, parameters, gates, recipe } = state;
    this.#graph = new GraphCode(this.within, state);
    this.#relevant = dependsOn(tape, parameters.nodes);
    this.#gradients = tape.nodes.map(() => null);
    const count = parameters.names.length;
    this.#first = recipe.optimizer === 'sgd' ? [] : this.within.locals('f64', count);
    this.#second = recipe.optimizer === 'adam' ? this.within.locals('f64', count) : [];
    this.#totals = Array.from(parameters.nodes, (node) => {
      const gradient = (this.#gradients[node] = this.within.local('f64'));
      return f64.add(gradient.get, ZERO);
    });
    this.#open = this.within.locals('i32', gates.count);
    this.#wasOpen = this.within.locals('i32', gates.count);
  }

  protected columns(): readonly Recorded[] {
    const { state } = this;
    const { sample, prediction, loss } = COLUMN;
    const many = state.examples.training > 1;
    return [
      { column: loss, value: this.loss.get },
      ...this.#prediction.map((value) => ({ column: prediction, value })),
      ...(this.single && many ? [{ column: sample, value: this.sample.get }] : []),
      ...parameterColumns(
        this.#parameters.map((one) => one.get),
        this.#totals,
        state.tracked,
      ),
    ];
  }

  /** The prediction, where rows have one. */
  get #prediction(): readonly F64[] {
    return this.single && this.state.prediction >= 0 ? [this.#predicted.get] : [];
  }

  get #parameters(): readonly Local<'f64'>[] {
    return this.#graph.parameters;
  }

  #numbers(): Kept<'f64'>[] {
    const { areas } = this;
    const each = (area: number, variables: readonly Local<'f64'>[]) =>
      variables.map((variable, i) => ({ area: area + 8 * i, variable }));
    return [
      ...each(areas.parameters, this.#parameters),
      ...each(areas.first, this.#first),
      ...each(areas.second, this.#second),
    ];
  }

  #flags(): Kept<'i32'>[] {
    const { open, wasOpen } = this.areas;
    return [
      ...this.#open.map((variable, i) => ({ area: open + 16 * i, variable })),
      ...this.#wasOpen.map((variable, i) => ({ area: wasOpen + 16 * i, variable })),
    ];
  }

  protected enter(): Statement {
    const one = this.state.examples.training === 1;
    return block(
      ...this.#numbers().map(({ area, variable }) => variable.set(f64.load(AT, area))),
      ...this.#flags().map(({ area, variable }) => variable.set(i32.load(AT, area))),
      // One example stays where it is.
      one ? block(this.#example.set(AT), this.#leaves()) : block(),
    );
  }

  protected exit(): Statement {
    const { areas } = this;
    return block(
      ...this.#numbers().map(({ area, variable }) => f64.store(AT, area, variable.get)),
      ...this.#flags().map(({ area, variable }) => i32.store(AT, area, variable.get)),
      ...this.#totals.map((value, i) => f64.store(AT, areas.gradients + 8 * i, value)),
      ...this.#prediction.map((value) => f64.store(AT, areas.prediction, value)),
    );
  }

  protected endEpoch(): Statement {
    return block(
      ...this.#open.flatMap((open, i) => [
        (this.#wasOpen[i] as Local<'i32'>).set(open.get),
        open.set(i32.const(0)),
      ]),
    );
  }

  protected pass(): Statement {
    return this.single ? this.#onePass() : this.#batchPass();
  }

  #onePass(): Statement {
    const index = i32.load(i32.shl(this.position.get, i32.const(2)), this.areas.schedule);
    const chosen = block(
      this.#example.set(index),
      this.sample.set(f64.ofI32(i32.add(this.#example.get, i32.const(1)))),
      this.#example.set(i32.shl(this.#example.get, i32.const(3))),
      this.#leaves(),
      this.movePosition(i32.const(1)),
    );
    return block(
      this.state.examples.training > 1 ? chosen : block(),
      this.#graph.forward(),
      this.#watch(),
      ...this.#prediction.map(() =>
        this.#predicted.set(this.#graph.values[this.state.prediction] as F64),
      ),
      this.loss.set(this.#graph.values.at(-1) as F64),
      this.#backward(ONE),
    );
  }

  /** From the batch's last example to the first. */
  #batchPass(): Statement {
    const parameters = [...this.state.parameters.nodes];
    const gradients = parameters.map(
      (node) => (this.#gradients[node] ??= this.within.local('f64')),
    );
    const one = block(
      this.#place.set(i32.sub(this.#place.get, i32.const(1))),
      this.#example.set(this.exampleAt(i32.add(this.position.get, this.#place.get))),
      this.#leaves(),
      this.#graph.forward(),
      this.#watch(),
      f64.store(
        i32.shl(this.#place.get, i32.const(3)),
        this.areas.losses,
        this.#graph.values.at(-1) as F64,
      ),
      this.#backward(this.share.get),
    );
    return block(
      this.countExamples(),
      ...gradients.map((gradient) => gradient.set(ZERO)),
      this.#place.set(this.count.get),
      repeat(one, i32.gt(this.#place.get, i32.const(0))),
      this.addLosses(),
      this.movePosition(this.count.get),
    );
  }

  /** The example's numbers into the data leaves. */
  #leaves(): Statement {
    const { examples } = this.areas;
    return this.#graph.leaves(this.#example.get, examples, 8 * this.state.examples.count);
  }

  /** Keeps which gates let a gradient through. */
  #watch(): Statement {
    const { gates } = this.state;
    return block(
      ...this.#open.map((open, i) => {
        const { z, closedAtZero } = gates.at(i);
        const passes = (closedAtZero ? f64.gt : f64.ge)(this.#graph.values[z] as F64, ZERO);
        return open.set(i32.or(open.get, passes));
      }),
    );
  }

  protected test(): Statement {
    const { training, count } = this.state.examples;
    const place = this.#place;
    const example = (index: I32) => this.#example.set(i32.shl(index, i32.const(3)));
    const one = block(
      example(i32.add(place.get, i32.const(training))),
      this.#leaves(),
      this.#graph.forward(),
      f64.store(
        i32.shl(place.get, i32.const(3)),
        this.areas.testLosses,
        this.#graph.values.at(-1) as F64,
      ),
      place.set(i32.add(place.get, i32.const(1))),
    );
    return block(
      place.set(i32.const(0)),
      repeat(one, i32.lt(place.get, i32.const(count - training))),
      training === 1 ? block(example(AT), this.#leaves()) : block(),
    );
  }

  /** Only through nodes that a parameter is among the operands of. @param share the loss's own gradient */
  #backward(share: F64): Statement {
    const { tape, parameters } = this.state;
    const began = new Set<number>(this.single ? [] : parameters.nodes);
    const statements: Statement[] = [];
    const contribute = (to: number, flow: F64) => {
      const gradient = (this.#gradients[to] ??= this.within.local('f64'));
      statements.push(gradient.set(began.has(to) ? f64.add(gradient.get, flow) : flow));
      began.add(to);
    };
    const root = tape.codes.length - 1;
    for (let i = root; i >= 0; i--) {
      const name = opNames[tape.codes[i] as number];
      if (name === undefined || this.#relevant[i] === 0) continue;
      const g = i === root ? share : began.has(i) ? (this.#gradients[i] as Local<'f64'>).get : ZERO;
      const upstream = { ...this.#graph.operands(i), out: this.#graph.values[i] as F64, g };
      ops[name].kernel.flows.forEach((flow, k) => {
        const to = (k === 0 ? tape.first : tape.second)[i] as number;
        if (this.#relevant[to] === 1) contribute(to, flow(upstream));
      });
    }
    for (const node of parameters.nodes) if (!began.has(node)) contribute(node, ZERO);
    return block(...statements);
  }

  protected update(leave: Statement): Statement {
    const { optimizer } = this.state.recipe;
    const rates = {
      learningRate: this.learningRate.get,
      rate: this.rate.get,
      root: this.root.get,
    };
    const parameters = this.#parameters;
    const updates = parameters.map((parameter, i) => {
      const node = this.state.parameters.nodes[i] as number;
      const raw = this.#gradients[node] as Local<'f64'>;
      // Without moments a zero's sign makes no difference: a parameter is never −0, and x − 0 = x + 0.
      const gradient = optimizer === 'sgd' ? raw.get : (this.#totals[i] as F64);
      const [first, second] = [this.#first[i] ?? raw, this.#second[i] ?? raw];
      const moving = { value: parameter.get, gradient, first, second };
      const { moments, value } = moved(scalar, optimizer, moving, rates);
      return block(moments, parameter.set(value));
    });
    // The prediction is recorded as if it were finite: a finite loss may say so.
    const { prediction, tape } = this.state;
    const checked = shownByRoot(tape)[prediction] === 1 ? [] : this.#prediction;
    const needed = [this.loss.get, ...checked, ...parameters.map((one) => one.get)];
    return block(...updates, when(isNotFinite(needed), leave));
  }
}
