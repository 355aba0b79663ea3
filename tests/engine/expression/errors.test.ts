import { parseExpressionAt } from 'acorn';
import { describe, expect, it } from 'vitest';
import { ExpressionError, type ExpressionErrorCode } from '../../../src/engine/expression/error';
import { parse } from '../../../src/engine/expression/parse';
import { programOf, RefusedNode } from '../../../src/engine/expression/program';

function errorOf(action: () => unknown): ExpressionError {
  try {
    action();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

const FUNCTIONS = 'relu, tanh, sigmoid, exp, log, sqrt, abs';
const ACCEPTED = `Accepted are numbers, names, + - * / ** ( ) and the functions ${FUNCTIONS}.`;
const POWER =
  'It is not clear whether the sign or the power comes first: write -(x**2) or (-x)**2.';
const EMPTY = 'There is no expression yet: write one, such as (w*x + b - y)**2.';
const LAST = 'Only the last line may stand without a name: write a name and = before this one.';
const TARGET = 'Before = there stands one name, as in a = x*w, and nothing else.';
const NESTED =
  'An assignment stands on a line of its own: only one = a line, outside of parentheses.';
const COMMENT =
  'Comments are not accepted, and // is no operator: a division is written with one /.';
const COMMA =
  'A comma is not accepted: write a decimal point, as in 0.5, and one assignment a line.';
const POINT = `Nothing can be read out of a value with a point: a point belongs inside a number, as in 0.5. ${ACCEPTED}`;
const QUOTES = `Text in quotes is not accepted. ${ACCEPTED}`;
const COMPARISON = `Comparisons are not accepted. ${ACCEPTED}`;
const number = (text: string) =>
  `${text} is not a number here: write decimal numbers such as 12, 0.5 or 1e-3.`;
const character = (text: string) => `${text} is not accepted. ${ACCEPTED}`;
const reserved = (name: string) =>
  `${name} is a reserved word and cannot be a name: choose another.`;
const between = (left: string, right: string) =>
  `An operator is missing between ${left} and ${right}: a product is written ${left}*${right}.`;
const before = (token: string) => `A value is missing before ${token}.`;
const after = (token: string) => `A value is missing after ${token}.`;
const increment = (operator: string) =>
  `${operator} is not accepted: to put a sign behind an operator, use parentheses, as in x - (-y).`;
const unknown = (name: string) =>
  `${name} is not a function: there are ${FUNCTIONS}. For a product write ${name}*( … ).`;
const larger = (name: string) =>
  `${name} is not among the operations: relu(x) is the larger of x and 0.`;

type Row = [text: string, line: number, column: number, code: ExpressionErrorCode, message: string];

const table: readonly Row[] = [
  ['', 1, 1, 'empty', EMPTY],
  [' \n ; ', 1, 1, 'empty', EMPTY],
  ['a = x\n\tb = a ^ 2', 2, 8, 'caret', '^ is not a power here: write ** for a power, as in x**2.'],
  ['x % 2', 1, 3, 'remainder', `The remainder % is not accepted. ${ACCEPTED}`],
  ['x < 2', 1, 3, 'comparison', COMPARISON],
  ['x + y == 2', 1, 7, 'comparison', COMPARISON],
  ['x != 2', 1, 3, 'comparison', COMPARISON],
  ['x ? 1 : 2', 1, 3, 'character', character('?')],
  ['x => x', 1, 3, 'character', character('=>')],
  ['x[0]', 1, 2, 'character', character('[')],
  ['{x}', 1, 1, 'character', character('{')],
  ['$x', 1, 1, 'character', character('$')],
  [String.raw`\u0061`, 1, 1, 'character', character('\\')],
  ['x + 😀', 1, 5, 'character', character('😀')],
  ['x\u2028y', 1, 2, 'character', character('U+2028')],
  ['x + \ud800', 1, 5, 'character', character('U+D800')],
  ['x\0', 1, 2, 'character', character('U+0000')],
  ['x₁ + 1', 1, 2, 'character', character('₁')],
  ["x + 'a'", 1, 5, 'string', QUOTES],
  ['`a`', 1, 1, 'string', QUOTES],
  ['x # note', 1, 3, 'comment', COMMENT],
  ['x // 2', 1, 3, 'comment', COMMENT],
  ['x /* 2 */', 1, 3, 'comment', COMMENT],
  ['x.y', 1, 2, 'member-access', POINT],
  ['(x).constructor', 1, 4, 'member-access', POINT],
  ['x++', 1, 2, 'increment', increment('++')],
  ['x −− y', 1, 3, 'increment', increment('--')],
  [
    'x += 2',
    1,
    3,
    'update-assignment',
    '+= is not accepted: give the new value a name of its own, as in c = a + b.',
  ],
  [
    'x **= 2',
    1,
    3,
    'update-assignment',
    '**= is not accepted: give the new value a name of its own, as in c = a + b.',
  ],
  ['x + 0x1F', 1, 5, 'number-form', number('0x1F')],
  ['010', 1, 1, 'number-form', number('010')],
  ['1_000 + x', 1, 1, 'number-form', number('1_000')],
  ['1.2.3', 1, 1, 'number-form', number('1.2.3')],
  ['x*1e301', 1, 3, 'number-too-large', '1e301 is too large: a number may be 1e300 at most.'],
  ['1e999', 1, 1, 'number-too-large', '1e999 is too large: a number may be 1e300 at most.'],
  ['if = 3', 1, 1, 'reserved-word', reserved('if')],
  ['x*lambda', 1, 3, 'reserved-word', reserved('lambda')],
  ['constructor', 1, 1, 'reserved-word', reserved('constructor')],
  ['x + __proto__', 1, 5, 'reserved-word', reserved('__proto__')],
  ['toString = 3', 1, 1, 'reserved-word', reserved('toString')],
  ['hasOwnProperty(x)', 1, 1, 'reserved-word', reserved('hasOwnProperty')],
  ['new x', 1, 1, 'reserved-word', reserved('new')],
  ['x + NaN', 1, 5, 'reserved-word', reserved('NaN')],
  ['eval(x)', 1, 1, 'reserved-word', reserved('eval')],
  ['f(x)', 1, 1, 'unknown-function', unknown('f')],
  ['x*sin(y)', 1, 3, 'unknown-function', unknown('sin')],
  ['max(x, 0)', 1, 1, 'no-max-min', larger('max')],
  ['y = 1; min', 1, 8, 'no-max-min', larger('min')],
  [
    'relu + 1',
    1,
    1,
    'function-without-argument',
    'relu is a function: write its value in parentheses, as in relu(x).',
  ],
  [
    'relu(x, 1)',
    1,
    7,
    'one-argument',
    'relu takes one value; if this is a decimal comma, write a point.',
  ],
  ['0,5*x', 1, 2, 'comma', COMMA],
  ['relu((1, 2))', 1, 8, 'comma', COMMA],
  ['relu()', 1, 6, 'missing-value-before', before(')')],
  ['2x + 7', 1, 2, 'missing-operator', between('2', 'x')],
  ['x y', 1, 3, 'missing-operator', between('x', 'y')],
  ['2(x + 1)', 1, 2, 'missing-operator', between('2', '(')],
  ['(x)(y)', 1, 4, 'missing-operator', between(')', '(')],
  ['𝛼𝛽 · ŷ 3', 1, 8, 'missing-operator', between('ŷ', '3')],
  ['* x', 1, 1, 'missing-value-before', before('*')],
  ['x + * y', 1, 5, 'missing-value-before', before('*')],
  ['x ×× y', 1, 4, 'missing-value-before', before('*')],
  ['()', 1, 2, 'missing-value-before', before(')')],
  ['(x +)', 1, 4, 'missing-value-after', after('+')],
  ['a = x −\nb = 2', 1, 7, 'missing-value-after', after('-')],
  ['x\r\n+', 2, 1, 'missing-value-after', after('+')],
  ['a = 1\ra =', 2, 3, 'missing-value-after', after('=')],
  ['x + 1)', 1, 6, 'unopened', 'This ) closes nothing: a ( is missing before it.'],
  ['a = (x + (y)\nb = 2', 1, 5, 'unclosed', 'This ( is never closed: a ) is missing.'],
  ['(x; y)', 1, 1, 'unclosed', 'This ( is never closed: a ) is missing.'],
  ['-x**2', 1, 3, 'negated-power', POWER],
  ['a = 2\nb = 3*(1 − −(x + y)**2)', 2, 20, 'negated-power', POWER],
  ['-2**2', 1, 3, 'negated-power', POWER],
  ['+relu(x)**y', 1, 9, 'negated-power', POWER],
  ['x**-y**2', 1, 6, 'negated-power', POWER],
  ['2 = x', 1, 1, 'assignment-target', TARGET],
  ['1; a*b = x', 1, 4, 'assignment-target', TARGET],
  ['= x', 1, 1, 'assignment-target', TARGET],
  ['(a) = x', 1, 1, 'assignment-target', TARGET],
  ['a = b = 2', 1, 7, 'nested-assignment', NESTED],
  ['(a = 2) + 1', 1, 4, 'nested-assignment', NESTED],
  ['b = (a = 2)', 1, 8, 'nested-assignment', NESTED],
  [
    'log = 3',
    1,
    1,
    'assigned-function',
    'log is the name of a function and cannot be assigned: choose another name.',
  ],
  [
    'max = 3',
    1,
    1,
    'assigned-function',
    'max is the name of a function and cannot be assigned: choose another name.',
  ],
  [
    'a = 1\nb = a; a = 2',
    2,
    8,
    'assigned-twice',
    'a already has a value from line 1: choose another name.',
  ],
  [
    'b = 2*a\n\na = 3',
    1,
    7,
    'used-before-assigned',
    'a is used here but gets its value only on line 3: assign it before.',
  ],
  [
    'a = a + 1',
    1,
    5,
    'used-before-assigned',
    'a is used here but gets its value only on line 1: assign it before.',
  ],
  ['x + 1\na = 2', 1, 1, 'value-not-last', LAST],
  ['a = 2; x; y', 1, 8, 'value-not-last', LAST],
  [`${'x+'.repeat(5000)}x`, 1, 10_001, 'too-long', 'The text is longer than 10000 characters.'],
  [
    `${'x+'.repeat(2500)}x`,
    1,
    5001,
    'too-many-nodes',
    'There are more than 5000 numbers, names and operators: make the expression smaller.',
  ],
];

const deep =
  'Parentheses, signs and powers are nested more than 200 deep: name a part of it on a line of its own.';

describe('an error', () => {
  it.each(table)('%j: line %i, column %i, %s', (text, line, column, code, message) => {
    expect(errorOf(() => parse(text))).toMatchObject({ line, column, code, message });
  });

  it('carries what a window needs to word it, shortened where it is long', () => {
    expect(errorOf(() => parse('b = a\na = 2')).params).toEqual({ name: 'a', line: 2 });
    const long = errorOf(() => parse(`${'q'.repeat(9000)}(x)`));
    expect(long.params).toEqual({ name: `${'q'.repeat(39)}…` });
    expect(long.message.length).toBeLessThan(250);
  });

  it('is one of the program, not of the text, for a free name without a value', () => {
    const expression = parse('a = 2\nloss = (a*w + b)**2');
    expect(errorOf(() => expression.build(new Map([['w', 1]])))).toMatchObject({
      line: 2,
      column: 15,
      code: 'no-value',
      message: 'b has no value yet.',
    });
  });
});

describe('nesting', () => {
  const nested = (n: number): string[] => [
    `${'('.repeat(n)}x${')'.repeat(n)}`,
    `${'- '.repeat(n)}x`,
    `${'x**'.repeat(n)}x`,
    `${'exp('.repeat(n)}x${')'.repeat(n)}`,
    `${'-('.repeat(n / 2)}x${')'.repeat(n / 2)}`,
    `${'x**('.repeat(n / 2)}x${')'.repeat(n / 2)}`,
  ];

  it('may be 200 deep', () => {
    for (const text of nested(200)) expect(parse(text).free).toEqual(['x']);
  });

  it('is refused beyond, at the character that goes too far', () => {
    const columns = nested(202).map((text) => {
      const error = errorOf(() => parse(text));
      expect(error).toMatchObject({ line: 1, code: 'too-deep', message: deep });
      return error.column;
    });
    expect(columns).toEqual([201, 401, 602, 804, 201, 402]);
  });

  it('does not count sums and products, however long', () => {
    const sum = parse(`x${' + x'.repeat(2499)}`).build(new Map([['x', 1]])).root;
    expect(sum.data).toBe(2500);
    const product = parse(`${'-x*'.repeat(1600)}x`).build(new Map([['x', 1]])).root;
    expect(product.data).toBe(1);
  });

  it.each([
    '(',
    '-',
    '- ',
    '−',
    'x**',
    'x**(',
    'exp(',
    '[',
    '{',
    '!',
    '`${',
    'x=>',
    '=',
    'a=',
    '/',
  ])('gives a positioned error for a text full of %j', (piece) => {
    const text = piece.repeat(10_000 / piece.length);
    const { line, column } = errorOf(() => parse(text));
    expect(line).toBe(1);
    expect(column).toBeLessThanOrEqual(10_000);
  });

  it('at its deepest behind a long sum still fits into an ordinary call stack', () => {
    const text = `x${'+x'.repeat(1200)}+${'('.repeat(200)}x${')'.repeat(200)}`;
    expect(parse(text).build(new Map([['x', 1]])).root.data).toBe(1202);
  });
});

describe('the allow-list, with nothing before it', () => {
  it.each([
    'a.b',
    'a?.b',
    'a[0]',
    'a ? b : c',
    '`x`',
    'f`x`',
    'x => x',
    'async () => 1',
    'function () {}',
    'class {}',
    'new x',
    'this',
    'a = 1',
    'a += 1',
    'a, b',
    'a % b',
    'a < b',
    'a == b',
    'a && b',
    'a ?? b',
    'a | b',
    'a >> b',
    'a in b',
    '!a',
    '~a',
    'typeof a',
    'void 0',
    'a++',
    '--a',
    '"s"',
    '/r/',
    '1n',
    'true',
    'null',
    '[1]',
    '({})',
    'f(x)',
    'relu',
    'relu()',
    'relu(x, y)',
    'relu(...x)',
    'relu?.(x)',
    'constructor(x)',
    '(relu)(x)',
    'x.relu(y)',
    'import("x")',
    'import.meta',
    'new.target',
  ])('refuses %s', (text) => {
    for (const placed of [text, `1 + (${text})`]) {
      let tree;
      try {
        tree = parseExpressionAt(placed, 0, {
          ecmaVersion: 2023,
          sourceType: 'module',
          preserveParens: true,
        });
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
        continue;
      }
      expect(() => programOf(tree)).toThrow(RefusedNode);
    }
  });
});
