import { ExpressionError } from './error';
import { isReserved, nameOf } from './names';

export const MAX_CHARACTERS = 10_000;
/** Numbers, names and operators, each time they are written. */
export const MAX_NODES = 5_000;
const MAX_NUMBER = 1e300;

export type TokenKind = 'number' | 'name' | 'operator' | '(' | ')' | '=' | ',' | 'separator';

/** A piece of the text; offsets are UTF-16 units into it. */
export interface Token {
  readonly kind: TokenKind;
  /** As acorn reads it: names normalised, − as -, × and · as *, a line end as \n; empty at the end of the text. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /[\t\v\f\p{Zs}\uFEFF]/u;
const LINE_END = /\r\n|\r|\n/y;
const NUMBER = /(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/y;
/** What may be glued to a number by mistake: 0x1F, 1_000, 1.2.3. */
const GLUED = /[\p{L}0-9_.]*/uy;
const WORD = /[\p{L}_][\p{L}\p{Mn}\p{Mc}0-9_]*/uy;
const PRINTABLE = /^[\p{L}\p{N}\p{P}\p{S}]$/u;

/**
 * The text with typographic signs as ASCII. Each is one UTF-16 unit for one, so that every offset stays right; × × stays two
 * products for `scan`, which reads the original.
 */
export function plain(text: string): string {
  return text.replaceAll('−', '-').replaceAll(/[×·]/g, '*');
}

function matchAt(pattern: RegExp, text: string, offset: number): string | null {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? null;
}

/**
 * Cuts a text into tokens; the last is always a separator. What comes out holds only characters of the language: no quotes,
 * brackets, comments or escapes ever reach acorn.
 * @throws ExpressionError at the first character, number or word that is not accepted, or that is one too many
 */
export function scan(text: string): readonly Token[] {
  if (text.length > MAX_CHARACTERS)
    throw ExpressionError.at(text, MAX_CHARACTERS, 'too-long', { limit: MAX_CHARACTERS });
  const ascii = plain(text);
  const tokens: Token[] = [];
  let counted = 0;
  let offset = 0;
  while (offset < text.length) {
    if (SPACE.test(text.charAt(offset))) {
      offset++;
      continue;
    }
    const token = tokenAt(text, ascii, offset);
    if (token.kind === 'number' || token.kind === 'name' || token.kind === 'operator') counted++;
    if (counted > MAX_NODES)
      throw ExpressionError.at(text, offset, 'too-many-nodes', { limit: MAX_NODES });
    tokens.push(token);
    offset = token.end;
  }
  tokens.push({ kind: 'separator', text: '', start: offset, end: offset });
  return tokens;
}

function tokenAt(text: string, ascii: string, start: number): Token {
  const token = (kind: TokenKind, written: string, name = written): Token => ({
    kind,
    text: name,
    start,
    end: start + written.length,
  });
  const lineEnd = matchAt(LINE_END, text, start);
  if (lineEnd !== null) return token('separator', lineEnd, '\n');
  const number = matchAt(NUMBER, text, start);
  if (number !== null) return token('number', checkedNumber(text, start, number));
  const word = matchAt(WORD, text, start);
  if (word !== null) return token('name', word, checkedName(text, start, word));
  const character = ascii.charAt(start);
  const next = ascii.charAt(start + 1);
  switch (character) {
    case ';':
      return token('separator', character);
    case '(':
    case ')':
    case ',':
      return token(character, character);
    case '=':
      if (next === '=') throw ExpressionError.at(text, start, 'comparison');
      if (next === '>') throw ExpressionError.at(text, start, 'character', { character: '=>' });
      return token('=', character);
    case '+':
    case '-':
    case '*':
    case '/':
      return token('operator', checkedOperator(text, ascii, start));
    default:
      throw refusal(text, start, character, next);
  }
}

/** ** is a power only where two asterisks were typed: ×× is refused later as a product without a second value. */
function checkedOperator(text: string, ascii: string, start: number): string {
  const operator = text.startsWith('**', start) ? '**' : ascii.charAt(start);
  const next = ascii.charAt(start + operator.length);
  if (next === '=')
    throw ExpressionError.at(text, start, 'update-assignment', { operator: `${operator}=` });
  if ((operator === '+' || operator === '-') && next === operator)
    throw ExpressionError.at(text, start, 'increment', { operator: operator + next });
  if (operator === '/' && (next === '/' || text.charAt(start + 1) === '*'))
    throw ExpressionError.at(text, start, 'comment');
  return operator;
}

/** 0x10, 010, 1_000 and 1.2.3 are refused; 2x is two tokens, and the sentence about it comes later. */
function checkedNumber(text: string, start: number, number: string): string {
  const glued = matchAt(GLUED, text, start + number.length) ?? '';
  if (/^0[0-9]/.test(number) || /^[_.]/.test(glued) || /^0[xob]/i.test(number + glued))
    throw ExpressionError.at(text, start, 'number-form', { text: number + glued });
  if (Number(number) > MAX_NUMBER)
    throw ExpressionError.at(text, start, 'number-too-large', { text: number });
  return number;
}

function checkedName(text: string, start: number, word: string): string {
  const name = nameOf(word);
  if (name === null) throw ExpressionError.at(text, start, 'character', { character: word });
  if (isReserved(name)) throw ExpressionError.at(text, start, 'reserved-word', { name });
  return name;
}

function refusal(text: string, start: number, character: string, next: string): ExpressionError {
  if (character === '^') return ExpressionError.at(text, start, 'caret');
  if (character === '%') return ExpressionError.at(text, start, 'remainder');
  if (character === '#') return ExpressionError.at(text, start, 'comment');
  if (character === '.') return ExpressionError.at(text, start, 'member-access');
  if (/["'`“”„‘’«»]/.test(character)) return ExpressionError.at(text, start, 'string');
  if (/[<>≤≥≠]/.test(character) || (character === '!' && next === '='))
    return ExpressionError.at(text, start, 'comparison');
  const codePoint = text.codePointAt(start) ?? 0;
  const whole = String.fromCodePoint(codePoint);
  const hex = codePoint.toString(16).toUpperCase().padStart(4, '0');
  return ExpressionError.at(text, start, 'character', {
    character: PRINTABLE.test(whole) ? whole : `U+${hex}`,
  });
}
