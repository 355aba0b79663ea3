import {
  type Explanation,
  type GraphView,
  type MicroEvent,
  type PhaseSpan,
  type REACHED,
} from '../contract/explanation';
import { countEdges, describeGraph, notation } from './describe';
import { DataLeaves, ParameterLeaves } from './leaves';
import type { Model } from './model';
import { asNotebook } from './notebook';
import { ops } from './ops';
import { buildOrder, type OrderEvent } from './order';
import { Tape } from './tape';
import type { Trainer } from './trainer';

const HAS_DATA: (typeof REACHED)['data'] = 1;
const HAS_GRAD: (typeof REACHED)['grad'] = 2;

/** The graph's numbers at one moment of a step; NaN where nothing is reached. */
export interface Moment {
  readonly data: Float64Array;
  readonly grad: Float64Array;
  /** Sums of REACHED, by node. */
  readonly reached: Uint8Array;
  /** Local derivatives, node by node and operand by operand. */
  readonly locals: Float64Array;
}

/** What is asked of an explanation. */
export interface Question {
  readonly view: GraphView;
  /** The node that backward starts from; null: the loss. */
  readonly from: number | null;
}

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
  /** Whether this is the step itself, not "backward from here". */
  readonly #whole: boolean;
  readonly #seed: number;
  /** Events of an example's stretch, but for the topological map's, which only the first has. */
  readonly #stretch: number;
  readonly #forward: readonly number[];
  /** Of each node: the number of its first operand's edge among all edges. */
  readonly #firstEdge: Int32Array;

  /**
   * @param trainer stands before the step that is explained, and belongs to the explanation from now on
   * @throws RangeError when `from` is no node of the graph
   */
  constructor(trainer: Trainer, { view, from }: Question) {
    trainer.applyInterventions();
    this.#trainer = trainer;
    const compact = view === 'compact';
    this.#model = compact ? trainer.model : asNotebook(trainer.model).model;
    this.#tape = compact ? trainer.tape : new Tape(this.#model.root);
    const tape = this.#tape;
    const count = tape.nodes.length;
    if (from !== null && from >= count) throw new RangeError(`The graph has ${count} nodes.`);
    this.#data = new DataLeaves(this.#model, tape, trainer.examples);
    this.#parameters = new ParameterLeaves(this.#model, tape);
    this.#root = from ?? count - 1;
    this.#whole = this.#root === count - 1 && this.#model.trains;
    this.#order = buildOrder(tape, this.#root);
    this.#batch = this.#whole ? trainer.batch : trainer.batch.slice(-1);
    this.#seed = this.#whole ? trainer.share : 1;
    this.#forward = [...tape.nodes.keys()].filter((i) => tape.nodes[i]?.op !== null);
    this.#firstEdge = firstEdges(tape);
    const edges = this.#order.order.reduce((sum, node) => sum + this.#rules(node).length, 0);
    this.#stretch = 1 + this.#forward.length + (this.#whole ? 1 : 0) + 1 + edges;
    const spans = this.#spans();
    const last = spans.at(-1);
    this.head = {
      step: trainer.step + 1,
      epoch: Math.floor(trainer.step / trainer.updatesPerEpoch) + 1,
      view,
      graph: describeGraph(this.#model, tape),
      notation,
      root: this.#root,
      batch: this.#batch.map((index) => index + 1),
      learningRate: trainer.learningRate,
      zeroGradients: trainer.zeroGradients,
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
    if (!this.#whole || at >= last) return events;
    if (this.#batch.length > 1) take(1, () => [this.#batchLoss()]);
    take(this.#parameters.nodes.length, () => this.#updates(grad));
    return events;
  }

  /** The graph after the first `count` events; null: after all. */
  moment(count: number | null): Moment {
    const wanted = Math.min(count ?? this.head.events, this.head.events);
    const grad = this.#freshGrad();
    const carried = this.#trainer.step > 0 && !this.#trainer.zeroGradients;
    let moment = this.#atStart(grad, carried);
    let at = 0;
    for (let i = 0; i < this.#batch.length && at < wanted; i++) {
      const before = grad.slice();
      const events = this.#example(i, grad);
      moment = this.#atStart(before, carried || i > 0);
      for (const event of events.slice(0, wanted - at)) this.#apply(moment, event);
      at += events.length;
    }
    if (!this.#whole || at >= wanted) return moment;
    if (this.#batch.length > 1) at += 1;
    for (const event of this.#updates(grad).slice(0, Math.max(0, wanted - at))) {
      this.#apply(moment, event);
    }
    return moment;
  }

  #lengthOf(position: number): number {
    return this.#stretch + (position === 0 ? this.#order.events.length : 0);
  }

  #spans(): PhaseSpan[] {
    const spans: PhaseSpan[] = [];
    let at = 0;
    const add = (phase: PhaseSpan['phase'], count: number) => {
      if (count > 0) spans.push({ phase, first: at, count });
      at += count;
    };
    const loss = this.#whole ? 1 : 0;
    this.#batch.forEach((_, i) => {
      add('forward', 1 + this.#forward.length);
      add('loss', loss);
      if (i === 0) add('order', this.#order.events.length);
      add('backward', this.#stretch - 1 - this.#forward.length - loss);
    });
    if (!this.#whole) return spans;
    if (this.#batch.length > 1) add('loss', 1);
    add('update', this.#parameters.nodes.length);
    return spans;
  }

  /** Gradients before the step: what the trainer's parameters kept if they are not zeroed, else 0. */
  #freshGrad(): Float64Array {
    const grad = new Float64Array(this.#tape.nodes.length);
    if (this.#trainer.zeroGradients || !this.#whole) return grad;
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
    this.#compute(example);
    const value = (node: number) => tape.data[node] as number;
    const events: MicroEvent[] = [
      {
        kind: 'example',
        number: index + 1,
        of: this.#batch.length,
        sample: example + 1,
        leaves: Array.from(this.#data.nodes, (node) => ({ node, value: value(node) })),
      },
      ...this.#forward.map((node) => ({ kind: 'forward' as const, node, value: value(node) })),
    ];
    if (this.#whole) events.push({ kind: 'loss', node: this.#root, value: value(this.#root) });
    if (position === 0) events.push(...this.#order.events);
    this.#backward(grad, events);
    return events;
  }

  #backward(grad: Float64Array, events: MicroEvent[]): void {
    const tape = this.#tape;
    this.#parameters.zeroOthers(grad);
    // As on the tape: a root that is a leaf keeps what the batch's other examples gave it.
    const leaf = this.#whole && tape.nodes[this.#root]?.op === null;
    const kept = leaf ? (grad[this.#root] as number) : 0;
    grad[this.#root] = kept + this.#seed;
    events.push({ kind: 'seed', node: this.#root, value: this.#seed });
    let number = 0;
    for (const node of this.#order.order.toReversed()) {
      const operands = tape.operandsOf(node);
      const [a = 0, b = 0] = operands.map((operand) => tape.data[operand] as number);
      const upstream = grad[node] as number;
      this.#rules(node).forEach((rule, operand) => {
        const to = operands[operand] as number;
        const local = rule(a, b, tape.data[node] as number);
        const contribution = local * upstream;
        const before = grad[to] as number;
        grad[to] = before + contribution;
        number += 1;
        const sources = this.#sources(node, operand, operands);
        const sum = grad[to];
        const edge = { kind: 'backward', number, node, operand, to, sources } as const;
        events.push({ ...edge, upstream, local, contribution, before, sum });
      });
    }
  }

  /** The nodes in the formula of a local derivative. */
  #sources(node: number, operand: number, operands: readonly number[]): readonly number[] {
    const op = this.#tape.nodes[node]?.op ?? null;
    const text = op === null ? '' : (ops[op].slopes[operand]?.text ?? '');
    const parts = [node, ...operands];
    return [...new Set(parts.filter((_, i) => text.includes(`#${i}`)))];
  }

  #batchLoss(): MicroEvent {
    const losses = Float64Array.from(this.#batch, (example) => {
      this.#compute(example);
      return this.#tape.data[this.#root] as number;
    });
    const value = this.#trainer.total(losses, losses.length);
    return { kind: 'batch-loss', value, of: losses.length };
  }

  #updates(grad: Float64Array): MicroEvent[] {
    const { learningRate } = this.#trainer;
    return Array.from(this.#parameters.nodes, (node, i) => {
      const gradient = grad[node] as number;
      const { before, after, detail: move } = this.#trainer.move(i, gradient);
      return { kind: 'update', node, before, learningRate, gradient, after, move };
    });
  }

  /** Only leaves have data, but for those that an example gives; gradients only where they were kept. */
  #atStart(grad: Float64Array, kept: boolean): Moment {
    const tape = this.#tape;
    const count = tape.nodes.length;
    const moment: Moment = {
      data: new Float64Array(count).fill(Number.NaN),
      grad: new Float64Array(count).fill(Number.NaN),
      reached: new Uint8Array(count),
      locals: new Float64Array(countEdges(tape)).fill(Number.NaN),
    };
    const given = new Set(this.#model.data.map(({ node }) => node));
    tape.nodes.forEach((node, i) => {
      if (node.op !== null || given.has(node)) return;
      moment.data[i] = node.data;
      moment.reached[i] = HAS_DATA;
    });
    this.#parameters.write(moment.data, this.#values);
    if (!kept || !this.#whole) return moment;
    this.#parameters.nodes.forEach((node) => {
      moment.grad[node] = grad[node] as number;
      moment.reached[node] = HAS_DATA + HAS_GRAD;
    });
    return moment;
  }

  #apply(moment: Moment, event: MicroEvent): void {
    const set = (node: number, what: 'data' | 'grad', value: number) => {
      moment[what][node] = value;
      moment.reached[node] =
        (moment.reached[node] as number) | (what === 'data' ? HAS_DATA : HAS_GRAD);
    };
    switch (event.kind) {
      case 'example':
        for (const { node, value } of event.leaves) set(node, 'data', value);
        return;
      case 'forward':
        set(event.node, 'data', event.value);
        return;
      case 'seed':
        set(event.node, 'grad', event.value);
        return;
      case 'backward':
        set(event.to, 'grad', event.sum);
        moment.locals[(this.#firstEdge[event.node] as number) + event.operand] = event.local;
        return;
      case 'update':
        set(event.node, 'data', event.after);
        return;
    }
  }
}

function firstEdges(tape: Tape): Int32Array {
  let next = 0;
  return Int32Array.from(tape.nodes, ({ operands }) => {
    const first = next;
    next += operands.length;
    return first;
  });
}
