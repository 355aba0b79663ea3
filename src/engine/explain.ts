import { type Explanation, type MicroEvent, type PhaseSpan } from '../contract/explanation';
import { describeGraph, notation } from './describe';
import { DataLeaves, ParameterLeaves } from './leaves';
import type { Model } from './model';
import { applyEvent, firstEdges, type Moment } from './moment';
import { slopeSources } from './slope-sources';
import { startMoment } from './start-moment';
import { asNotebook } from './notebook';
import { ops } from './ops';
import { buildOrder, type OrderEvent } from './order';
import { NotThere, type Question } from './question';
import { inScope, Scope, scopedMoment } from './scope';
import { Tape } from './tape';
import type { Trainer } from './trainer';

/**
 * One training step as a list of micro-events: every number in it is computed as training computes it, in the same order, so
 * that the running sums are backward's gradients in every bit. The list is made piece by piece: a full batch of a wide network
 * has millions of events.
 */
export class StepExplanation {
  readonly head: Explanation;
  readonly #trainer: Trainer;
  readonly #model: Model;
  readonly #tape: Tape;
  /** In this view. */
  readonly #data: DataLeaves;
  readonly #parameters: ParameterLeaves;
  readonly #root: number;
  readonly #order: { readonly events: readonly OrderEvent[]; readonly order: readonly number[] };
  readonly #batch: readonly number[];
  /** Whether backward starts from the loss. */
  readonly #loss: boolean;
  /** Whether this is the step itself, not "backward from here" or a look at an example. */
  readonly #whole: boolean;
  /** Whether the nodes are those of the step before, with what they hold. */
  readonly #reused: boolean;
  readonly #seed: number;
  /** Events of an example's forward pass. */
  readonly #given: number;
  /** Events of an example's stretch, but for the topological map's, which only the first has. */
  readonly #stretch: number;
  readonly #forward: readonly number[];
  /** Of each node: the number of its first operand's edge among all edges. */
  readonly #firstEdge: Int32Array;
  /** Null: the whole graph. */
  readonly #scope: Scope | null;

