import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opNames } from '../../src/engine/ops';
import { Tape } from '../../src/engine/tape';
import { Value } from '../../src/engine/value';
import { graphPlan, plantGraph } from './random-graph';

/** Equal in every bit; NaN equals NaN, 0 does not equal −0. */
function sameBits(actual: Float64Array, expected: readonly number[]): boolean {
  return (
    actual.length === expected.length && expected.every((value, i) => Object.is(actual[i], value))
  );
}

describe('promise 15: objects and tape agree in every bit', () => {
  it('on random graphs over every op, forward and backward', () => {
    const used = new Set<string | null>();
    fc.assert(
      fc.property(graphPlan(), (plan) => {
        const { root } = plantGraph(plan);
        const tape = new Tape(root);
        tape.data.forEach((_, i) => {
          if (tape.nodes[i]?.op !== null) tape.data[i] = Number.NaN;
        });
        tape.forward();
        tape.backward();
        root.backward();
        for (const { op } of tape.nodes) used.add(op);
        expect(
          sameBits(
            tape.data,
            tape.nodes.map((node) => node.data),
          ),
        ).toBe(true);
        expect(
          sameBits(
            tape.grad,
            tape.nodes.map((node) => node.grad),
          ),
        ).toBe(true);
      }),
      { numRuns: 2000 },
    );
    for (const name of opNames) expect(used).toContain(name);
  });

  it('on new data in the leaves', () => {
    fc.assert(
      fc.property(graphPlan(), fc.infiniteStream(fc.double()), (plan, numbers) => {
        const { root: traced } = plantGraph(plan);
        const tape = new Tape(traced);
        const leaves = plan.leaves.map(() => numbers.next().value as number);
        const { root, all } = plantGraph({ ...plan, leaves });
        // Both graphs have the same shape, so node i of one is node i of the other.
        const order = new Tape(root).nodes;
        order.forEach((node, i) => {
          const index = all.indexOf(node);
          if (index < leaves.length) tape.data[i] = leaves[index] as number;
        });
        tape.forward();
        tape.backward();
        root.backward();
        expect(
          sameBits(
            tape.data,
            order.map((node) => node.data),
          ),
        ).toBe(true);
        expect(
          sameBits(
            tape.grad,
            order.map((node) => node.grad),
          ),
        ).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

it('adds to the gradients that the caller left on it', () => {
  const w = new Value(2);
  const tape = new Tape(w.mul(5));
  tape.forward();
  tape.backward();
  tape.backward();
  expect(tape.grad[tape.indexOf(w)]).toBe(10);
});

it('refuses a node of another graph by name', () => {
  const tape = new Tape(new Value(1).add(1));
  expect(() => tape.indexOf(new Value(1).named('stranger'))).toThrow(/stranger/);
});
