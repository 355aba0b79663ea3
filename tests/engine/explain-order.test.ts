import { describe, expect, it } from 'vitest';
import type { MicroEvent } from '../../src/contract/explanation';
import { exercise10 } from '../../src/contract/recipe';
import { topologicalOrder } from '../../src/engine/topology';
import { type Explained, explained } from './explained';
import { expression, mlp } from './model-recipes';

describe('the topological map', () => {
  const steps: [string, Explained][] = [
    ['of a perceptron', explained(exercise10)],
    ['as the notebook builds it', explained(exercise10, { view: 'notebook' })],
    ['of a network', explained(mlp())],
    ['of a network’s full batch', explained(mlp({ batch: 'full' }))],
    ['of an expression that uses a name three times', explained(expression())],
    ['from a node inside of the graph', explained(mlp(), { from: 12, example: null })],
  ];

  it.each(steps)('is built depth first, each node appended after its operands, %s', (_, step) => {
    const { head, events } = step;
    const appended = depthFirst(events, (node) => head.graph[node]?.operands ?? []);
    expect(appended).toEqual(
      topologicalOrder(head.root, (node) => head.graph[node]?.operands ?? []),
    );
  });

  it.each(steps)('is gone through backward, %s', (_, step) => {
    const appended = step.of('append').map(({ node }) => node);
    const first = step.of('backward').findIndex(({ number }, i) => i > 0 && number === 1);
    const pass = step.of('backward').slice(0, first < 0 ? undefined : first);
    const sources = [...new Set(pass.map(({ node }) => node))];
    expect(sources).toEqual(appended.toReversed().filter((node) => sources.includes(node)));
  });

  it('is built once a step, however many examples the batch has', () => {
    const step = explained(mlp({ batch: 'full' }));
    expect(step.of('example').length).toBe(5);
    expect(step.of('append').length).toBe(step.head.graph.length);
  });
});

/** Checks the events against a stack and a set of visited nodes. @returns the nodes in the order of their appending */
function depthFirst(
  events: readonly MicroEvent[],
  operandsOf: (node: number) => readonly number[],
): number[] {
  const appended: number[] = [];
  const visited = new Set<number>();
  const path: { node: number; looked: number[] }[] = [];
  let descended: number | null = null;
  for (const event of events) {
    const top = path.at(-1);
    if (event.kind === 'visit') {
      expect(visited).not.toContain(event.node);
      expect(event.node).toBe(descended ?? event.node);
      visited.add(event.node);
      path.push({ node: event.node, looked: [] });
      descended = null;
    } else if (event.kind === 'descend') {
      expect([event.node, event.seen]).toEqual([top?.node, visited.has(event.to)]);
      top?.looked.push(event.to);
      descended = event.seen ? null : event.to;
    } else if (event.kind === 'append') {
      expect(event.node).toBe(top?.node);
      expect(top?.looked).toEqual(operandsOf(event.node));
      appended.push(event.node);
      path.pop();
    }
  }
  expect(path).toEqual([]);
  return appended;
}
