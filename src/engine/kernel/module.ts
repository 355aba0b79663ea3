import { type Bytes, flatten, sized, unsigned, ascii, vector } from './bytes';
import { type Code, type Statement, type Type, typeByte } from './instructions';

/** A local variable of a function; a parameter is one, too. */
export interface Local<T extends Type> {
  readonly get: Code<T>;
  readonly set: (value: Code<T>) => Statement;
  /** Sets it, and leaves the value. */
  readonly tee: (value: Code<T>) => Code<T>;
}

/** A function that takes and gives i32, with its local variables. */
export class WasmFunction {
  readonly #parameters: number;
  readonly #types: Type[] = [];

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  parameter(index: number): Local<'i32'> {
    return variable('i32', index);
  }

  local<T extends Type>(type: T): Local<T> {
    this.#types.push(type);
    return variable(type, this.#parameters + this.#types.length - 1);
  }

  locals<T extends Type>(type: T, count: number): Local<T>[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  /** How it takes and gives: (i32 …) → i32 or nothing. */
  signature(result: boolean): Bytes {
    const parameters = Array.from({ length: this.#parameters }, () => [typeByte.i32]);
    return [0x60, vector(parameters), vector(result ? [[typeByte.i32]] : [])];
  }

  /** Its entry in the code section. */
  body(code: Code<'i32' | 'none'>): Bytes {
    const locals = this.#types.map((type) => [1, typeByte[type]]);
    return sized([vector(locals), code.bytes, 0x0b]);
  }
}

function variable<T extends Type>(type: T, index: number): Local<T> {
  const at = unsigned(index);
  return {
    get: { type, bytes: [0x20, at] },
    set: ({ bytes }) => ({ type: 'none', bytes: [bytes, 0x21, at] }),
    tee: ({ bytes }) => ({ type, bytes: [bytes, 0x22, at] }),
  };
}

/** A function of a module under its exported name. */
export interface NamedFunction {
  readonly name: string;
  readonly function: WasmFunction;
  readonly code: Code<'i32' | 'none'>;
}

/**
 * A call of the module's function number `index` with these arguments. The callee must give what `type` says.
 */
export function call<T extends 'i32' | 'none'>(
  type: T,
  index: number,
  ...given: readonly Code<'i32'>[]
): Code<T> {
  return { type, bytes: [given.map(({ bytes }) => bytes), 0x10, unsigned(index)] };
}

/** The binary form of a module that imports the memory `env.memory` and exports these functions. */
export function wasmModule(functions: readonly NamedFunction[]): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Bytes): Bytes => [id, sized(content)];
  const memory = [ascii('env'), ascii('memory'), [0x02, 0x00, 0x01]];
  return Uint8Array.from(
    flatten([
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, vector(functions.map((one) => one.function.signature(one.code.type === 'i32')))),
      section(2, vector([memory])),
      section(3, vector(functions.map((_, i) => unsigned(i)))),
      section(7, vector(functions.map(({ name }, i) => [ascii(name), 0x00, unsigned(i)]))),
      section(10, vector(functions.map((one) => one.function.body(one.code)))),
    ]),
  );
}
