import { exp, log } from './elementary';
import { sigmoid, tanh } from './hyperbolic';

/**
 * The operations a computation graph is made of, one row each: how the value is computed and how much it changes with
 * each operand. `a` and `b` are the operands' data (b is 0 where there is one operand), `out` is the node's own.
 */
export interface Op {
  readonly name: string;
  readonly symbol: string;
  /** LaTeX and Python of the op; #1 and #2 stand for the operands. */
  readonly latex: string;
  readonly python: string;
  readonly operands: 1 | 2;
  readonly forward: (a: number, b: number) => number;
  /** ∂out/∂a, then ∂out/∂b. Empty: the op has no backward rule, and nothing flows through it. */
  readonly local: readonly ((a: number, b: number, out: number) => number)[];
}

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

function multiplies(n: number): boolean {
  return Number.isInteger(n) && Math.abs(n) <= 64;
}

function wholePower(a: number, n: number): number {
  let product = 1;
  for (let i = Math.abs(n); i > 0; i--) product *= a;
  return n < 0 ? 1 / product : product;
}

const table = {
  add: {
    symbol: '+',
    latex: '#1 + #2',
    python: '#1 + #2',
    operands: 2,
    forward: (a, b) => a + b,
    local: [one, one],
  },
  subtract: {
    symbol: '−',
    latex: '#1 - #2',
    python: '#1 - #2',
    operands: 2,
    forward: (a, b) => a - b,
    local: [one, minusOne],
  },
  multiply: {
    symbol: '×',
    latex: String.raw`#1 \cdot #2`,
    python: '#1 * #2',
    operands: 2,
    forward: (a, b) => a * b,
    local: [(_, b) => b, (a) => a],
  },
  divide: {
    symbol: '÷',
    latex: String.raw`\frac{#1}{#2}`,
    python: '#1 / #2',
    operands: 2,
    forward: (a, b) => a / b,
    local: [(_, b) => 1 / b, (a, b) => -a / (b * b)],
  },
  negate: {
    symbol: '−',
    latex: '-#1',
    python: '-#1',
    operands: 1,
    forward: (a) => -a,
    local: [minusOne],
  },
  // The derivative with respect to the exponent is aⁿ·ln a: not defined, NaN, for a ≤ 0.
  power: {
    symbol: '^',
    latex: '#1^{#2}',
    python: '#1 ** #2',
    operands: 2,
    forward: power,
    local: [powerSlope, (a, _, out) => (a > 0 ? out * log(a) : Number.NaN)],
  },
  square: {
    symbol: '²',
    latex: '#1^2',
    python: '#1 ** 2',
    operands: 1,
    forward: (a) => a * a,
    local: [(a) => 2 * a],
  },
  // Kinks: abs′(0) = 0 and ReLU′(0) = 0.
  abs: {
    symbol: '|·|',
    latex: String.raw`\left|#1\right|`,
    python: '#1.abs()',
    operands: 1,
    forward: (a) => Math.abs(a),
    local: [(a) => (a > 0 ? 1 : a < 0 ? -1 : 0)],
  },
  // The seminar notebook's abs, whose backward rule was forgotten.
  absNotebook: {
    symbol: '|·|',
    latex: String.raw`\left|#1\right|`,
    python: '#1.abs()',
    operands: 1,
    forward: (a) => Math.abs(a),
    local: [],
  },
  relu: {
    symbol: 'ReLU',
    latex: String.raw`\mathrm{ReLU}(#1)`,
    python: '#1.relu()',
    operands: 1,
    forward: (a) => Math.max(a, 0),
    local: [(a) => (a > 0 ? 1 : 0)],
  },
  tanh: {
    symbol: 'tanh',
    latex: String.raw`\tanh(#1)`,
    python: '#1.tanh()',
    operands: 1,
    forward: (a) => tanh(a),
    local: [(_, __, out) => 1 - out * out],
  },
  sigmoid: {
    symbol: 'σ',
    latex: String.raw`\sigma(#1)`,
    python: '#1.sigmoid()',
    operands: 1,
    forward: (a) => sigmoid(a),
    local: [(_, __, out) => out * (1 - out)],
  },
  exp: {
    symbol: 'exp',
    latex: 'e^{#1}',
    python: '#1.exp()',
    operands: 1,
    forward: (a) => exp(a),
    local: [(_, __, out) => out],
  },
  // NaN for a < 0 and −∞ at 0: not defined there.
  log: {
    symbol: 'log',
    latex: String.raw`\log(#1)`,
    python: '#1.log()',
    operands: 1,
    forward: (a) => log(a),
    local: [(a) => 1 / a],
  },
  sqrt: {
    symbol: '√',
    latex: String.raw`\sqrt{#1}`,
    python: '#1.sqrt()',
    operands: 1,
    forward: (a) => Math.sqrt(a),
    local: [(_, __, out) => 1 / (2 * out)],
  },
} satisfies Record<string, Omit<Op, 'name'>>;

export type OpName = keyof typeof table;

export const ops: Readonly<Record<OpName, Op>> = Object.fromEntries(
  Object.entries(table).map(([name, row]) => [name, { name, ...row }]),
) as unknown as Record<OpName, Op>;

/** Op names by their code on the tape. */
export const opNames = Object.keys(table) as readonly OpName[];
