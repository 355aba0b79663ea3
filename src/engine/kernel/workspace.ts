import { type WasmMemory, webAssembly } from './web-assembly';

const PAGE = 65_536;
/** Compiled modules that are kept: a sweep's runs differ in numbers, seldom in code. */
const KEPT = 32;

/** A module's functions by name; each takes how many steps or examples are wanted, and gives how many there were. */
export type Compiled<Name extends string> = Readonly<Record<Name, (count: number) => number>>;

/**
 * The memory in which all kernels of a thread work, one after the other: each memory would reserve gigabytes of addresses.
 * What a kernel needs stays there until another one claims it.
 */
class Workspace {
  /** Whether a kernel is at work: what is called meanwhile must not claim memory. */
  busy = false;
  numbers = new Float64Array(0);
  integers = new Int32Array(0);
  #memory: WasmMemory | null = null;
  #owner: object | null = null;
  /** By their bytes, the one used last at the end. */
  readonly #compiled = new Map<string, Compiled<string>>();

  /** @returns whether memory still is as `owner` left it */
  claim(owner: object, bytes: number): boolean {
    this.#fit(bytes);
    const kept = this.#owner === owner;
    this.#owner = owner;
    return kept;
  }

  /** @throws CompileError where the machine cannot compile it: V8 wants SSE4.1 for lanes */
  compiled<Name extends string>(module: Uint8Array<ArrayBuffer>): Compiled<Name> {
    const key = latin1(module);
    const known = this.#compiled.get(key) ?? this.#compile(module);
    this.#compiled.delete(key);
    this.#compiled.set(key, known);
    if (this.#compiled.size > KEPT) {
      const [oldest] = this.#compiled.keys();
      if (oldest !== undefined) this.#compiled.delete(oldest);
    }
    return known;
  }

  #compile(module: Uint8Array<ArrayBuffer>): Compiled<string> {
    const compiled = new webAssembly.Module(module);
    const imports = { env: { memory: this.#fit(PAGE) } };
    return new webAssembly.Instance(compiled, imports).exports as Compiled<string>;
  }

  #fit(bytes: number): WasmMemory {
    const memory = (this.#memory ??= new webAssembly.Memory({ initial: 1 }));
    const missing = -Math.floor(-(bytes - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    if (this.numbers.buffer !== memory.buffer) {
      this.numbers = new Float64Array(memory.buffer);
      this.integers = new Int32Array(memory.buffer);
    }
    return memory;
  }
}

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 4096) {
    parts.push(String.fromCharCode(...bytes.subarray(i, i + 4096)));
  }
  return parts.join('');
}

export const workspace = new Workspace();
