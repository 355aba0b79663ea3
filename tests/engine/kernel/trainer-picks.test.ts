import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Recipe } from '../../../src/contract/recipe';
import { webAssembly } from '../../../src/engine/kernel/web-assembly';
import { Trainer } from '../../../src/engine/trainer';
import { expression, mlp, perceptron } from '../model-recipes';

afterEach(() => vi.restoreAllMocks());

/** Steps of 200 that the kernel takes. */
function byKernel(recipe: Recipe): number {
  const trainer = new Trainer(recipe);
  trainer.advance(200);
  expect(trainer.step).toBe(200);
  return trainer.kernelSteps;
}

describe('the trainer picks', () => {
  it('the kernel for many steps of any model, the tape for one', () => {
    expect([perceptron(), mlp(), expression()].map(byKernel)).toEqual([200, 200, 200]);
    const trainer = new Trainer(perceptron());
    trainer.advance(1);
    expect(trainer.kernelSteps).toBe(0);
  });

  it('the tape for a graph that is used again, and while gradients are not zeroed', () => {
    expect(byKernel(perceptron({ graph: 'once', learningRate: 1e-9 }))).toBe(0);
    const trainer = new Trainer(perceptron({ learningRate: 1e-3 }), [
      { step: 101, change: { kind: 'zero-gradients', on: false } },
    ]);
    trainer.advance(200);
    expect([trainer.step, trainer.kernelSteps]).toEqual([200, 100]);
  });

  it('the tape while a parameter is −0, whose sign the kernel would lose', () => {
    const change = { kind: 'parameter', name: 'w', value: -0 } as const;
    // x = 0 leaves w as it is.
    const dataset = { kind: 'points', x: [[0]], y: [1], test: 0 } as const;
    const trainer = new Trainer(perceptron({ dataset }), [{ step: 101, change }]);
    trainer.advance(200);
    const tape = new Trainer(perceptron({ dataset }), [{ step: 101, change }], 'tape');
    tape.advance(200);
    expect([...trainer.committed]).toEqual([...tape.committed]);
  });

  it('the tape where WebAssembly cannot compile the kernel', () => {
    vi.spyOn(webAssembly, 'Module').mockImplementation(function refuse() {
      throw new webAssembly.CompileError('no SIMD');
    });
    expect(byKernel(mlp({ hidden: [7] }))).toBe(0);
  });

  it('the tape for a run within a kernel’s step', () => {
    const inner = new Trainer(perceptron());
    const outer = new Trainer(mlp());
    outer.advance(200, () => {
      inner.advance(150);
    });
    expect([outer.kernelSteps, inner.kernelSteps, inner.step]).toEqual([200, 0, 200]);
    const alone = new Trainer(mlp());
    alone.advance(200);
    expect([...outer.committed]).toEqual([...alone.committed]);
  });
});
