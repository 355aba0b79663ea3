import type { DeadUnits } from '../contract/diagnosis';
import type { Gate } from './model';
import type { Tape } from './tape';

/** Names that a report states at the most. */
const NAMED = 20;

export interface GateState {
  /** Units that let a gradient through in this epoch so far: 1. */
  readonly open: Uint8Array;
  /** Units that let none through in the whole of the last epoch: 1. Null before the first. */
  readonly dead: Uint8Array | null;
}

/** Watches which ReLUs let no gradient through on any example of a whole epoch. */
export class GateWatch {
  readonly #gates: readonly Gate[];
  readonly #z: Int32Array;
  readonly #closedAtZero: Uint8Array;
  readonly #open: Uint8Array;
  readonly #dead: Uint8Array;
  #known = false;

  constructor(gates: readonly Gate[], tape: Tape) {
    this.#gates = gates;
    this.#z = Int32Array.from(gates, ({ z }) => tape.indexOf(z));
    this.#closedAtZero = Uint8Array.from(gates, ({ closedAtZero }) => (closedAtZero ? 1 : 0));
    this.#open = new Uint8Array(gates.length);
    this.#dead = new Uint8Array(gates.length);
  }

  get count(): number {
    return this.#z.length;
  }

  /** Which node gate i looks at, and whether it is closed at 0. */
  at(i: number): { readonly z: number; readonly closedAtZero: boolean } {
    return { z: this.#z[i] as number, closedAtZero: this.#closedAtZero[i] === 1 };
  }

  /** Looks at the pre-activations of one example. */
  see(data: Float64Array): void {
    for (let i = 0; i < this.#z.length; i++) {
      const z = data[this.#z[i] as number] as number;
      if (z > 0 || (z === 0 && this.#closedAtZero[i] === 0)) this.#open[i] = 1;
    }
  }

  endEpoch(): void {
    for (let i = 0; i < this.#open.length; i++) this.#dead[i] = this.#open[i] === 0 ? 1 : 0;
    this.#open.fill(0);
    this.#known = true;
  }

  /** Null before the first epoch is complete, and where there is no ReLU. */
  get report(): DeadUnits | null {
    if (!this.#known || this.#gates.length === 0) return null;
    const dead = this.#gates.filter((_, i) => this.#dead[i] === 1);
    const names = dead.slice(0, NAMED).map(({ unit }) => unit.label);
    return { count: dead.length, of: this.#gates.length, names };
  }

  save(): GateState {
    return { open: this.#open.slice(), dead: this.#known ? this.#dead.slice() : null };
  }

  restore({ open, dead }: GateState): void {
    this.#open.set(open);
    this.#known = dead !== null;
    if (dead) this.#dead.set(dead);
  }
}
