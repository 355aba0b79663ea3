import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log } from '../../../src/engine/elementary';
import { ExpressionError } from '../../../src/engine/expression/error';
import { parse } from '../../../src/engine/expression/parse';
import { sigmoid, tanh } from '../../../src/engine/hyperbolic';
import { power } from '../../../src/engine/ops';

const good = [
  'f = 2*x + 7',
  '(relu(w*x + b) - y)**2',
  'a = x*w\nŷ = a + b\nerr = ŷ − y\nloss = err**2',
  'z = tanh(x × w1 + y·w2); sigmoid(-z)/(1e-3 + abs(z))',
  'exp(-(x**2)/2)**0.5 - sqrt(2)*log(3.5e1)',
];
const pieces = [
  ...Array.from('()+-*/=;,.^%<>!?:&|~@#$\\\'"`[]{}−×·÷ \t\n\r\u2028\u00a0\ufeff'),
  ...['**', '=>', '++', '//', '/*', '*/', '${', '?.', '...', '-->', '<!--', '1n', '0x', '1e', 'e5'],
  ...['x', 'ŷ', 'y\u0302', '𝛼', 'relu', 'relu(', 'max(', 'constructor', '__proto__', 'loss', 'v1'],
  ...[
    'new ',
    'async ',
    'await ',
    'yield ',
    'let ',
    'in ',
    'function',
    '0',
    '1',
    '2.5',
    '1e301',
    '\ud800',
  ],
];

const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
const mutated = fc
  .tuple(
    fc.constantFrom(...good),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.oneof(fc.constantFrom(...pieces), anyUnit)), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([text, changes]) =>
    changes.reduce((current, [where, cut, piece]) => {
      const at = where % (current.length + 1);
      return current.slice(0, at) + piece + current.slice(at + cut);
    }, text),
  );
const deep = fc
  .tuple(
    fc.constantFrom(
      '(',
      '-',
      '- ',
      '+(',
      'x**',
      'x**(',
      'exp(',
      '1+',
      'x*-',
      '[',
      '!',
      'a=',
      '(\n',
    ),
    fc.nat(3000),
    fc.constantFrom('x', '', '2', 'ŷ\n'),
    fc.constantFrom('', ')', '**2', '+x', ';x'),
    fc.nat(300),
  )
  .map(([open, n, middle, close, m]) => open.repeat(n) + middle + close.repeat(m));
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join('')),
  { weight: 3, arbitrary: mutated },
  deep,
);

/** 'graph', or the code of the error, whose place is checked. */
function outcome(text: string): string {
  try {
    const expression = parse(text);
    const { root, nodes } = expression.build(new Map(expression.free.map((name) => [name, 0.5])));
    root.backward();
    for (const name of [...expression.free, ...expression.assigned])
      expect(nodes.has(name)).toBe(true);
    return 'graph';
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const lines = text.split(/\r\n|\r|\n/);
    const line = lines[error.line - 1];
    expect(line).toBeDefined();
    expect(error.column).toBeGreaterThanOrEqual(1);
    // On a character of the text, or where the first one would be.
    const characters = Array.from(line ?? '').length;
    expect(error.column).toBeLessThanOrEqual(error.code === 'empty' ? 1 : characters);
    expect(error.message).toMatch(/^\S.*\.$/su);
    return error.code;
  }
}

describe('any text', () => {
  it('gives a graph or an error with a place inside the text, 10,000 times', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anyText, (text) => {
        const code = outcome(text);
        seen.set(code, (seen.get(code) ?? 0) + 1);
      }),
      { numRuns: 10_000 },
    );
    // The texts are such that both ends are reached, and most kinds of error.
    expect(seen.get('graph')).toBeGreaterThan(300);
    expect(seen.size).toBeGreaterThan(20);
    expect(seen.has('not-accepted')).toBe(false);
  });
});

interface Written {
  readonly text: string;
  readonly value: (leaves: ReadonlyMap<string, number>) => number;
}

const unary = {
  relu: (a: number) => Math.max(a, 0),
  tanh,
  sigmoid,
  exp,
  log,
  sqrt: Math.sqrt,
  abs: Math.abs,
};
const binary = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '−': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '·': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '**': power,
};

const written: fc.Arbitrary<Written> = fc.letrec<{ any: Written }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom('x', 'w', 'ŷ').map((name): Written => ({
      text: name,
      value: (leaves) => leaves.get(name)!,
    })),
    fc.double({ min: 0, max: 1e6, noNaN: true }).map((number): Written => ({
      text: String(number),
      value: () => number,
    })),
    fc.tuple(fc.constantFrom(...Object.keys(unary)), tie('any')).map(([name, a]): Written => ({
      text: `${name}(${a.text})`,
      value: (leaves) => unary[name as keyof typeof unary](a.value(leaves)),
    })),
    tie('any').map((a): Written => ({
      text: `(-(${a.text}))`,
      value: (leaves) => -a.value(leaves),
    })),
    fc
      .tuple(fc.constantFrom(...Object.keys(binary)), tie('any'), tie('any'))
      .map(([operator, a, b]): Written => ({
        text: `(${a.text} ${operator} ${b.text})`,
        value: (leaves) =>
          binary[operator as keyof typeof binary](a.value(leaves), b.value(leaves)),
      })),
  ),
})).any;

describe('a random expression', () => {
  it('has the same bits as a direct evaluation', () => {
    const leaf = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(written, leaf, leaf, leaf, ({ text, value }, x, w, yHat) => {
        fc.pre(text.length <= 10_000);
        const leaves = new Map([
          ['x', x],
          ['w', w],
          ['ŷ', yHat],
        ]);
        expect(parse(text).build(leaves).root.data).toBe(value(leaves));
        const split = parse(`first = ${text}\nfirst + x`).build(leaves).root.data;
        expect(split).toBe(value(leaves) + x);
      }),
      { numRuns: 2000 },
    );
  });

  it('without parentheses groups as JavaScript and Python do', () => {
    const operator = fc.constantFrom('+', '-', '*', '/');
    const number = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(number, fc.array(fc.tuple(operator, number), { maxLength: 8 }), (first, rest) => {
        const text = `${first}${rest.map(([sign, n]) => ` ${sign} ${n}`).join('')}`;
        expect(parse(text).build(new Map()).root.data).toBe(leftToRight(first, rest));
      }),
    );
  });
});

/** Products first, then sums, both from the left. */
function leftToRight(first: number, rest: readonly (readonly [string, number])[]): number {
  const terms: [sign: string, value: number][] = [['+', first]];
  for (const [sign, n] of rest) {
    const term = terms.at(-1)!;
    if (sign === '*') term[1] *= n;
    else if (sign === '/') term[1] /= n;
    else terms.push([sign, n]);
  }
  return terms
    .slice(1)
    .reduce((sum, [sign, value]) => (sign === '+' ? sum + value : sum - value), terms[0]![1]);
}
