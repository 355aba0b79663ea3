import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OpName, opNames, ops, power } from '../../src/engine/ops';

interface Domain {
  readonly a: fc.Arbitrary<number>;
  readonly b: fc.Arbitrary<number>;
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anything = between(-3, 3);
/** Far enough from the kink at 0 that both sides of a difference lie on one side of it. */
const awayFromZero = fc.oneof(between(-3, -0.01), between(0.01, 3));
const unused = fc.constant(0);

/** Where each op can be differentiated. */
const domains: Record<OpName, Domain> = {
  add: { a: anything, b: anything },
  subtract: { a: anything, b: anything },
  multiply: { a: anything, b: anything },
  divide: { a: anything, b: fc.oneof(between(-3, -0.3), between(0.3, 3)) },
  negate: { a: anything, b: unused },
  power: { a: between(0.3, 3), b: anything },
  powerNotebook: { a: between(0.3, 3), b: anything },
  square: { a: anything, b: unused },
  abs: { a: awayFromZero, b: unused },
  absNotebook: { a: awayFromZero, b: unused },
  relu: { a: awayFromZero, b: unused },
  tanh: { a: anything, b: unused },
  sigmoid: { a: anything, b: unused },
  exp: { a: anything, b: unused },
  log: { a: between(0.3, 3), b: unused },
  sqrt: { a: between(0.3, 3), b: unused },
};

/** (f(x + h) − f(x − h)) / 2h, whose error is about h²·f‴/6 + 10⁻¹⁶·f/h: 10⁻¹⁰ for numbers near 1. */
function centralDifference(f: (x: number) => number, x: number): number {
  const h = 1e-5;
  return (f(x + h) - f(x - h)) / (x + h - (x - h));
}

// The notebook's two slips are wrong on purpose.
const withRule = opNames.filter((name) => !name.endsWith('Notebook'));

describe('every local derivative equals the central difference of its forward rule', () => {
  it.each(withRule)('%s', (name) => {
    const { forward, local, operands } = ops[name];
    const { a: first, b: second } = domains[name];
    expect(local.length).toBe(operands);
    fc.assert(
      fc.property(first, second, (a, b) => {
        const out = forward(a, b);
        const expected = [
          centralDifference((x) => forward(x, b), a),
          centralDifference((x) => forward(a, x), b),
        ];
        local.forEach((derivative, i) => {
          const slope = derivative(a, b, out);
          const difference = expected[i] as number;
          expect(Math.abs(slope - difference)).toBeLessThan(1e-7 * (1 + Math.abs(slope)));
        });
      }),
      { numRuns: 300 },
    );
  });
});

it('knows every op by a name, a symbol, LaTeX and Python that name each operand once', () => {
  for (const name of opNames) {
    const { formula, operands } = ops[name];
    for (const text of [formula.text, formula.latex, formula.python]) {
      expect(text.match(/#\d/g)).toEqual(operands === 1 ? ['#1'] : ['#1', '#2']);
    }
    expect(ops[name].slopes).toHaveLength(ops[name].local.length);
    expect(ops[name].name).toBe(name);
    expect(ops[name].symbol).not.toBe('');
  }
});

describe('kinks', () => {
  it('abs′(0) = 0 and ReLU′(0) = 0, on either side of zero', () => {
    for (const zero of [0, -0]) {
      expect(ops.abs.local[0]?.(zero, 0, 0)).toBe(0);
      expect(ops.relu.local[0]?.(zero, 0, 0)).toBe(0);
    }
  });

  it('abs′ is the sign elsewhere, and ReLU′ a step', () => {
    const slopes = (name: 'abs' | 'relu') =>
      [-2, -5e-324, 5e-324, 2].map((a) => ops[name].local[0]?.(a, 0, 0));
    expect(slopes('abs')).toEqual([-1, -1, 1, 1]);
    expect(slopes('relu')).toEqual([0, 0, 1, 1]);
  });

  it("the notebook's pow has the right rule for its base, and lacks ln for its exponent", () => {
    const [byBase, byExponent] = ops.powerNotebook.local;
    expect(byBase?.(-2, 2, 4)).toBe(-4);
    expect(byExponent?.(-2, 2, 4)).toBe(4);
  });

  it("the notebook's abs has the right value and passes no gradient back", () => {
    expect(ops.absNotebook.forward(-3, 0)).toBe(3);
    expect(ops.absNotebook.local).toEqual([]);
  });
});

describe('power', () => {
  it('is repeated multiplication from the left for whole exponents up to ±64', () => {
    fc.assert(
      fc.property(fc.double(), fc.integer({ min: -64, max: 64 }), (a, n) => {
        let product = 1;
        for (let i = 0; i < Math.abs(n); i++) product = product * a;
        expect(power(a, n)).toBe(n < 0 ? 1 / product : product);
      }),
    );
  });

  it('squares as a·a and is exact where the result is', () => {
    expect(power(-3, 2)).toBe(9);
    expect(power(0.1, 2)).toBe(0.1 * 0.1);
    expect(power(-2, 3)).toBe(-8);
    expect(power(2, 64)).toBe(18446744073709551616);
    expect(power(2, -64)).toBe(1 / 18446744073709551616);
    expect(power(0, 0)).toBe(1);
    expect(power(0, -1)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the square root for n = ½', () => {
    for (const a of [0, 2, 1e-320, 1e300]) expect(power(a, 0.5)).toBe(Math.sqrt(a));
    expect(power(-1, 0.5)).toBe(Number.NaN);
  });

  it.each([1.5, -0.5, 65, -65, 1e9])('is not defined for a ≤ 0 with n = %d', (n) => {
    for (const a of [0, -0, -1, -1e-320]) expect(power(a, n)).toBe(Number.NaN);
  });

  it("has aⁿ·ln a as its exponent's derivative, which the notebook's lacks the logarithm of", () => {
    const byExponent = (a: number, n: number) => ops.power.local[1]?.(a, n, power(a, n));
    expect(byExponent(2, 3)).toBeCloseTo(8 * Math.LN2, 14);
    expect(byExponent(1, 7)).toBe(0);
    for (const a of [0, -2]) expect(byExponent(a, 2)).toBe(Number.NaN);
  });

  it('has n·aⁿ⁻¹ as its derivative for every whole exponent, at negative bases too', () => {
    const byBase = (a: number, n: number) => ops.power.local[0]?.(a, n, power(a, n));
    expect(byBase(-3, 2)).toBe(-6);
    expect(byBase(-2, 3)).toBe(12);
    expect(byBase(-2, -1)).toBe(-0.25);
    for (let n = -64; n <= 64; n++) {
      const expected = centralDifference((x) => power(x, n), -1);
      expect(Math.abs((byBase(-1, n) as number) - expected)).toBeLessThan(1e-4);
    }
  });

  it('has the derivative 0 for n = 0 everywhere, also at 0', () => {
    for (const a of [-1, 0, 1e-320, 1]) expect(ops.power.local[0]?.(a, 0, 1)).toBe(0);
  });
});

describe('an operand that is not finite', () => {
  const endless = [Infinity, -Infinity, Number.NaN];
  const numbers = [...endless, 0, -0, 1, -2.5, Number.MAX_VALUE, Number.MIN_VALUE];

  for (const name of opNames) {
    const { operands, forward, passesOnInfinity } = ops[name];
    const values = numbers.flatMap((a) =>
      (operands === 2 ? numbers : [0])
        .filter((b) => endless.includes(a) || endless.includes(b))
        .map((b) => forward(a, b)),
    );
    it(`${name}: leaves ${passesOnInfinity ? 'no' : 'a'} finite value`, () => {
      expect(values.some(Number.isFinite)).toBe(passesOnInfinity !== true);
    });
  }
});
