import type { Formula } from '../contract/graph';
import { exp, log } from './elementary';
import { sigmoid, tanh } from './hyperbolic';
import { choose, f64 } from './kernel/instructions';
import type { KernelText, Upstream } from './kernel/kernel-text';

/**
 * The operations a computation graph is made of, one row each: how the value is computed and how much it changes with
 * each operand. `a` and `b` are the operands' data (b is 0 where there is one operand), `out` is the node's own.
 */
export interface Op {
  readonly name: string;
  readonly symbol: string;
  /** How the value is written; #1 and #2 stand for the operands. */
  readonly formula: Formula;
  readonly operands: 1 | 2;
  readonly forward: (a: number, b: number) => number;
  /** ∂out/∂a, then ∂out/∂b. Empty: the op has no backward rule, and nothing flows through it. */
  readonly local: readonly ((a: number, b: number, out: number) => number)[];
  /** Where the value is defined; everywhere, where it is not said. */
  readonly defined?: (a: number, b: number) => boolean;
  /** Said where an operand that is not finite leaves no finite value: 0·∞ is NaN, but 1/∞ is 0. */
  readonly passesOnInfinity?: true;
  /** How each of them is written; #0 stands for the result. */
  readonly slopes: readonly Formula[];
  /** The same arithmetic as WebAssembly. */
  readonly kernel: KernelText;
}

/** Text, LaTeX and Python of one formula; Python is the text unless it is said. */
function written(text: string, latex: string, python = text): Formula {
  return { text, latex, python };
}

const ONE = written('1', '1');
const MINUS_ONE = written('−1', '-1', '-1');
const passedOn = ({ g }: Upstream) => g;
const negated = ({ g }: Upstream) => f64.neg(g);
const one = () => 1;
const minusOne = () => -1;

/**
 * a^n: repeated multiplication from the left for whole |n| ≤ 64, √a for n = ½, else exp(n·log a), which is NaN for a ≤ 0 and
 * within 1 + 2.6·|n·ln a| ulp (greatest error among 400,000 points: 1,070 ulp, near the overflow limit).
 */
export function power(a: number, n: number): number {
  if (multiplies(n)) return wholePower(a, n);
  if (n === 0.5) return Math.sqrt(a);
  return a > 0 ? exp(n * log(a)) : Number.NaN;
}

/** n·aⁿ⁻¹. For n = 0 it is 0, also where a⁻¹ is infinite. */
function powerSlope(a: number, n: number): number {
  if (n === 0) return 0;
  // For n = −64 as well, although power itself would no longer multiply 65 times.
  return n * (multiplies(n) ? wholePower(a, n - 1) : power(a, n - 1));
}

function powerDefined(a: number, n: number): boolean {
  if (multiplies(n)) return a !== 0 || n >= 0;
  return n === 0.5 ? a >= 0 : a > 0;
}

function multiplies(n: number): boolean {
  return Number.isInteger(n) && Math.abs(n) <= 64;
}

function wholePower(a: number, n: number): number {
  let product = 1;
  for (let i = Math.abs(n); i > 0; i--) product *= a;
  return n < 0 ? 1 / product : product;
}

const ABS = written('|#1|', String.raw`\left|#1\right|`, '#1.abs()');
const BASE_SLOPE = written(
  '#2 × #1^(#2 − 1)',
  String.raw`#2 \cdot {#1}^{#2 - 1}`,
  '#2 * #1 ** (#2 - 1)',
);

