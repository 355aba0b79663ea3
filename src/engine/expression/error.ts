import { functions } from './names';

const FUNCTIONS = [...functions.keys()].join(', ');
const ACCEPTED = `Accepted are numbers, names, + - * / ** ( ) and the functions ${FUNCTIONS}.`;

/** One sentence a code; the parameters are all that a window needs to word it in another language. */
const sentences = {
  empty: () => 'There is no expression yet: write one, such as (w*x + b - y)**2.',
  'too-long': (p: { limit: number }) => `The text is longer than ${p.limit} characters.`,
  'too-many-nodes': (p: { limit: number }) =>
    `There are more than ${p.limit} numbers, names and operators: make the expression smaller.`,
  'too-deep': (p: { limit: number }) =>
    `Parentheses, signs and powers are nested more than ${p.limit} deep: name a part of it on a line of its own.`,
  'too-large': () => 'The expression is too large to be read here: split it over several lines.',
  character: (p: { character: string }) => `${p.character} is not accepted. ${ACCEPTED}`,
  caret: () => '^ is not a power here: write ** for a power, as in x**2.',
  remainder: () => `The remainder % is not accepted. ${ACCEPTED}`,
  comparison: () => `Comparisons are not accepted. ${ACCEPTED}`,
  string: () => `Text in quotes is not accepted. ${ACCEPTED}`,
  comment: () =>
    'Comments are not accepted, and // is no operator: a division is written with one /.',
  'member-access': () =>
    `Nothing can be read out of a value with a point: a point belongs inside a number, as in 0.5. ${ACCEPTED}`,
  increment: (p: { operator: string }) =>
    `${p.operator} is not accepted: to put a sign behind an operator, use parentheses, as in x - (-y).`,
  'update-assignment': (p: { operator: string }) =>
    `${p.operator} is not accepted: give the new value a name of its own, as in c = a + b.`,
  'not-accepted': () => `This is not accepted. ${ACCEPTED}`,
  'number-form': (p: { text: string }) =>
    `${p.text} is not a number here: write decimal numbers such as 12, 0.5 or 1e-3.`,
  'number-too-large': (p: { text: string }) =>
    `${p.text} is too large: a number may be 1e300 at most.`,
  'reserved-word': (p: { name: string }) =>
    `${p.name} is a reserved word and cannot be a name: choose another.`,
  'unknown-function': (p: { name: string }) =>
    `${p.name} is not a function: there are ${FUNCTIONS}. For a product write ${p.name}*( … ).`,
  'no-max-min': (p: { name: string }) =>
    `${p.name} is not among the operations: relu(x) is the larger of x and 0.`,
  'function-without-argument': (p: { name: string }) =>
    `${p.name} is a function: write its value in parentheses, as in ${p.name}(x).`,
  'one-argument': (p: { name: string }) =>
    `${p.name} takes one value; if this is a decimal comma, write a point.`,
  comma: () =>
    'A comma is not accepted: write a decimal point, as in 0.5, and one assignment a line.',
  'missing-operator': (p: { left: string; right: string }) =>
    `An operator is missing between ${p.left} and ${p.right}: a product is written ${p.left}*${p.right}.`,
  'missing-value-before': (p: { token: string }) => `A value is missing before ${p.token}.`,
  'missing-value-after': (p: { token: string }) => `A value is missing after ${p.token}.`,
  unopened: () => 'This ) closes nothing: a ( is missing before it.',
  unclosed: () => 'This ( is never closed: a ) is missing.',
  'negated-power': () =>
    'It is not clear whether the sign or the power comes first: write -(x**2) or (-x)**2.',
  'assignment-target': () => 'Before = there stands one name, as in a = x*w, and nothing else.',
  'nested-assignment': () =>
    'An assignment stands on a line of its own: only one = a line, outside of parentheses.',
  'assigned-function': (p: { name: string }) =>
    `${p.name} is the name of a function and cannot be assigned: choose another name.`,
  'assigned-twice': (p: { name: string; line: number }) =>
    `${p.name} already has a value from line ${p.line}: choose another name.`,
  'used-before-assigned': (p: { name: string; line: number }) =>
    `${p.name} is used here but gets its value only on line ${p.line}: assign it before.`,
  'value-not-last': () =>
    'Only the last line may stand without a name: write a name and = before this one.',
  'no-value': (p: { name: string }) => `${p.name} has no value yet.`,
};

type Sentences = typeof sentences;
export type ExpressionErrorCode = keyof Sentences;
export type ExpressionErrorParams = Readonly<Record<string, string | number>>;

/** Where in a text, counted as its reader counts: lines (ended by \n, \r\n or \r) and characters (code points), from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** @param offset of a character, in UTF-16 units as strings are indexed */
export function placeOf(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 };
}

/** A name or number may be as long as the text; a sentence quotes its beginning. */
function shortened(value: string | number): string | number {
  if (typeof value === 'number') return value;
  const characters = Array.from(value);
  return characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : value;
}

/** Why a text is not an expression, and the character at which that shows. The message is a sentence for a student. */
export class ExpressionError extends Error implements Place {
  override readonly name = 'ExpressionError';

  private constructor(
    readonly line: number,
    readonly column: number,
    readonly code: ExpressionErrorCode,
    readonly params: ExpressionErrorParams,
    message: string,
  ) {
    super(message);
  }

  /** The error for what stands at `offset` of `text`. */
  static at<Code extends ExpressionErrorCode>(
    text: string,
    offset: number,
    code: Code,
    ...params: Parameters<Sentences[Code]>
  ): ExpressionError {
    const given = Object.fromEntries(
      Object.entries((params[0] ?? {}) as ExpressionErrorParams).map(([key, value]) => [
        key,
        shortened(value),
      ]),
    );
    const sentence = sentences[code] as (params: ExpressionErrorParams) => string;
    const { line, column } = placeOf(text, offset);
    return new ExpressionError(line, column, code, given, sentence(given));
  }
}
