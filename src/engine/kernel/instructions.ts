import { binary64, type Bytes, signed, unsigned } from './bytes';

/** What a piece of code leaves on the stack. */
export type Type = 'i32' | 'i64' | 'f64' | 'v128';

/** Instructions that leave one value of type T; statements leave none. */
export interface Code<T extends Type | 'none'> {
  readonly type: T;
  readonly bytes: Bytes;
}
export type I32 = Code<'i32'>;
export type I64 = Code<'i64'>;
export type F64 = Code<'f64'>;
/** Two binary64 lanes. */
export type V128 = Code<'v128'>;
export type Statement = Code<'none'>;

/** Type bytes of the binary format. */
export const typeByte = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b, none: 0x40 } as const;

/** Instructions after code that leaves what they take. */
function code<T extends Type | 'none'>(type: T, ...bytes: Bytes): Code<T> {
  return { type, bytes };
}

const unary =
  <A extends Type, T extends Type>(type: T, ...opcode: number[]) =>
  (a: Code<A>): Code<T> =>
    code(type, a.bytes, opcode);

const binary =
  <A extends Type, T extends Type>(type: T, ...opcode: number[]) =>
  (a: Code<A>, b: Code<A>): Code<T> =>
    code(type, a.bytes, b.bytes, opcode);

/** Reads from memory at `address` + `offset`, in bytes. */
const load =
  <T extends Type>(type: T, alignment: number, ...opcode: number[]) =>
  (address: I32, offset: number): Code<T> =>
    code(type, address.bytes, opcode, alignment, unsigned(offset));

const store =
  <T extends Type>(alignment: number, ...opcode: number[]) =>
  (address: I32, offset: number, value: Code<T>): Statement =>
    code('none', address.bytes, value.bytes, opcode, alignment, unsigned(offset));

/** The prefix of SIMD instructions; their opcodes are LEB128. */
const simd = (opcode: number) => [0xfd, ...unsigned(opcode)];

export const i32 = {
  const: (value: number): I32 => code('i32', 0x41, signed(value)),
  load: load('i32', 2, 0x28),
  store: store<'i32'>(2, 0x36),
  eqz: unary<'i32', 'i32'>('i32', 0x45),
  lt: binary<'i32', 'i32'>('i32', 0x48),
  gt: binary<'i32', 'i32'>('i32', 0x4a),
  ge: binary<'i32', 'i32'>('i32', 0x4e),
  add: binary<'i32', 'i32'>('i32', 0x6a),
  sub: binary<'i32', 'i32'>('i32', 0x6b),
  mul: binary<'i32', 'i32'>('i32', 0x6c),
  and: binary<'i32', 'i32'>('i32', 0x71),
  or: binary<'i32', 'i32'>('i32', 0x72),
  shl: binary<'i32', 'i32'>('i32', 0x74),
};

export const i64 = {
  /** Of a whole number below 2⁵³ in size. */
  const: (value: bigint): I64 => code('i64', 0x42, signed64(value)),
  and: binary<'i64', 'i64'>('i64', 0x83),
  or: binary<'i64', 'i64'>('i64', 0x84),
  shl: binary<'i64', 'i64'>('i64', 0x86),
  shr: binary<'i64', 'i64'>('i64', 0x88),
  /** The bits of a binary64. */
  ofBits: unary<'f64', 'i64'>('i64', 0xbd),
};

/** The number 1, by which nothing is multiplied. */
export const ONE: F64 = code('f64', 0x44, binary64(1));

export const f64 = {
  const: (value: number): F64 => code('f64', 0x44, binary64(value)),
  load: load('f64', 3, 0x2b),
  store: store<'f64'>(3, 0x39),
  eq: binary<'f64', 'i32'>('i32', 0x61),
  ne: binary<'f64', 'i32'>('i32', 0x62),
  lt: binary<'f64', 'i32'>('i32', 0x63),
  gt: binary<'f64', 'i32'>('i32', 0x64),
  le: binary<'f64', 'i32'>('i32', 0x65),
  ge: binary<'f64', 'i32'>('i32', 0x66),
  abs: unary<'f64', 'f64'>('f64', 0x99),
  neg: unary<'f64', 'f64'>('f64', 0x9a),
  floor: unary<'f64', 'f64'>('f64', 0x9c),
  sqrt: unary<'f64', 'f64'>('f64', 0x9f),
  add: binary<'f64', 'f64'>('f64', 0xa0),
  sub: binary<'f64', 'f64'>('f64', 0xa1),
  /** x·1 is x in every bit. */
  mul: (a: F64, b: F64): F64 => (b === ONE ? a : code('f64', a.bytes, b.bytes, 0xa2)),
  div: binary<'f64', 'f64'>('f64', 0xa3),
  max: binary<'f64', 'f64'>('f64', 0xa5),
  /** Of a signed whole number. */
  ofI32: unary<'i32', 'f64'>('f64', 0xb7),
  ofI64: unary<'i64', 'f64'>('f64', 0xb9),
  /** From its bits. */
  ofBits: unary<'i64', 'f64'>('f64', 0xbf),
  /** One lane of two. */
  lane: (a: V128, lane: 0 | 1): F64 => code('f64', a.bytes, simd(33), lane),
};

