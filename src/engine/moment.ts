import type { MicroEvent, REACHED } from '../contract/explanation';
import { countEdges } from './describe';
import type { Tape } from './tape';

export const HAS_DATA: (typeof REACHED)['data'] = 1;
export const HAS_GRAD: (typeof REACHED)['grad'] = 2;

/** The graph's numbers at one moment of a step; NaN where nothing is reached. */
export interface Moment {
  readonly data: Float64Array;
  readonly grad: Float64Array;
  /** Sums of REACHED, by node. */
  readonly reached: Uint8Array;
  /** Local derivatives, node by node and operand by operand. */
  readonly locals: Float64Array;
}

/** Nothing is reached. */
export function emptyMoment(tape: Tape): Moment {
  const count = tape.nodes.length;
  return {
    data: new Float64Array(count).fill(Number.NaN),
    grad: new Float64Array(count).fill(Number.NaN),
    reached: new Uint8Array(count),
    locals: new Float64Array(countEdges(tape)).fill(Number.NaN),
  };
}

/** Of each node: the number of its first operand's edge among all edges. */
export function firstEdges(tape: Tape): Int32Array {
  let next = 0;
  return Int32Array.from(tape.nodes, ({ operands }) => {
    const first = next;
    next += operands.length;
    return first;
  });
}

/** Writes what an event computes. @param firstEdge the graph's firstEdges */
export function applyEvent(moment: Moment, event: MicroEvent, firstEdge: Int32Array): void {
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
      set(event.node, 'grad', event.sum);
      return;
    case 'backward':
      set(event.to, 'grad', event.sum);
      moment.locals[(firstEdge[event.node] as number) + event.operand] = event.local;
      return;
    case 'update':
      set(event.node, 'data', event.after);
      return;
  }
}
