import { ExpressionError } from './error';
import { functions, refusedFunctions } from './names';
import type { Token } from './scan';

export const MAX_NESTING = 200;

/** One line: what it assigns, if anything, and the tokens of its value (at least one). */
export interface Statement {
  readonly target: Token | null;
  readonly body: readonly Token[];
}

/**
 * Splits tokens at ; and at line ends outside of parentheses, and checks each statement: what may stand beside what, and how
 * deep it nests. What passes is short and flat enough for acorn, which recurses, and of its syntax errors only -x**2 is left.
 * @throws ExpressionError at the token that has no place there
 */
export function statementsOf(text: string, tokens: readonly Token[]): readonly Statement[] {
  return split(text, tokens).map((line) => {
    const statement = targetAndBody(text, line);
    checkNeighbours(text, statement);
    checkNesting(text, statement.body);
    return statement;
  });
}

function split(text: string, tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [];
  const open: Token[] = [];
  let current: Token[] = [];
  for (const token of tokens) {
    if (token.kind === '(') open.push(token);
    if (token.kind === ')' && open.pop() === undefined)
      throw ExpressionError.at(text, token.start, 'unopened');
    if (token.kind !== 'separator') {
      current.push(token);
      continue;
    }
    const innermost = open.at(-1);
    if (innermost && token.text === '\n') continue;
    if (innermost) throw ExpressionError.at(text, innermost.start, 'unclosed');
    if (current.length > 0) statements.push(current);
    current = [];
  }
  return statements;
}

function targetAndBody(text: string, line: readonly Token[]): Statement {
  const first = line[0] as Token;
  const assigned = line.findIndex((token) => token.kind === '=');
  if (assigned === -1) return { target: null, body: line };
  const equals = line[assigned] as Token;
  if (isInside(line, assigned)) throw ExpressionError.at(text, equals.start, 'nested-assignment');
  if (assigned !== 1 || first.kind !== 'name')
    throw ExpressionError.at(text, first.start, 'assignment-target');
  if (functions.has(first.text) || refusedFunctions.has(first.text))
    throw ExpressionError.at(text, first.start, 'assigned-function', { name: first.text });
  const body = line.slice(2);
  if (body.length === 0) throw missingAfter(text, equals);
  const second = body.find((token) => token.kind === '=');
  if (second) throw ExpressionError.at(text, second.start, 'nested-assignment');
  return { target: first, body };
}

/** Whether a parenthesis is open before token `index`. */
function isInside(line: readonly Token[], index: number): boolean {
  const depth = (kind: string) =>
    line.slice(0, index).filter((token) => token.kind === kind).length;
  return depth('(') > depth(')');
}

/** Values and operators must alternate; a value is a number, a name, a call or what stands in parentheses. */
function checkNeighbours(text: string, { body }: Statement): void {
  let previous: Token | null = null;
  // For every open parenthesis the function whose argument it holds, if any.
  const calls: (string | null)[] = [];
  body.forEach((token, i) => {
    const valueBefore = endsValue(previous);
    const called = previous?.kind === 'name' && functions.has(previous.text);
    switch (token.kind) {
      case 'number':
      case 'name':
      case '(':
        if (valueBefore && !(called && token.kind === '('))
          throw ExpressionError.at(text, token.start, 'missing-operator', {
            left: (previous as Token).text,
            right: token.text,
          });
        if (token.kind === 'name') checkName(text, token, body[i + 1]);
        if (token.kind === '(') calls.push(called ? (previous as Token).text : null);
        break;
      case ')':
        calls.pop();
        if (previous?.kind === 'operator') throw missingAfter(text, previous);
        if (!valueBefore) throw missingBefore(text, token);
        break;
      case ',': {
        const name = calls.at(-1) ?? null;
        if (name === null) throw ExpressionError.at(text, token.start, 'comma');
        throw ExpressionError.at(text, token.start, 'one-argument', { name });
      }
      default:
        if (!valueBefore && !isSign(token)) throw missingBefore(text, token);
    }
    previous = token;
  });
  const last = body.at(-1) as Token;
  if (!endsValue(last)) throw missingAfter(text, last);
}

function endsValue(token: Token | null): boolean {
  return token?.kind === 'number' || token?.kind === 'name' || token?.kind === ')';
}

function isSign(token: Token): boolean {
  return token.text === '+' || token.text === '-';
}

function missingBefore(text: string, { start, text: token }: Token): ExpressionError {
  return ExpressionError.at(text, start, 'missing-value-before', { token });
}

function missingAfter(text: string, { start, text: token }: Token): ExpressionError {
  return ExpressionError.at(text, start, 'missing-value-after', { token });
}

function checkName(text: string, { text: name, start }: Token, next: Token | undefined): void {
  const isCall = next?.kind === '(';
  if (refusedFunctions.has(name)) throw ExpressionError.at(text, start, 'no-max-min', { name });
  if (functions.has(name) && !isCall)
    throw ExpressionError.at(text, start, 'function-without-argument', { name });
  if (!functions.has(name) && isCall)
    throw ExpressionError.at(text, start, 'unknown-function', { name });
}

/** Parentheses nest; so do signs in a row and powers in a row, which group from the right. Sums and products do not. */
function checkNesting(text: string, body: readonly Token[]): void {
  const outer: number[] = [];
  let pending = 0;
  let depth = 0;
  let previous: Token | null = null;
  for (const token of body) {
    if (token.kind === '(') {
      outer.push(pending);
      pending = 0;
      depth++;
    } else if (token.kind === ')') {
      depth -= pending + 1;
      pending = outer.pop() ?? 0;
    } else if (token.text === '**' || (token.kind === 'operator' && !endsValue(previous))) {
      pending++;
      depth++;
    } else if (token.kind === 'operator') {
      depth -= pending;
      pending = 0;
    }
    if (depth > MAX_NESTING)
      throw ExpressionError.at(text, token.start, 'too-deep', { limit: MAX_NESTING });
    previous = token;
  }
}