const table = {
  add: {
    symbol: '+',
    formula: written('#1 + #2', '#1 + #2'),
    operands: 2,
    passesOnInfinity: true,
    forward: (a, b) => a + b,
    local: [one, one],
    slopes: [ONE, ONE],
    kernel: { value: ({ a, b }) => f64.add(a, b), flows: [passedOn, passedOn] },
  },
  subtract: {
    symbol: '−',
    formula: written('#1 − #2', '#1 - #2', '#1 - #2'),
    operands: 2,
    passesOnInfinity: true,
    forward: (a, b) => a - b,
    local: [one, minusOne],
    slopes: [ONE, MINUS_ONE],
    kernel: { value: ({ a, b }) => f64.sub(a, b), flows: [passedOn, negated] },
  },
  multiply: {
    symbol: '×',
    formula: written('#1 × #2', String.raw`#1 \cdot #2`, '#1 * #2'),
    operands: 2,
    passesOnInfinity: true,
    forward: (a, b) => a * b,
    local: [(_, b) => b, (a) => a],
    slopes: [written('#2', '#2'), written('#1', '#1')],
    kernel: {
      value: ({ a, b }) => f64.mul(a, b),
      flows: [({ g, b }) => f64.mul(b, g), ({ g, a }) => f64.mul(a, g)],
    },
  },
  divide: {
    symbol: '÷',
    formula: written('#1 ÷ #2', String.raw`\frac{#1}{#2}`, '#1 / #2'),
    operands: 2,
    defined: (_, b) => b !== 0,
    forward: (a, b) => a / b,
    local: [(_, b) => 1 / b, (a, b) => -a / (b * b)],
    slopes: [
      written('1 ÷ #2', String.raw`\frac{1}{#2}`, '1 / #2'),
      written('−#1 ÷ #2²', String.raw`-\frac{#1}{{#2}^2}`, '-#1 / (#2 * #2)'),
    ],
    kernel: {
      value: ({ a, b }) => f64.div(a, b),
      flows: [
        ({ g, b }) => f64.mul(f64.div(f64.const(1), b), g),
        ({ g, a, b }) => f64.mul(f64.div(f64.neg(a), f64.mul(b, b)), g),
      ],
    },
  },
  negate: {
    symbol: '−',
    formula: written('−#1', '-#1', '-#1'),
    operands: 1,
    passesOnInfinity: true,
    forward: (a) => -a,
    local: [minusOne],
    slopes: [MINUS_ONE],
    kernel: { value: ({ a }) => f64.neg(a), flows: [negated] },
  },
  // The derivative with respect to the exponent is aⁿ·ln a: not defined, NaN, for a ≤ 0.
  power: {
    symbol: '^',
    formula: written('#1^#2', '{#1}^{#2}', '#1 ** #2'),
    operands: 2,
    defined: powerDefined,
    forward: power,
    local: [powerSlope, (a, _, out) => (a > 0 ? out * log(a) : Number.NaN)],
    slopes: [BASE_SLOPE, written('#0 × log(#1)', String.raw`#0 \cdot \log(#1)`, '#0 * log(#1)')],
    kernel: {
      value: ({ functions, a, b }) => functions.power(a, b),
      flows: [
        ({ functions, g, a, b }) => f64.mul(functions.powerSlope(a, b), g),
        ({ functions, g, a, out }) =>
          f64.mul(
            choose(f64.gt(a, f64.const(0)), f64.mul(out, functions.log(a)), f64.const(Number.NaN)),
            g,
          ),
      ],
    },
  },
  square: {
    symbol: '²',
    formula: written('#1²', '{#1}^2', '#1 ** 2'),
    operands: 1,
    passesOnInfinity: true,
    forward: (a) => a * a,
    local: [(a) => 2 * a],
    slopes: [written('2 × #1', String.raw`2 \cdot #1`, '2 * #1')],
    kernel: {
      value: ({ a }) => f64.mul(a, a),
      flows: [({ g, a }) => f64.mul(f64.mul(a, f64.const(2)), g)],
    },
  },
  // Kinks: abs′(0) = 0 and ReLU′(0) = 0.
  abs: {
    symbol: '|·|',
    formula: ABS,
    operands: 1,
    passesOnInfinity: true,
    forward: (a) => Math.abs(a),
    local: [(a) => (a > 0 ? 1 : a < 0 ? -1 : 0)],
    slopes: [written('sign(#1)', String.raw`\mathrm{sign}(#1)`)],
    kernel: {
      value: ({ a }) => f64.abs(a),
      // 0·g where a is 0 or NaN: NaN where g is not finite.
      flows: [
        ({ g, a }) =>
          choose(
            f64.gt(a, f64.const(0)),
            g,
            choose(f64.lt(a, f64.const(0)), f64.neg(g), f64.mul(f64.const(0), g)),
          ),
      ],
    },
  },
  // The seminar notebook's abs, whose backward rule was forgotten.
  absNotebook: {
    symbol: '|·|',
    formula: ABS,
    operands: 1,
    passesOnInfinity: true,
    forward: (a) => Math.abs(a),
    local: [],
    slopes: [],
    kernel: { value: ({ a }) => f64.abs(a), flows: [] },
  },
  relu: {
    symbol: 'ReLU',
    formula: written('ReLU(#1)', String.raw`\mathrm{ReLU}(#1)`, '#1.relu()'),
    operands: 1,
    forward: (a) => Math.max(a, 0),
    local: [(a) => (a > 0 ? 1 : 0)],
    slopes: [written('1 if #1 > 0, else 0', String.raw`[#1 > 0]`, '(1 if #1 > 0 else 0)')],
    kernel: {
      // max tells NaN and −0; where a > 0 a branch that is foreseen costs nothing.
      value: ({ a }) => choose(f64.gt(a, f64.const(0)), a, f64.max(a, f64.const(0))),
      flows: [({ g, a }) => choose(f64.gt(a, f64.const(0)), g, f64.mul(f64.const(0), g))],
    },
  },
  tanh: {
    symbol: 'tanh',
    formula: written('tanh(#1)', String.raw`\tanh(#1)`, '#1.tanh()'),
    operands: 1,
    forward: (a) => tanh(a),
    local: [(_, __, out) => 1 - out * out],
    slopes: [written('1 − #0²', '1 - {#0}^2', '1 - #0 * #0')],
    kernel: {
      value: ({ functions, a }) => functions.tanh(a),
      flows: [({ g, out }) => f64.mul(f64.sub(f64.const(1), f64.mul(out, out)), g)],
    },
  },
  sigmoid: {
    symbol: 'σ',
    formula: written('σ(#1)', String.raw`\sigma(#1)`, '#1.sigmoid()'),
    operands: 1,
    forward: (a) => sigmoid(a),
    local: [(_, __, out) => out * (1 - out)],
    slopes: [written('#0 × (1 − #0)', String.raw`#0 \cdot (1 - #0)`, '#0 * (1 - #0)')],
    kernel: {
      value: ({ functions, a }) => functions.sigmoid(a),
      flows: [({ g, out }) => f64.mul(f64.mul(out, f64.sub(f64.const(1), out)), g)],
    },
  },
  exp: {
    symbol: 'exp',
    formula: written('exp(#1)', 'e^{#1}', '#1.exp()'),
    operands: 1,
    forward: (a) => exp(a),
    local: [(_, __, out) => out],
    slopes: [written('#0', '#0')],
    kernel: {
      value: ({ functions, a }) => functions.exp(a),
      flows: [({ g, out }) => f64.mul(out, g)],
    },
  },
  // NaN for a < 0 and −∞ at 0: not defined there.
  log: {
    symbol: 'log',
    formula: written('log(#1)', String.raw`\log(#1)`, '#1.log()'),
    operands: 1,
    passesOnInfinity: true,
    defined: (a) => a > 0,
    forward: (a) => log(a),
    local: [(a) => 1 / a],
    slopes: [written('1 ÷ #1', String.raw`\frac{1}{#1}`, '1 / #1')],
    kernel: {
      value: ({ functions, a }) => functions.log(a),
      flows: [({ g, a }) => f64.mul(f64.div(f64.const(1), a), g)],
    },
  },
  sqrt: {
    symbol: '√',
    formula: written('√(#1)', String.raw`\sqrt{#1}`, '#1.sqrt()'),
    operands: 1,
    passesOnInfinity: true,
    defined: (a) => a >= 0,
    forward: (a) => Math.sqrt(a),
    local: [(_, __, out) => 1 / (2 * out)],
    slopes: [written('1 ÷ (2 × #0)', String.raw`\frac{1}{2 \cdot #0}`, '1 / (2 * #0)')],
    kernel: {
      value: ({ a }) => f64.sqrt(a),
      flows: [({ g, out }) => f64.mul(f64.div(f64.const(1), f64.mul(f64.const(2), out)), g)],
    },
  },
  // The seminar notebook's pow, whose rule for the exponent lacks ln a.
  powerNotebook: {
    symbol: '^',
    formula: written('#1^#2', '{#1}^{#2}', '#1 ** #2'),
    operands: 2,
    defined: powerDefined,
    forward: power,
    local: [powerSlope, (_, __, out) => out],
    slopes: [BASE_SLOPE, written('#0', '#0')],
    kernel: {
      value: ({ functions, a, b }) => functions.power(a, b),
      flows: [
        ({ functions, g, a, b }) => f64.mul(functions.powerSlope(a, b), g),
        ({ g, out }) => f64.mul(out, g),
      ],
    },
  },
} satisfies Record<string, Omit<Op, 'name'>>;

export type OpName = keyof typeof table;

export const ops: Readonly<Record<OpName, Op>> = Object.fromEntries(
  Object.entries(table).map(([name, row]) => [name, { name, ...row }]),
) as unknown as Record<OpName, Op>;

/** Op names by their code on the tape. */
export const opNames = Object.keys(table) as readonly OpName[];
