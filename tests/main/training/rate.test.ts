import { describe, expect, it } from 'vitest';
import {
  defaultRecipe,
  exercise10,
  karpathyRecipe,
  type PerceptronRecipe,
} from '../../../src/contract/recipe';
import { Trainer } from '../../../src/engine/trainer';
import { rateDiagnosis } from '../../../src/main/training/rate';

function diagnosis(recipe: Parameters<typeof rateDiagnosis>[0], learningRate = 0.01) {
  return rateDiagnosis(recipe, new Trainer(recipe).examples, learningRate);
}

const on = (change: Partial<PerceptronRecipe>): PerceptronRecipe => ({
  ...defaultRecipe,
  ...change,
});
const pair = on({ dataset: 'pair' });

describe('what is known of a learning rate', () => {
  it.each([
    [exercise10, 0.49, 'settles'],
    [exercise10, 0.5, 'flips-for-ever'],
    [exercise10, 0.51, 'diverges'],
    [pair, 1 / 6, 'stands-still'],
    [pair, 0.29, 'settles'],
    [pair, 0.31, 'diverges'],
    [on({ dataset: 'pair', sampling: 'random' }), 0.11, 'safe'],
    [on({ dataset: 'pair', sampling: 'random' }), 0.12, 'may-blow-up'],
    [on({ dataset: 'pair', batch: 'full' }), 0.171, 'settles'],
    [on({ dataset: 'pair', batch: 'full' }), 0.172, 'diverges'],
  ] as const)('%#: at η = %d', (recipe, rate, regime) => {
    expect(diagnosis(recipe, rate)?.regime).toBe(regime);
  });

  it('names the order, the rate and the example that alone would flip for ever', () => {
    expect(diagnosis(pair)).toMatchObject({
      order: 'in-order',
      critical: { rate: 0.3, flipsAloneAt: { x: 3, rate: 0.1 } },
      activeSideOnly: false,
    });
    expect(diagnosis(on({ dataset: 'pair', batch: 'full' }))?.critical.rate).toBeCloseTo(
      0.17157287525381,
      12,
    );
    const integers = diagnosis(on({ dataset: 'integers', sampling: 'random' }));
    expect(integers?.critical.rate).toBeCloseTo(0.12968685573484912, 12);
  });

  it('of a ReLU holds on its active side, and says so', () => {
    expect(diagnosis(on({ activation: 'relu' }))?.activeSideOnly).toBe(true);
    expect(diagnosis(on({ activation: 'relu-abs' }))?.activeSideOnly).toBe(true);
  });

  it('nothing is said where the theory does not hold', () => {
    const points = { kind: 'points', x: [[1], [2], [3]], y: [2, 4, 6], test: 0 } as const;
    for (const recipe of [
      on({ optimizer: 'adam' }),
      on({ optimizer: 'momentum' }),
      on({ activation: 'relu-notebook' }),
      on({ dataset: points, batch: 2 }),
      on({ dataset: { kind: 'line', count: 5000, noise: 0.1, test: 0 } }),
      karpathyRecipe,
    ]) {
      expect(diagnosis(recipe)).toBeNull();
    }
  });
});
