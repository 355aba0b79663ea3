import { describe, expect, it } from 'vitest';
import {
  defaultRecipe,
  expressionRecipe,
  karpathyRecipe,
  type Recipe,
} from '../../src/contract/recipe';
import { Trainer } from '../../src/engine/trainer';

function after(recipe: Recipe, steps: number) {
  const trainer = new Trainer(recipe);
  trainer.advance(steps);
  return trainer.dead;
}

const pair: Recipe = { ...defaultRecipe, dataset: 'pair', learningRate: 1e-6 };

describe('a dead ReLU lets no gradient through on any example of an epoch', () => {
  it('its own op is dead from w = b = 0, once an epoch is complete', () => {
    expect(after({ ...pair, activation: 'relu' }, 1)).toBeNull();
    expect(after({ ...pair, activation: 'relu' }, 2)).toEqual({ count: 1, of: 1, names: ['ŷ'] });
  });

  it('one that is alive on a single example is not dead', () => {
    const initial = { w: 1, b: -2 };
    expect(after({ ...pair, activation: 'relu', initial }, 2)).toMatchObject({ count: 0, of: 1 });
  });

  it('(x + abs x)/2 is alive at z = 0, where abs′ is 0, and dead below', () => {
    expect(after({ ...pair, activation: 'relu-abs' }, 2)).toMatchObject({ count: 0 });
    const initial = { w: 0, b: -1 };
    expect(after({ ...pair, activation: 'relu-abs', initial }, 2)).toMatchObject({ count: 1 });
  });

  it('the identity and the notebook’s ReLU, which lets half of it through, are never dead', () => {
    const initial = { w: -1, b: -1 };
    expect(after({ ...pair, initial }, 4)).toBeNull();
    expect(after({ ...pair, activation: 'relu-notebook', initial }, 4)).toBeNull();
  });

  it('of an MLP the dead units are named', () => {
    const recipe: Recipe = { ...karpathyRecipe, activation: 'relu', learningRate: 1e-6 };
    const change = (name: string) => ({
      step: 2,
      change: { kind: 'parameter' as const, name, value: -1e3 },
    });
    const trainer = new Trainer(recipe, [change('b1_2'), change('b2_4')]);
    trainer.advance(1);
    const before = trainer.dead?.names ?? [];
    trainer.advance(1);
    expect(trainer.dead).toMatchObject({ of: 8 });
    expect(trainer.dead?.names).toEqual(expect.arrayContaining(['h1_2', 'h2_4']));
    expect(before).not.toContain('h1_2');
  });

  it('of an expression every relu counts', () => {
    const text = 'p = relu(w*x - 100)\nq = relu(x)\nloss = (p + q*b - y)**2';
    expect(after({ ...expressionRecipe, text }, 2)).toEqual({ count: 1, of: 2, names: ['p'] });
  });
});
