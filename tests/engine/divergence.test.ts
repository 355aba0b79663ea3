import { describe, expect, it, test } from 'vitest';
import { type ExpressionRecipe, expressionRecipe, karpathyRecipe } from '../../src/contract/recipe';
import { shownByRoot } from '../../src/engine/divergence';
import { Trainer } from '../../src/engine/trainer';

function trained(text: string, w: number): Trainer {
  const recipe: ExpressionRecipe = {
    ...expressionRecipe,
    text,
    names: [
      { name: 'w', role: 'parameter', initial: w },
      { name: 'x', role: 'data', column: 'x' },
      { name: 'y', role: 'data', column: 'y' },
    ],
  };
  return new Trainer(recipe);
}

function divergence(text: string, w: number) {
  const trainer = trained(text, w);
  trainer.advance(10);
  return trainer.divergedAt;
}

test.each([
  ['z = w*x\nloss = (z - y)**2', true],
  ['z = w*x\nloss = abs(3*z)*y - z', true],
  ['z = w*x\nloss = (relu(z) - y)**2', false],
  ['z = w*x\nloss = (y/z)**2', false],
  ['z = w*x\nloss = tanh(z)*z', true],
] as const)('%s: whether z, not finite, leaves no finite loss is %s', (text, shown) => {
  const { tape } = trained(text, 1);
  const z = tape.nodes.findIndex(({ label }) => label === 'z');
  expect(shownByRoot(tape)[z] === 1).toBe(shown);
});

describe('a run that diverges names the first node that was not finite', () => {
  it.each([
    ['loss = log(w*x) - y', -2, 'log', [-2]],
    ['loss = sqrt(w*x) - y', -4, 'sqrt', [-4]],
    ['loss = (w*x)**1.5 - y', -1, 'power', [-1, 1.5]],
    ['loss = y/(w*x)', 0, 'divide', [2, 0]],
    ['loss = (w*x)**-1 - y', 0, 'power', [0, -1]],
  ] as const)('%s at w = %d: where its operation is not defined', (text, w, op, operands) => {
    expect(divergence(text, w)).toMatchObject({ step: 1, domain: { op, operands } });
  });

  it('and says nothing of a domain where a number just became too large', () => {
    expect(divergence('loss = exp(w*x) - y', 800)).toEqual({ step: 1, node: 'v2' });
  });

  it('a constant exponent’s gradient at a base ≤ 0 is not defined, and never stops a run', () => {
    expect(divergence('n = 3 - 1\nloss = (w*x - y)**n', 0)).toBeNull();
    expect(divergence('loss = (w*x - y)**3', 0)).toBeNull();
  });

  it('of an MLP too', () => {
    const trainer = new Trainer({
      ...karpathyRecipe,
      output: 'linear',
      activation: 'relu',
      learningRate: 1e9,
    });
    trainer.advance(100);
    expect(trainer.ended).toBe('diverged');
    expect([...trainer.committed].every(Number.isFinite)).toBe(true);
    expect(trainer.tape.nodes.map(({ label }) => label)).toContain(trainer.divergedAt?.node);
  });
});
