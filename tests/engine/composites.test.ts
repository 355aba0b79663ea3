import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkGradients } from '../../src/engine/gradient-check';
import { type OpName, ops } from '../../src/engine/ops';
import { Tape } from '../../src/engine/tape';
import { apply, Value } from '../../src/engine/value';

type Case = readonly [
  leaves: readonly number[],
  nodes: readonly (readonly [op: OpName, operands: readonly number[]])[],
  value: number,
  gradients: readonly number[],
];

/** Values and gradients by PyTorch 1.13 in float64; made by make_composites.py beside it. */
const cases = JSON.parse(
  readFileSync(new URL('fixtures/composites.json', import.meta.url), 'utf8'),
) as readonly Case[];

function planted([leafData, nodes]: Case) {
  const leaves = leafData.map((data) => new Value(data));
  const all = [...leaves];
  for (const [op, operands] of nodes) all.push(apply(op, ...operands.map((i) => all[i] as Value)));
  return { leaves, root: all.at(-1) as Value };
}

/**
 * Condition numbers, by first-order error analysis of the tape as it stands after forward and backward.
 * Forward: c(leaf) = 1, c(n) = 1 + Σ |∂n/∂k · k / n| · c(k), how often one rounding may show in n, relatively.
 * A leaf's gradient: Σ over its paths of Π |local| (every contribution as positive), times twice the largest c on the graph,
 * since each local derivative is made of values that carry such errors, times the largest condition of a local derivative
 * itself: 1 − tanh² and σ(1 − σ) cancel where the function saturates.
 */
function conditions(tape: Tape) {
  const { data } = tape;
  const forward = new Float64Array(data.length).fill(1);
  const paths = new Float64Array(data.length);
  const locals = (i: number) => {
    const op = tape.nodes[i]?.op ?? null;
    const [a = 0, b = 0] = tape.operandsOf(i).map((k) => data[k] as number);
    return op === null ? [] : ops[op].local.map((rule) => rule(a, b, data[i] as number));
  };
  for (let i = 0; i < data.length; i++) {
    tape.operandsOf(i).forEach((k, side) => {
      const change = Math.abs((locals(i)[side] ?? 0) * (data[k] as number));
      // A value that cancelled to nothing has no relative error of its own.
      const share = data[i] === 0 ? 0 : change / Math.abs(data[i] as number);
      forward[i] = (forward[i] as number) + share * (forward[k] as number);
    });
  }
  paths[data.length - 1] = 1;
  for (let i = data.length - 1; i >= 0; i--) {
    tape.operandsOf(i).forEach((k, side) => {
      paths[k] = (paths[k] as number) + Math.abs(locals(i)[side] ?? 0) * (paths[i] as number);
    });
  }
  const slopes = tape.nodes.map(({ op }, i) => slopeCondition(op, data[i] as number));
  return { forward, paths, worst: 2 * Math.max(...forward) * Math.max(...slopes) };
}

/** |∂ local/∂ out · out / local| + 1, for the local derivatives that are computed from the op's own value by a difference. */
function slopeCondition(op: OpName | null, out: number): number {
  if (op === 'tanh') return 1 + (2 * out * out) / (1 - out * out);
  return op === 'sigmoid' ? 1 + Math.abs((1 - 2 * out) / (1 - out)) : 1;
}

/** What may be off by `factor` when it is compared: value, then gradients, as multiples of the tolerance. */
function distances(one: Case, factor = 1): number[] {
  const [, , value, gradients] = one;
  const { leaves, root } = planted(one);
  const tape = new Tape(root);
  tape.forward();
  tape.backward();
  const { forward, paths, worst } = conditions(tape);
  const last = tape.nodes.length - 1;
  const ofValue = 1e-12 * (forward[last] as number) * Math.abs(value);
  const ofGradients = leaves.flatMap((leaf, i) => {
    if (!tape.has(leaf)) return [];
    const index = tape.indexOf(leaf);
    const tolerance = 1e-12 * worst * (paths[index] as number);
    const difference = Math.abs((tape.grad[index] as number) * factor - (gradients[i] as number));
    return difference === 0 ? [0] : [difference / tolerance];
  });
  const off = Math.abs((tape.data[last] as number) - value);
  return [off === 0 ? 0 : off / ofValue, ...ofGradients];
}

describe('every op and 2,000 random composites', () => {
  it('give PyTorch’s values and gradients within 1e-12 times the condition number', () => {
    expect(cases.length).toBeGreaterThanOrEqual(2000);
    const used = new Set(cases.flatMap(([, nodes]) => nodes.map(([op]) => op)));
    const known = Object.keys(ops).filter((name) => !name.endsWith('Notebook'));
    expect([...used].sort()).toEqual(known.sort());
    const worst = cases.map((one) => Math.max(...distances(one)));
    expect(Math.max(...worst)).toBeLessThan(1);
  });

  it('and a gradient that is off by a millionth would be noticed in nearly all of them', () => {
    const withGradient = cases.filter(([, , , gradients]) => gradients.some((g) => g !== 0));
    const noticed = withGradient.filter((one) => Math.max(...distances(one, 1 + 1e-6)) > 1);
    expect(noticed.length / withGradient.length).toBeGreaterThan(0.95);
  });

  it('the object graph’s backward gives the tape’s bits', () => {
    for (const one of cases) {
      const { leaves, root } = planted(one);
      const tape = new Tape(root);
      tape.forward();
      tape.backward();
      root.backward();
      for (const leaf of leaves.filter((node) => tape.has(node))) {
        expect(leaf.grad).toBe(tape.grad[tape.indexOf(leaf)]);
      }
    }
  });

  it('agree with central differences', () => {
    let agreed = 0;
    let compared = 0;
    for (const one of cases) {
      const tape = new Tape(planted(one).root);
      const leaves = tape.nodes.flatMap((node, i) => (node.op === null ? [i] : []));
      for (const check of checkGradients(tape, leaves)) {
        expect(check.agrees, JSON.stringify(one)).not.toBe(false);
        compared += 1;
        if (check.agrees === true) agreed += 1;
      }
    }
    expect(agreed / compared).toBeGreaterThan(0.95);
  });
});
