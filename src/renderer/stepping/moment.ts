import { fromBase64 } from '../../contract/base64';
import {
  type Explanation,
  type GraphMoment,
  type MicroEvent,
  type PhaseSpan,
  REACHED,
} from '../../contract/explanation';

/** What went along one edge of the graph so far in a step. */
export interface EdgeFlow {
  /** The node that passes its gradient on, and which of its operands receives it. */
  readonly node: number;
  readonly operand: number;
  readonly to: number;
  /** Place among the edges of the backward pass, from 1. */
  readonly number: number;
  readonly local: number;
  readonly contribution: number;
}

/** The graph's numbers after some of a step's events. */
export interface Moment {
  readonly data: Float64Array;
  /** NaN where `reached` says that there is none. */
  readonly grad: Float64Array;
  /** Sums of REACHED, by node. */
  readonly reached: Uint8Array;
  /** Of the example that is gone through now, in the order in which they came. */
  readonly flows: readonly EdgeFlow[];
}

/** A step as the window steps through it. */
export interface LoadedStep {
  readonly head: Explanation;
  readonly events: readonly MicroEvent[];
  /** Before the first event. */
  readonly start: GraphMoment;
}

/** The phase's stretch in which an event stands. */
export function spanAt({ head }: LoadedStep, index: number): PhaseSpan | null {
  return head.phases.find(({ first, count }) => first <= index && index < first + count) ?? null;
}

/** The graph after the first `done` events: each is written over what was before it, nothing is computed. */
export function momentAfter({ head, events, start }: LoadedStep, done: number): Moment {
  const leaf = (index: number) => head.graph[index]?.op === null;
  const parameters = new Set(
    head.graph.flatMap(({ role }, index) => (role === 'parameter' ? [index] : [])),
  );
  const moment = {
    data: fromBase64(start.data),
    grad: fromBase64(start.grad),
    reached: Uint8Array.from(start.reached, Number),
    flows: [] as EdgeFlow[],
  };
  const write = (what: 'data' | 'grad', node: number, value: number) => {
    moment[what][node] = value;
    moment.reached[node] = (moment.reached[node] ?? 0) | REACHED[what];
  };
  for (const event of events.slice(0, done)) {
    switch (event.kind) {
      case 'example':
        // The graph of the next example is a new one; the parameters and what they have gathered stay.
        if (moment.flows.length > 0) {
          moment.flows = [];
          moment.reached.forEach((_, node) => {
            if (parameters.has(node)) return;
            moment.reached[node] = leaf(node) ? REACHED.data : 0;
            moment.grad[node] = NaN;
            if (!leaf(node)) moment.data[node] = NaN;
          });
        }
        for (const { node, value } of event.leaves) write('data', node, value);
        break;
      case 'forward':
        write('data', event.node, event.value);
        break;
      case 'seed':
        write('grad', event.node, event.sum);
        break;
      case 'backward': {
        const { node, operand, to, number, local, contribution, sum } = event;
        write('grad', to, sum);
        moment.flows.push({ node, operand, to, number, local, contribution });
        break;
      }
      case 'update':
        write('data', event.node, event.after);
        break;
    }
  }
  return moment;
}
