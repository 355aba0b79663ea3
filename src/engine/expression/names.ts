import type { OpName } from '../ops';

/** The functions an expression may call, each with one argument, and the op it becomes. */
export const functions: ReadonlyMap<string, OpName> = new Map<string, OpName>([
  ['relu', 'relu'],
  ['tanh', 'tanh'],
  ['sigmoid', 'sigmoid'],
  ['exp', 'exp'],
  ['log', 'log'],
  ['sqrt', 'sqrt'],
  ['abs', 'abs'],
]);

/** Functions of two values that students try; they are not ops and cannot be names either. */
export const refusedFunctions: ReadonlySet<string> = new Set(['max', 'min']);

const JAVASCRIPT =
  'await break case catch class const continue debugger default delete do else enum export extends false finally for ' +
  'function if implements import in instanceof interface let new null package private protected public return static ' +
  'super switch this throw true try typeof var void while with yield arguments eval undefined NaN Infinity';
const PYTHON =
  'False None True and as assert async def del elif except from global is lambda nonlocal not or pass raise';
/** What every JavaScript object inherits. Names live in Maps; refusing these keeps them safe wherever a name goes later. */
const INHERITED =
  'constructor prototype hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf';

const reserved: ReadonlySet<string> = new Set(`${JAVASCRIPT} ${PYTHON} ${INHERITED}`.split(' '));

/**
 * True for keywords of JavaScript and of Python (expressions are exported to Python scripts), for what objects inherit, and
 * for anything that begins with two underscores.
 */
export function isReserved(name: string): boolean {
  return name.startsWith('__') || reserved.has(name);
}

const NAME = /^[\p{L}_][\p{L}\p{Mn}\p{Mc}0-9_]*$/u;

/**
 * The name that `written` stands for, in Unicode's form NFKC as Python reads identifiers: ŷ is the same name whether typed as
 * one character or two, and the micro sign is the Greek μ. Null when that is no name.
 */
export function nameOf(written: string): string | null {
  const name = written.normalize('NFKC');
  return NAME.test(name) ? name : null;
}
