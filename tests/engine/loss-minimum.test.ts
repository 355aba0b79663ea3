import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../src/contract/recipe';
import { lossMinimum } from '../../src/engine/loss-minimum';
import { LossSurface } from '../../src/engine/loss-surface';
import { Trainer } from '../../src/engine/trainer';
import { expression, mlp, perceptron } from './model-recipes';

const minimum = (recipe: Recipe) => {
  const trainer = new Trainer(recipe);
  return lossMinimum(
    trainer,
    Array.from({ length: trainer.examples.training }, (_, i) => i),
  );
};
const points = (x: readonly number[], y: readonly number[]) =>
  ({ kind: 'points', x: x.map((value) => [value]), y, test: 0 }) as const;

describe('where the perceptron’s loss is least', () => {
  it('is a valley for one x, a point for several', () => {
    expect(minimum(perceptron({ dataset: 'one' }))).toEqual({
      kind: 'line',
      slopes: [1, 1],
      offset: 2,
    });
    expect(minimum(perceptron({ dataset: points([3, 3], [1, 2]) }))).toEqual({
      kind: 'line',
      slopes: [3, 1],
      offset: 1.5,
    });
    expect(minimum(perceptron({ dataset: 'pair' }))).toEqual({ kind: 'point', at: [2, 0] });
  });

  it('is lower than everywhere around it', () => {
    const recipe = perceptron({ dataset: { kind: 'line', count: 30, noise: 1, test: 0 } });
    const trainer = new Trainer(recipe);
    const surface = new LossSurface(
      trainer,
      Array.from({ length: 30 }, (_, i) => i),
    );
    const found = minimum(recipe);
    if (found?.kind !== 'point') throw new Error('no point');
    const [w = 0, b = 0] = found.at;
    const loss = (dw: number, db: number) => {
      surface.at(Float64Array.of(w + dw, b + db));
      return surface.loss();
    };
    for (const [dw, db] of [
      [1e-4, 0],
      [-1e-4, 0],
      [0, 1e-4],
      [0, -1e-4],
    ] as const) {
      expect(loss(dw, db)).toBeGreaterThan(loss(0, 0));
    }
  });

  it('with ReLU is the same where every example is met on its active side, and else not known', () => {
    for (const activation of ['relu', 'relu-abs', 'relu-notebook'] as const) {
      expect(minimum(perceptron({ activation, dataset: 'pair' }))).toEqual({
        kind: 'point',
        at: [2, 0],
      });
      expect(minimum(perceptron({ activation, dataset: points([1, 2], [1, -1]) }))).toBeNull();
      expect(minimum(perceptron({ activation, dataset: points([1, 2, 3], [1, 5, 2]) }))).toBeNull();
    }
  });

  it('is not known of other models', () => {
    expect(minimum(mlp())).toBeNull();
    expect(minimum(expression())).toBeNull();
  });
});
