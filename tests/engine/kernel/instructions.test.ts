import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, log } from '../../../src/engine/elementary';
import { sigmoid, tanh } from '../../../src/engine/hyperbolic';
import { flatten, signed, unsigned } from '../../../src/engine/kernel/bytes';
import { lanes } from '../../../src/engine/kernel/arithmetic';
import { Functions } from '../../../src/engine/kernel/functions';
import { block, f64, f64x2, type F64, i32 } from '../../../src/engine/kernel/instructions';
import { WasmFunction, wasmModule } from '../../../src/engine/kernel/module';
import { workspace } from '../../../src/engine/kernel/workspace';
import { ops, power } from '../../../src/engine/ops';

const hex = (bytes: readonly number[]) =>
  bytes.map((b) => b.toString(16).padStart(2, '0')).join(' ');

describe('the binary format', () => {
  it('writes numbers in LEB128 as the specification’s examples have them', () => {
    expect(hex(unsigned(624485))).toBe('e5 8e 26');
    expect(hex(unsigned(4294967295))).toBe('ff ff ff ff 0f');
    expect(hex(signed(-123456))).toBe('c0 bb 78');
    expect([0, 63, 64, -64, -65].map((n) => hex(signed(n)))).toEqual([
      ...['00', '3f', 'c0 00', '40', 'bf 7f'],
    ]);
  });

  it('has the bytes of docs/kernel.md', () => {
    const within = new WasmFunction(2);
    const [x, w, a, , , g, dw] = within.locals('f64', 7);
    const { value, flows } = ops.multiply.kernel;
    const functions = new Functions(within);
    const operands = { a: x!.get, b: w!.get, functions };
    expect(hex(flatten(a!.set(value(operands)).bytes))).toBe('20 02 20 03 a2 21 04');
    const flow = flows[1]!({ ...operands, out: a!.get, g: g!.get });
    expect(hex(flatten(dw!.set(flow).bytes))).toBe('20 02 20 07 a2 21 08');
  });
});

/** A function of the numbers at addresses 0 and 8, whose result is written to 16, as a function of JavaScript. */
function compiled(code: (functions: Functions, a: F64, b: F64) => F64 | 'lanes') {
  const within = new WasmFunction(1);
  const functions = new Functions(within);
  const at = i32.const(0);
  const written = code(functions, f64.load(at, 0), f64.load(at, 8));
  const both = () => f64x2.store(at, 16, functions.tanhIn(lanes(f64x2.const), f64x2.load(at, 0)));
  const body = written === 'lanes' ? both() : f64.store(at, 16, written);
  const run = { name: 'run', function: within, code: block(body) };
  const { run: call } = workspace.compiled<'run'>(wasmModule([run]));
  return (a: number, b = 0) => {
    workspace.claim(call, 32);
    workspace.numbers[0] = a;
    workspace.numbers[1] = b;
    call(0);
    return [workspace.numbers[2], workspace.numbers[3]] as const;
  };
}

describe('functions in WebAssembly have the bits of ours', () => {
  const special = [
    0,
    -0,
    1,
    -1,
    0.5,
    1e-9,
    22,
    710,
    -746,
    5e-324,
    1e-310,
    Infinity,
    -Infinity,
    NaN,
  ];
  const any = fc.oneof(
    fc.double(),
    fc.double({ min: -800, max: 800, noNaN: true }),
    fc.double({ min: -3, max: 3, noNaN: true }),
    fc.constantFrom(...special),
  );

  it.each([
    ['exp', exp, compiled((functions, a) => functions.exp(a))],
    ['log', log, compiled((functions, a) => functions.log(a))],
    ['tanh', tanh, compiled((functions, a) => functions.tanh(a))],
    ['sigmoid', sigmoid, compiled((functions, a) => functions.sigmoid(a))],
  ] as const)('%s', (_, wanted, given) => {
    fc.assert(
      fc.property(any, (a) => {
        expect(given(a)[0]).toBe(wanted(a));
      }),
      { numRuns: 5000 },
    );
  });

  it('tanh of two lanes', () => {
    const given = compiled(() => 'lanes');
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(given(a, b)).toEqual([tanh(a), tanh(b)]);
      }),
      { numRuns: 5000 },
    );
  });

  it('power and its slope, for whole, half and other exponents', () => {
    const exponents = fc.oneof(fc.integer({ min: -70, max: 70 }), any, fc.constantFrom(0.5, -65));
    const value = compiled((functions, a, b) => functions.power(a, b));
    const slope = compiled((functions, a, b) => functions.powerSlope(a, b));
    const [wanted] = ops.power.local;
    fc.assert(
      fc.property(any, exponents, (a, n) => {
        expect(value(a, n)[0]).toBe(power(a, n));
        expect(slope(a, n)[0]).toBe(wanted!(a, n, 0));
      }),
      { numRuns: 5000 },
    );
  });
});