  /**
   * @param trainer stands before the step that is explained, and belongs to the explanation from now on
   * @throws NotThere when the graph has no such node or view, or the dataset no such example
   */
  constructor(trainer: Trainer, { view, from, example, scope }: Question) {
    trainer.applyInterventions();
    this.#trainer = trainer;
    const compact = view === 'compact';
    this.#model = compact ? trainer.model : asNotebook(trainer.model).model;
    this.#tape = compact ? trainer.tape : new Tape(this.#model.root);
    const tape = this.#tape;
    const count = tape.nodes.length;
    if (from !== null && from >= count) {
      throw new NotThere('from', `a node of the graph, which has ${count}`);
    }
    const { examples } = trainer;
    if (example !== null && example > examples.count) {
      throw new NotThere('example', `1 … ${examples.count}`);
    }
    this.#reused = trainer.reuses && example === null;
    if (this.#reused && !compact) {
      throw new NotThere('view', 'compact: a graph that is used again is shown as it is trained');
    }
    this.#data = new DataLeaves(this.#model, tape, trainer.examples);
    this.#parameters = new ParameterLeaves(this.#model, tape);
    if (scope !== null && from !== null) throw new NotThere('from', 'null, of a neuron alone');
    this.#scope = scope === null ? null : new Scope(this.#model, tape, scope);
    this.#root = from ?? count - 1;
    this.#loss = this.#root === count - 1 && this.#model.trains;
    this.#whole = this.#loss && example === null;
    this.#order = buildOrder(tape, this.#root);
    const looked = example === null ? trainer.batch.slice(-1) : [example - 1];
    this.#batch = this.#whole ? trainer.batch : looked;
    this.#seed = this.#whole ? trainer.pass.share(this.#batch.length) : 1;
    this.#forward = [...tape.nodes.keys()].filter(
      (i) => tape.nodes[i]?.op !== null && this.#explains(i),
    );
    this.#firstEdge = firstEdges(tape);
    const edges = this.#order.order
      .filter((node) => this.#explains(node))
      .reduce((sum, node) => sum + this.#rules(node).length, 0);
    this.#given = this.#reused ? 0 : 1 + this.#forward.length + (this.#showsLoss ? 1 : 0);
    this.#stretch = this.#given + 1 + edges;
    const spans = this.#spans();
    const last = spans.at(-1);
    this.head = {
      step: trainer.step + 1,
      epoch: Math.floor(trainer.step / trainer.updatesPerEpoch) + 1,
      view,
      graph: this.#scope?.describe(this.#model, tape) ?? describeGraph(this.#model, tape),
      notation,
      root: this.#scope ? this.#scope.local(this.#scope.unit) : this.#root,
      scope,
      example,
      batch: this.#batch.map((index) => index + 1),
      learningRate: trainer.learningRate,
      zeroed: trainer.zeroed,
      reused: this.#reused,
      phases: spans,
      events: last ? last.first + last.count : 0,
    };
  }

  /** Events first … first + count − 1, as far as there are. */
  events(first: number, count: number): MicroEvent[] {
    const last = Math.min(first + count, this.head.events);
    const events: MicroEvent[] = [];
    const grad = this.#freshGrad();
    let at = 0;
    const take = (length: number, make: () => readonly MicroEvent[]) => {
      if (at < last && at + length > first) {
        events.push(...make().slice(Math.max(0, first - at), last - at));
      }
      at += length;
    };
    this.#batch.toReversed().forEach((_, i) => {
      const length = this.#lengthOf(i);
      // What stands before the page is computed too: the gradients go on from it.
      const made = at < last ? this.#example(i, grad) : [];
      take(length, () => made);
    });
    if (this.#whole && at < last) {
      if (this.#showsBatchLoss) take(1, () => [this.#batchLoss()]);
      take(this.#updated.length, () => this.#updates(grad));
    }
    const scope = this.#scope;
    return scope ? events.map((event) => inScope(event, scope)) : events;
  }

  /** The graph after the first `count` events; null: after all. */
  moment(count: number | null): Moment {
    const moment = this.#moment(count);
    return this.#scope ? scopedMoment(moment, this.#scope, this.#tape, this.#firstEdge) : moment;
  }

  #moment(count: number | null): Moment {
    const wanted = Math.min(count ?? this.head.events, this.head.events);
    const grad = this.#freshGrad();
    const carried = this.#trainer.step > 0 && this.#trainer.zeroed === 'none';
    let moment = this.#atStart(grad, carried);
    let at = 0;
    for (let i = 0; i < this.#batch.length && at < wanted; i++) {
      const before = grad.slice();
      const events = this.#example(i, grad);
      moment = this.#atStart(before, carried || i > 0);
      for (const event of events.slice(0, wanted - at)) applyEvent(moment, event, this.#firstEdge);
      at += events.length;
    }
    if (!this.#whole || at >= wanted) return moment;
    if (this.#showsBatchLoss) at += 1;
    for (const event of this.#updates(grad).slice(0, Math.max(0, wanted - at))) {
      applyEvent(moment, event, this.#firstEdge);
    }
    return moment;
  }

  #lengthOf(position: number): number {
    return this.#stretch + (position === 0 ? this.#mapped : 0);
  }

  /** Whether a node's calculations are part of the explanation. */
  #explains(node: number): boolean {
    return this.#scope?.computes(node) ?? true;
  }

  get #showsLoss(): boolean {
    return this.#loss && this.#explains(this.#root);
  }

  get #showsBatchLoss(): boolean {
    return this.#batch.length > 1 && this.#showsLoss;
  }

