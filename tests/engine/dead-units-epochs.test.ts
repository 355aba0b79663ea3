import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../src/contract/intervention';
import { type Activation, type Recipe } from '../../src/contract/recipe';
import { Trainer } from '../../src/engine/trainer';
import { mlp, perceptron } from './model-recipes';

/** What is known of the ReLUs after so many steps. */
function deadAfter(steps: number, recipe: Recipe, interventions: readonly Intervention[] = []) {
  const trainer = new Trainer(recipe, interventions);
  trainer.advance(steps);
  expect(trainer.step).toBe(steps);
  return trainer.dead;
}

const integers = { dataset: 'integers', sampling: 'random' } as const;
const at = (activation: Activation, w: number, b: number, dataset: 'pair' | 'one' = 'one') =>
  perceptron({ activation, initial: { w, b }, dataset, learningRate: 1e-9 });

describe('a perceptron’s ReLU', () => {
  it('from w = b = 0 is dead after an epoch, and never moves', () => {
    const recipe = perceptron({ activation: 'relu', ...integers, initial: { w: 0, b: 0 } });
    for (const steps of [3, 6, 200]) {
      expect(deadAfter(steps, recipe)).toEqual({ count: 1, of: 1, names: ['ŷ'] });
    }
    const trainer = new Trainer(recipe);
    trainer.advance(200);
    expect([...trainer.committed]).toEqual([0, 0]);
  });

  it.each([
    ['the op at z < 0', at('relu', -1, 0), 1],
    ['the op at z = 0, whose derivative there is 0', at('relu', 0, 0), 1],
    ['the op at z > 0', at('relu', 1, 0), 0],
    ['(z + |z|)/2 at z < 0', at('relu-abs', -1, 0), 1],
    ['(z + |z|)/2 at z = 0, where half of the gradient comes through', at('relu-abs', 0, 0), 0],
    ['(z + |z|)/2 at z > 0', at('relu-abs', 1, 0), 0],
  ] as const)('%s', (_, recipe, count) => {
    const names = count === 1 ? ['ŷ'] : [];
    expect(deadAfter(1, recipe)).toEqual({ count, of: 1, names });
  });

  it('comes alive again after an epoch in which it opened', () => {
    const recipe = at('relu', -1, 0, 'pair');
    const change = { kind: 'parameter', name: 'w', value: 1 } as const;
    const revived: Intervention[] = [{ step: 4, change }];
    expect(deadAfter(2, recipe, revived)).toMatchObject({ count: 1 });
    expect(deadAfter(3, recipe, revived)).toMatchObject({ count: 1 });
    expect(deadAfter(4, recipe, revived)).toMatchObject({ count: 0 });
  });
});

describe('an MLP’s ReLUs', () => {
  const recipe = mlp({ activation: 'relu', hidden: [3, 2], batch: 'full', learningRate: 1e-9 });
  const push = (name: string): Intervention => ({
    step: 3,
    change: { kind: 'parameter', name, value: -100 },
  });

  it.each([
    ['b1_2', 'h1_2'],
    ['b2_1', 'h2_1'],
  ])('a unit that its bias %s was pushed far down is named: %s', (bias, unit) => {
    const before = deadAfter(2, recipe);
    expect(before).toMatchObject({ of: 5 });
    expect(before?.names).not.toContain(unit);
    const after = deadAfter(3, recipe, [push(bias)]);
    expect(after?.names).toContain(unit);
    expect(after?.count).toBe(after?.names.length);
  });

  it('a report names the first twenty and counts them all', () => {
    const wide = mlp({ activation: 'relu', hidden: [64], learningRate: 1e-9, batch: 'full' });
    const list = Array.from({ length: 30 }, (_, i) => push(`b1_${i + 1}`));
    const dead = deadAfter(3, wide, list);
    expect(dead?.names).toEqual(Array.from({ length: 20 }, (_, i) => `h1_${i + 1}`));
    expect(dead?.count).toBeGreaterThanOrEqual(30);
    expect(dead?.of).toBe(64);
  });
});
