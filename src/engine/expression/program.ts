import type { AnyNode, Expression as ExpressionNode, Literal } from 'acorn';
import type { OpName } from '../ops';
import { functions, nameOf } from './names';

/**
 * One instruction of a postfix program: push a name's value or a constant, or replace the last one or two values by an op of
 * them. `offset` is where a name stands in the text that acorn was given.
 */
export type Instruction =
  | { readonly kind: 'name'; readonly name: string; readonly offset: number }
  | { readonly kind: 'constant'; readonly value: number; readonly label: string }
  | { readonly kind: 'op'; readonly op: OpName };

/** The node of acorn's tree that has no place in an expression. */
export class RefusedNode extends Error {
  constructor(readonly offset: number) {
    super('This syntax is not part of an expression.');
  }
}

const binary: ReadonlyMap<string, OpName> = new Map<string, OpName>([
  ['+', 'add'],
  ['-', 'subtract'],
  ['*', 'multiply'],
  ['/', 'divide'],
]);

/**
 * Translates acorn's tree (made with preserveParens) in evaluation order, operands from left to right. Only the node types
 * named here pass. Nothing is folded, with two exceptions of notation: a minus directly before a number, as in -3 or x**-3 but
 * not -(3), makes a negative constant (-0 is 0); and ** with the literal exponent 2 is a square. Unary plus leaves no node.
 * Recursion is as deep as the nesting, which is bounded; sums and products of any length are walked in a loop.
 * @throws RefusedNode for every other syntax
 */
export function programOf(root: ExpressionNode): readonly Instruction[] {
  const program: Instruction[] = [];
  emit(root, program);
  return program;
}

function emit(root: AnyNode, program: Instruction[]): void {
  const rightwards: { readonly right: AnyNode; readonly op: OpName }[] = [];
  let node = root;
  while (node.type === 'BinaryExpression') {
    const op = binary.get(node.operator);
    if (op === undefined) break;
    rightwards.push({ right: node.right, op });
    node = node.left;
  }
  emitOperand(node, program);
  for (const { right, op } of rightwards.reverse()) {
    emit(right, program);
    program.push({ kind: 'op', op });
  }
}

function emitOperand(node: AnyNode, program: Instruction[]): void {
  switch (node.type) {
    case 'ParenthesizedExpression':
      emit(node.expression, program);
      return;
    case 'Literal':
      program.push({ kind: 'constant', value: numberOf(node), label: node.raw ?? '' });
      return;
    case 'Identifier':
      program.push({ kind: 'name', name: checkedName(node.name, node.start), offset: node.start });
      return;
    case 'UnaryExpression':
      emitSigned(node.operator, node.argument, node.start, program);
      return;
    case 'BinaryExpression':
      if (node.operator !== '**') throw new RefusedNode(node.start);
      emit(node.left, program);
      emitPower(node.right, program);
      return;
    case 'CallExpression': {
      const { callee, arguments: given, optional } = node;
      const op =
        callee.type === 'Identifier' ? functions.get(nameOf(callee.name) ?? '') : undefined;
      const argument = given[0];
      if (op === undefined || optional || given.length !== 1 || argument === undefined)
        throw new RefusedNode(node.start);
      emit(argument, program);
      program.push({ kind: 'op', op });
      return;
    }
    default:
      throw new RefusedNode(node.start);
  }
}

function emitSigned(sign: string, operand: AnyNode, start: number, program: Instruction[]): void {
  if (sign !== '-' && sign !== '+') throw new RefusedNode(start);
  if (sign === '-' && operand.type === 'Literal') {
    const value = 0 - numberOf(operand);
    program.push({ kind: 'constant', value, label: value === 0 ? '0' : `−${operand.raw ?? ''}` });
    return;
  }
  emit(operand, program);
  if (sign === '-') program.push({ kind: 'op', op: 'negate' });
}

function emitPower(exponent: AnyNode, program: Instruction[]): void {
  let bare = exponent;
  while (bare.type === 'ParenthesizedExpression') bare = bare.expression;
  if (bare.type === 'Literal' && bare.value === 2) {
    program.push({ kind: 'op', op: 'square' });
    return;
  }
  emit(exponent, program);
  program.push({ kind: 'op', op: 'power' });
}

function numberOf(literal: Literal): number {
  if (typeof literal.value !== 'number') throw new RefusedNode(literal.start);
  return literal.value;
}

function checkedName(written: string, start: number): string {
  const name = nameOf(written);
  if (name === null || functions.has(name)) throw new RefusedNode(start);
  return name;
}