  /** Events of the topological map, which is that of the whole graph. */
  get #mapped(): number {
    return this.#scope ? 0 : this.#order.events.length;
  }

  /** Parameters that the explanation sees updated, by their place in declared order. */
  get #updated(): readonly number[] {
    return [...this.#parameters.nodes.keys()].filter((i) =>
      this.#explains(this.#parameters.nodes[i] as number),
    );
  }

  #spans(): PhaseSpan[] {
    const spans: PhaseSpan[] = [];
    let at = 0;
    const add = (phase: PhaseSpan['phase'], count: number) => {
      if (count > 0) spans.push({ phase, first: at, count });
      at += count;
    };
    const loss = this.#showsLoss && !this.#reused ? 1 : 0;
    this.#batch.forEach((_, i) => {
      add('forward', this.#given - loss);
      add('loss', loss);
      if (i === 0) add('order', this.#mapped);
      add('backward', this.#stretch - this.#given);
    });
    if (!this.#whole) return spans;
    if (this.#showsBatchLoss) add('loss', 1);
    add('update', this.#updated.length);
    return spans;
  }

  /** Gradients before the step: what is left of the step before; of a graph that is new only the parameters' can be. */
  #freshGrad(): Float64Array {
    const grad = new Float64Array(this.#tape.nodes.length);
    if (!this.#whole) return grad;
    if (this.#reused) {
      grad.set(this.#trainer.tape.grad);
      this.#trainer.pass.zero(grad, this.#trainer.zeroed);
      return grad;
    }
    if (this.#trainer.zeroed !== 'none') return grad;
    const kept = Float64Array.from(
      this.#trainer.parameterNodes,
      (node) => this.#trainer.tape.grad[node] as number,
    );
    this.#parameters.write(grad, kept);
    return grad;
  }

  /** The parameters as the step finds them, in declared order. */
  get #values(): Float64Array {
    const { data } = this.#trainer.tape;
    return Float64Array.from(this.#trainer.parameterNodes, (node) => data[node] as number);
  }

  #compute(example: number): void {
    const { data } = this.#tape;
    this.#data.set(data, example);
    this.#parameters.write(data, this.#values);
    this.#tape.forward();
  }

  #rules(node: number) {
    const op = this.#tape.nodes[node]?.op ?? null;
    return op === null ? [] : ops[op].local;
  }

  /** The stretch of one example; `grad` goes on from where the example before left it. Position 0 is the batch's last. */
  #example(position: number, grad: Float64Array): MicroEvent[] {
    const tape = this.#tape;
    const index = this.#batch.length - 1 - position;
    const example = this.#batch[index] as number;
    const value = (node: number) => tape.data[node] as number;
    const events: MicroEvent[] = [];
    if (!this.#reused) {
      this.#compute(example);
      const given = [...this.#data.nodes, ...(this.#scope?.boundary ?? [])];
      const leaves = given
        .filter((node) => this.#scope?.has(node) ?? true)
        .map((node) => ({ node, value: value(node) }));
      events.push(
        { kind: 'example', number: index + 1, of: this.#batch.length, sample: example + 1, leaves },
        ...this.#forward.map((node) => ({ kind: 'forward' as const, node, value: value(node) })),
      );
      if (this.#showsLoss)
        events.push({ kind: 'loss', node: this.#root, value: value(this.#root) });
    }
    if (position === 0 && !this.#scope) events.push(...this.#order.events);
    this.#backward(grad, events);
    return events;
  }

  #backward(grad: Float64Array, events: MicroEvent[]): void {
    const tape = this.#tape;
    if (!this.#reused) this.#parameters.zeroOthers(grad);
    // As on the tape: a root that is a leaf keeps what the batch's other examples gave it.
    const leaf = this.#whole && tape.nodes[this.#root]?.op === null;
    const kept = leaf ? (grad[this.#root] as number) : 0;
    grad[this.#root] = kept + this.#seed;
    const sum = grad[this.#root] as number;
    const unit = this.#scope?.unit ?? this.#root;
    if (unit === this.#root) events.push({ kind: 'seed', node: unit, value: this.#seed, sum });
    let number = 0;
    for (const node of this.#order.order.toReversed()) {
      const explained = this.#explains(node);
      if (node === unit && unit !== this.#root) {
        // What the neurons behind it sent: all of them come before it.
        const arrived = grad[node] as number;
        events.push({ kind: 'seed', node, value: arrived, sum: arrived });
      }
      const operands = tape.operandsOf(node);
      const [a = 0, b = 0] = operands.map((operand) => tape.data[operand] as number);
      const upstream = grad[node] as number;
      this.#rules(node).forEach((rule, operand) => {
        const to = operands[operand] as number;
        const local = rule(a, b, tape.data[node] as number);
        const contribution = local * upstream;
        const before = grad[to] as number;
        grad[to] = before + contribution;
        if (!explained) return;
        number += 1;
        const sources = slopeSources(tape, node, operand);
        const sum = grad[to];
        const edge = { kind: 'backward', number, node, operand, to, sources } as const;
        events.push({ ...edge, upstream, local, contribution, before, sum });
      });
    }
  }

  #batchLoss(): MicroEvent {
    const losses = Float64Array.from(this.#batch, (example) => {
      this.#compute(example);
      return this.#tape.data[this.#root] as number;
    });
    const value = this.#trainer.pass.total(losses, losses.length);
    return { kind: 'batch-loss', value, of: losses.length };
  }

  #updates(grad: Float64Array): MicroEvent[] {
    const { learningRate } = this.#trainer;
    return this.#updated.map((i) => {
      const node = this.#parameters.nodes[i] as number;
      const gradient = grad[node] as number;
      const { before, after, detail: move } = this.#trainer.move(i, gradient);
      return { kind: 'update', node, before, learningRate, gradient, after, move };
    });
  }

  #atStart(grad: Float64Array, kept: boolean): Moment {
    return startMoment({
      tape: this.#tape,
      given: this.#model.data.map(({ node }) => node),
      parameters: this.#parameters,
      values: this.#values,
      grad,
      kept: kept && this.#whole,
      reused: this.#reused ? (this.#whole ? this.#trainer.zeroed : 'every-node') : null,
    });
  }
}
