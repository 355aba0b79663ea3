import type { MicroEvent } from '../contract/explanation';
import type { Graph } from '../contract/graph';
import { describeNodes } from './describe';
import type { Model } from './model';
import type { Moment } from './moment';
import { NotThere } from './question';
import type { Tape } from './tape';
import type { Value } from './value';

/**
 * A part of a graph, as a graph of its own: one neuron, from the units that it takes in to what it gives on. Its nodes are numbered
 * from 0 in the tape's order.
 */
export class Scope {
  /** The node that the part computes, on the tape. */
  readonly unit: number;
  /** Nodes of the part on the tape, ascending. */
  readonly nodes: readonly number[];
  /** Those among them that come from elsewhere: units of the layer before. */
  readonly boundary: ReadonlySet<number>;
  readonly #local: ReadonlyMap<number, number>;

  /**
   * @param name a unit's
   * @throws NotThere when the model has no such unit
   */
  constructor(model: Model, tape: Tape, name: string) {
    const units = new Set<Value>(model.layers.flat());
    const own = model.layers.flat().find((node) => node.label === name && node.op !== null);
    if (!own || !tape.has(own)) throw new NotThere('scope', 'the unit of a neuron, as h1_2 or ŷ');
    // The last neuron's gradient begins at the loss, so that belongs to it.
    const isLast = model.layers.at(-1)?.includes(own) ?? false;
    const start = isLast ? model.root : own;
    const boundary = new Set<number>();
    const nodes = new Set<number>();
    const pending = [start];
    for (let node = pending.pop(); node; node = pending.pop()) {
      const index = tape.indexOf(node);
      if (nodes.has(index)) continue;
      nodes.add(index);
      if (units.has(node) && node !== own && node.op !== null) boundary.add(index);
      else pending.push(...node.operands);
    }
    this.unit = tape.indexOf(start);
    this.nodes = [...nodes].toSorted((a, b) => a - b);
    this.boundary = new Set([...boundary].toSorted((a, b) => a - b));
    this.#local = new Map(this.nodes.map((node, i) => [node, i]));
  }

  /** A node's number in the part. @throws Error when it does not belong to it */
  local(node: number): number {
    const index = this.#local.get(node);
    if (index === undefined) throw new Error(`Node ${node} is not in this part of the graph.`);
    return index;
  }

  has(node: number): boolean {
    return this.#local.has(node);
  }

  /** Whether the part computes the node. */
  computes(node: number): boolean {
    return this.#local.has(node) && !this.boundary.has(node);
  }

  /** The part's structure; what comes from elsewhere is given here. */
  describe(model: Model, tape: Tape): Graph {
    return describeNodes(model, tape, this.nodes).map((described, i) => {
      const node = this.nodes[i] as number;
      const order = this.nodes.length - i;
      if (!this.boundary.has(node)) {
        return { ...described, order, operands: described.operands.map((one) => this.local(one)) };
      }
      return { ...described, order, role: 'data', op: null, symbol: null, operands: [] };
    });
  }

  /** Numbers of the part's nodes out of the whole graph's. */
  pick(numbers: Float64Array): Float64Array {
    return Float64Array.from(this.nodes, (node) => numbers[node] as number);
  }
}

/** An event of the whole graph in the part's numbers. */
export function inScope(event: MicroEvent, scope: Scope): MicroEvent {
  const local = (node: number) => scope.local(node);
  switch (event.kind) {
    case 'example': {
      const leaves = event.leaves.map(({ node, value }) => ({ node: local(node), value }));
      return { ...event, leaves };
    }
    case 'backward': {
      const { node, to, sources } = event;
      return { ...event, node: local(node), to: local(to), sources: sources.map(local) };
    }
    case 'descend':
      return { ...event, node: local(event.node), to: local(event.to) };
    case 'batch-loss':
      return event;
    default:
      return { ...event, node: local(event.node) };
  }
}

/** A moment of the whole graph in the part's numbers. @param firstEdge the whole graph's */
export function scopedMoment(
  moment: Moment,
  scope: Scope,
  tape: Tape,
  firstEdge: Int32Array,
): Moment {
  const edges = scope.nodes
    .filter((node) => !scope.boundary.has(node))
    .flatMap((node) => tape.operandsOf(node).map((_, i) => (firstEdge[node] as number) + i));
  return {
    data: scope.pick(moment.data),
    grad: scope.pick(moment.grad),
    reached: Uint8Array.from(scope.nodes, (node) => moment.reached[node] as number),
    locals: Float64Array.from(edges, (edge) => moment.locals[edge] as number),
  };
}
