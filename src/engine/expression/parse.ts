import { parseExpressionAt } from 'acorn';
import { Value } from '../value';
import { type Assignment, type BuiltGraph, buildGraph } from './build';
import { ExpressionError, placeOf } from './error';
import { type Instruction, programOf, RefusedNode } from './program';
import { plain, scan, type Token } from './scan';
import { type Statement, statementsOf } from './statements';

/** A parsed text: which names it needs and defines, and the graph it describes. */
export interface Expression {
  /** Names used but not assigned, in order of first appearance. */
  readonly free: readonly string[];
  /** Names assigned, in order. */
  readonly assigned: readonly string[];
  /** What the last line assigns; null if it is a bare value. */
  readonly result: string | null;
  /** Whether a line assigns `loss`, which is then the root of the graph. */
  readonly hasLoss: boolean;
  /**
   * A new graph over leaves with these data; names that are not free are ignored.
   * @throws ExpressionError (no-value) where a free name without a value is used first
   */
  readonly build: (values: ReadonlyMap<string, number>) => BuiltGraph;
}

interface Line extends Assignment {
  readonly start: number;
  /** Where the text that instructions count their offsets from begins. */
  readonly base: number;
}

/**
 * Reads lines such as `a = x*w` and, as the last, `loss = …` or a bare value. Lines end at ; or at a line end outside of
 * parentheses. Nothing typed is ever run: acorn makes a tree, and an allow-list turns it into ops.
 * @throws ExpressionError, and nothing else, if the text is not an expression
 */
export function parse(text: string): Expression {
  const lines = statementsOf(text, scan(text)).map((statement) => lineOf(text, statement));
  const last = lines.at(-1);
  if (last === undefined) throw ExpressionError.at(text, 0, 'empty');
  const targets = targetsOf(text, lines);
  const free = freeNames(text, lines, targets);
  const assigned = [...targets.keys()];
  const taken = new Set([...free, ...assigned]);
  return {
    free,
    assigned,
    result: last.name,
    hasLoss: targets.has('loss'),
    build: (values) => {
      const leaf = (name: string): Value => {
        const data = values.get(name);
        if (data === undefined)
          throw ExpressionError.at(text, firstUse(lines, name), 'no-value', { name });
        return new Value(data, null, [], name);
      };
      return buildGraph(lines, taken, leaf);
    },
  };
}

function lineOf(text: string, { target, body }: Statement): Line {
  const base = (body[0] as Token).start;
  return {
    name: target?.text ?? null,
    start: target?.start ?? base,
    base,
    program: translate(text, base, (body.at(-1) as Token).end),
  };
}

/** The characters from `base` to `end`, already checked, through acorn. */
function translate(text: string, base: number, end: number): readonly Instruction[] {
  const source = plain(text.slice(base, end));
  try {
    const tree = parseExpressionAt(source, 0, { ecmaVersion: 2023, preserveParens: true });
    if (tree.end !== source.length) throw new RefusedNode(tree.end);
    return programOf(tree);
  } catch (error) {
    throw translated(error, text, base, source);
  }
}

/** Acorn's own refusals, and the allow-list's, as errors with a place. */
function translated(error: unknown, text: string, base: number, source: string): unknown {
  if (error instanceof RefusedNode)
    return ExpressionError.at(text, base + error.offset, 'not-accepted');
  // Where the caller left little of the stack: the engine says so by a RangeError, acorn by a SyntaxError.
  if (error instanceof RangeError) return ExpressionError.at(text, base, 'too-large');
  if (!(error instanceof SyntaxError)) return error;
  if (error.message.startsWith('Not enough stack'))
    return ExpressionError.at(text, base, 'too-large');
  const offset = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
  const isPower = source.startsWith('**', offset);
  return ExpressionError.at(text, base + offset, isPower ? 'negated-power' : 'not-accepted');
}

/** Assigned names and the offsets of their lines. */
function targetsOf(text: string, lines: readonly Line[]): ReadonlyMap<string, number> {
  const targets = new Map<string, number>();
  lines.forEach(({ name, start }, i) => {
    if (name === null) {
      if (i < lines.length - 1) throw ExpressionError.at(text, start, 'value-not-last');
      return;
    }
    const earlier = targets.get(name);
    if (earlier !== undefined)
      throw ExpressionError.at(text, start, 'assigned-twice', {
        name,
        line: placeOf(text, earlier).line,
      });
    targets.set(name, start);
  });
  return targets;
}

function freeNames(
  text: string,
  lines: readonly Line[],
  targets: ReadonlyMap<string, number>,
): readonly string[] {
  const free = new Set<string>();
  for (const { program, start, base } of lines)
    for (const instruction of program) {
      if (instruction.kind !== 'name') continue;
      const { name, offset } = instruction;
      const assignedAt = targets.get(name);
      if (assignedAt === undefined) free.add(name);
      else if (assignedAt >= start)
        throw ExpressionError.at(text, base + offset, 'used-before-assigned', {
          name,
          line: placeOf(text, assignedAt).line,
        });
    }
  return [...free];
}

function firstUse(lines: readonly Line[], name: string): number {
  for (const { program, base } of lines)
    for (const instruction of program)
      if (instruction.kind === 'name' && instruction.name === name)
        return base + instruction.offset;
  return 0;
}