/** Two binary64 lanes, each as the scalar operation has it. */
export const f64x2 = {
  load: load('v128', 3, ...simd(0)),
  /** One number in both lanes. */
  loadSplat: load('v128', 3, ...simd(10)),
  store: store<'v128'>(3, ...simd(11)),
  splat: unary<'f64', 'v128'>('v128', ...simd(20)),
  pair: (first: F64, second: F64): V128 =>
    code('v128', first.bytes, simd(20), second.bytes, simd(34), 1),
  const: (value: number): V128 => code('v128', simd(12), binary64(value), binary64(value)),
  /** Lane i of a and of b: (aᵢ, bᵢ). */
  zip: (a: V128, b: V128, lane: 0 | 1): V128 =>
    code('v128', a.bytes, b.bytes, simd(13), zipped(lane)),
  /** All ones where it holds, else zeros. */
  lt: binary<'v128', 'v128'>('v128', ...simd(73)),
  gt: binary<'v128', 'v128'>('v128', ...simd(74)),
  ge: binary<'v128', 'v128'>('v128', ...simd(76)),
  and: binary<'v128', 'v128'>('v128', ...simd(78)),
  or: binary<'v128', 'v128'>('v128', ...simd(80)),
  /** By mask: a where it is ones, b where it is zeros. */
  select: (a: V128, b: V128, mask: V128): V128 =>
    code('v128', a.bytes, b.bytes, mask.bytes, simd(82)),
  /** Shifts the bits of each lane to the left. */
  shiftBits: (a: V128, by: number): V128 => code('v128', a.bytes, 0x41, signed(by), simd(203)),
  floor: unary<'v128', 'v128'>('v128', ...simd(117)),
  abs: unary<'v128', 'v128'>('v128', ...simd(236)),
  neg: unary<'v128', 'v128'>('v128', ...simd(237)),
  sqrt: unary<'v128', 'v128'>('v128', ...simd(239)),
  add: binary<'v128', 'v128'>('v128', ...simd(240)),
  sub: binary<'v128', 'v128'>('v128', ...simd(241)),
  mul: binary<'v128', 'v128'>('v128', ...simd(242)),
  div: binary<'v128', 'v128'>('v128', ...simd(243)),
  /** b < a ? b : a; of NaN that is a. */
  pmin: binary<'v128', 'v128'>('v128', ...simd(246)),
  /** a < b ? b : a */
  pmax: binary<'v128', 'v128'>('v128', ...simd(247)),
};

/** Byte by byte: lane i of the first vector, lane i of the second. */
function zipped(lane: 0 | 1): number[] {
  const from = 8 * lane;
  return Array.from({ length: 16 }, (_, i) => (i < 8 ? from + i : 16 + from + (i - 8)));
}

function signed64(value: bigint): number[] {
  const bytes: number[] = [];
  let left = value;
  while (left < -0x40n || left >= 0x40n) {
    bytes.push(Number(left & 0x7fn) | 0x80);
    left >>= 7n;
  }
  return [...bytes, Number(left & 0x7fn)];
}

/** Statements one after the other. */
export function block(...statements: readonly Statement[]): Statement {
  return code('none', ...statements.map(({ bytes }) => bytes));
}

/** Statements, then the value. */
export function after<T extends Type>(first: Statement, value: Code<T>): Code<T> {
  return code(value.type, first.bytes, value.bytes);
}

/** One of two values; only that one is computed. */
export function choose<T extends Type>(condition: I32, then: Code<T>, otherwise: Code<T>): Code<T> {
  return code(
    then.type,
    condition.bytes,
    [0x04, typeByte[then.type]],
    then.bytes,
    0x05,
    otherwise.bytes,
    0x0b,
  );
}

export function when(condition: I32, then: Statement, otherwise?: Statement): Statement {
  const other = otherwise ? [0x05, otherwise.bytes] : [];
  return code('none', condition.bytes, [0x04, typeByte.none], then.bytes, other, 0x0b);
}

/** Does `body` once, and again as long as `condition` holds after it. */
export function repeat(body: Statement, condition: I32): Statement {
  return code('none', [0x03, typeByte.none], body.bytes, condition.bytes, [0x0d, 0x00], 0x0b);
}

export function returned(value: I32): Statement {
  return code('none', value.bytes, 0x0f);
}
