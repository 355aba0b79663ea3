import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGradients, type GradientCheck } from '../../src/engine/gradient-check';
import { opNames } from '../../src/engine/ops';
import { buildPerceptron } from '../../src/engine/perceptron';
import { Tape } from '../../src/engine/tape';
import { Value } from '../../src/engine/value';
import { graphPlan, plantGraph } from './random-graph';
import { type Choices, recipeOf } from './training';

function leavesOf(tape: Tape): number[] {
  return [...tape.codes.keys()].filter((i) => tape.codes[i] === -1);
}

function checksOf(root: Value): readonly GradientCheck[] {
  const tape = new Tape(root);
  return checkGradients(tape, leavesOf(tape));
}

function perceptronChecks(choices: Choices, x: number, y: number): readonly GradientCheck[] {
  const model = buildPerceptron(recipeOf(choices));
  const tape = new Tape(model.root);
  for (const { node, column } of model.data) {
    tape.data[tape.indexOf(node)] = [x, y][column] as number;
  }
  return checkGradients(
    tape,
    model.parameters.map((parameter) => tape.indexOf(parameter)),
  );
}

describe('gradients beside central differences', () => {
  it('agree on random graphs of every op with a right derivative, and leave the tape as it was', () => {
    const wrong = ['absNotebook', 'powerNotebook'];
    const right = [...opNames.keys()].filter((i) => !wrong.includes(opNames[i] ?? ''));
    const counts = { agree: 0, defined: 0 };
    fc.assert(
      fc.property(graphPlan(), (plan) => {
        const { root } = plantGraph({
          // Thousandths: at leaves such as 1e-200 forward itself underflows.
          leaves: plan.leaves.map((value) => Math.round(value * 1000) / 1000),
          nodes: plan.nodes.map((node) => ({ ...node, op: right[node.op % right.length]! })),
        });
        const tape = new Tape(root);
        tape.grad.forEach((_, i) => (tape.grad[i] = i === 1 ? -0 : i / 3));
        const [data, grad] = [[...tape.data], [...tape.grad]];
        for (const check of checkGradients(tape, leavesOf(tape))) {
          expect(check.agrees).not.toBe(false);
          if (check.reason === null || check.reason === 'not-resolved') counts.defined += 1;
          if (check.agrees === true) counts.agree += 1;
        }
        expect([...tape.data]).toStrictEqual(data);
        expect([...tape.grad]).toStrictEqual(grad);
      }),
      { numRuns: 2000 },
    );
    expect(counts.agree).toBeGreaterThan(0.98 * counts.defined);
    expect(counts.agree).toBeGreaterThan(500);
  });

  it('notice a gradient that is wrong by a thousandth', () => {
    const points = fc.double({ min: 0.1, max: 8, noNaN: true });
    fc.assert(
      fc.property(points, points, (a, b) => {
        const [x, y] = [new Value(a), new Value(b)];
        for (const check of checksOf(x.mul(y).tanh().add(x.div(y)).add(y.log()).exp())) {
          expect(check.agrees).toBe(true);
          expect(check.tolerance).toBeLessThan(1e-3 * Math.abs(check.analytic) + 1e-6);
        }
      }),
    );
  });

  it("are the seminar's for (3, 6) with w = 0.4, b = 0.8: −24 and −8", () => {
    const checks = perceptronChecks({ initial: { w: 0.4, b: 0.8 } }, 3, 6);
    expect(checks.map(({ analytic }) => analytic)).toStrictEqual([-24, -8]);
    for (const { agrees, numeric, analytic } of checks) {
      expect(agrees).toBe(true);
      expect(numeric).toBeCloseTo(analytic, 6);
    }
  });

  it('are −4 and −4 in exercise 10', () => {
    const checks = perceptronChecks({}, 1, 2);
    expect(checks.map(({ analytic }) => analytic)).toStrictEqual([-4, -4]);
    expect(checks.every(({ agrees }) => agrees)).toBe(true);
  });

  it("find the notebook's abs without a backward rule, and pass the mended one", () => {
    const at = { initial: { w: 1, b: 0 } };
    const wrong = perceptronChecks({ ...at, activation: 'relu-notebook' }, 1, 2);
    expect(wrong.map(({ agrees }) => agrees)).toStrictEqual([false, false]);
    expect(wrong[0]?.analytic).toBe(-1);
    expect(wrong[0]?.numeric).toBeCloseTo(-2, 6);
    const right = perceptronChecks({ ...at, activation: 'relu-abs' }, 1, 2);
    expect(right.map(({ agrees }) => agrees)).toStrictEqual([true, true]);
  });

  it('are not compared at a kink: ReLU at z = 0, and abs', () => {
    const at = { initial: { w: 1, b: -1 } };
    for (const activation of ['relu', 'relu-abs', 'relu-notebook'] as const) {
      for (const { agrees, reason } of perceptronChecks({ ...at, activation }, 1, 2)) {
        expect({ agrees, reason }).toStrictEqual({ agrees: null, reason: 'kink' });
      }
    }
    expect(checksOf(new Value(0).abs())[0]).toMatchObject({ agrees: null, reason: 'kink' });
    // 0 for every x, but backward gives 1, because the slope of abs at 0 is taken as 0.
    const x = new Value(0);
    const s = x.add(x.abs());
    expect(checksOf(s.sub(s.abs()))[0]).toMatchObject({
      analytic: 1,
      agrees: null,
      reason: 'kink',
    });
  });

  it('are compared close beside a kink, with a step that does not reach it', () => {
    for (const distance of [1e-3, 1e-6, -1e-7, 1e-9]) {
      const [check] = checksOf(new Value(distance).relu());
      expect(check).toMatchObject({ agrees: true, analytic: distance > 0 ? 1 : 0 });
    }
  });

  it('are compared where an abs touches 0 without a kink in the root', () => {
    const x = new Value(0);
    expect(checksOf(x.square().abs())[0]).toMatchObject({ agrees: true, analytic: 0 });
    expect(checksOf(new Value(0).abs().mul(0))[0]).toMatchObject({ agrees: true });
  });

  it('are compared beside a pole, with a step that does not leap over it', () => {
    expect(checksOf(new Value(1e-6).pow(-1))[0]).toMatchObject({ agrees: true });
    expect(checksOf(new Value(1e-9).log())[0]).toMatchObject({ agrees: true });
  });

  it('say where nothing is defined', () => {
    for (const root of [new Value(0).sqrt(), new Value(-1).log(), new Value(0).pow(-1)]) {
      expect(checksOf(root)[0]).toMatchObject({ agrees: null, reason: 'not-defined' });
    }
    // A constant exponent at a negative base: its own gradient is not defined, the base's is.
    const reasons = checksOf(new Value(-2).pow(2)).map(({ reason }) => reason);
    expect(reasons).toStrictEqual([null, 'not-defined']);
  });

  it('belong to leaves only', () => {
    const tape = new Tape(new Value(2).square());
    expect(() => checkGradients(tape, [1])).toThrow('Node 1 is not a leaf of this graph.');
  });
});
