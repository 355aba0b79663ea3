import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenActivations, outputs, type Recipe, reductions } from '../../../src/contract/recipe';
import { goldenRuns } from '../golden-recipes';
import { everyModel, everyTraining, expression, inWords, mlp, perceptron } from '../model-recipes';
import { expressionRecipes } from '../random-expression';
import { stretches } from './same-bits';

const none = { interventions: [] };

describe('promise 15: kernel and tape agree in every bit', () => {
  it.each(everyModel.map((recipe) => [inWords(recipe), recipe] as const))(
    '%s, with every optimiser, sampling and batch',
    (_, recipe) => {
      for (const training of everyTraining) {
        const run = { recipe: { ...recipe, ...training } as Recipe, ...none };
        const sizes = [1, 12, 7, 20];
        const { seen, kernelSteps } = stretches(run, 'kernel', sizes);
        expect(seen, JSON.stringify(training)).toEqual(stretches(run, 'tape', sizes).seen);
        expect(kernelSteps, JSON.stringify(training)).toBe(40);
      }
    },
  );

  it('where there are test examples', () => {
    const testing = (count: number) => ({ kind: 'line', count, noise: 0.3, test: 2 }) as const;
    const recipes = [
      perceptron({ activation: 'relu', dataset: testing(7) }),
      perceptron({ dataset: testing(3) }),
      expression({ dataset: testing(7) }),
    ];
    for (const recipe of recipes) {
      for (const training of everyTraining) {
        if (recipe.dataset === recipes[1]?.dataset && training.batch === 2) continue;
        const run = { recipe: { ...recipe, ...training } as Recipe, ...none };
        expect(stretches(run, 'kernel', [12, 28]).seen).toEqual(
          stretches(run, 'tape', [12, 28]).seen,
        );
      }
    }
  });

  it('on 2,000 random graphs over every operation', { timeout: 60_000 }, () => {
    const training = fc.constantFrom(...everyTraining);
    let byKernel = 0;
    fc.assert(
      fc.property(expressionRecipes(), training, (expression, { batch, ...one }) => {
        const { dataset } = expression;
        const count = typeof dataset === 'object' && 'x' in dataset ? dataset.x.length : 1;
        const size = batch === 'full' ? batch : Math.min(batch, count);
        const run = { recipe: { ...expression, ...one, batch: size }, ...none };
        const sizes = [4, 3];
        const { seen, kernelSteps } = stretches(run, 'kernel', sizes);
        expect(seen).toEqual(stretches(run, 'tape', sizes).seen);
        byKernel += kernelSteps;
      }),
      { numRuns: 2000, seed: 20, endOnFailure: true },
    );
    // The others diverge, or train nothing.
    expect(byKernel).toBeGreaterThan(4000);
  });

  it('on 150 random networks: widths, batches and fillings of a group', () => {
    const network = fc.record({
      hidden: fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 3 }),
      activation: fc.constantFrom(...hiddenActivations),
      output: fc.constantFrom(...outputs),
      loss: fc.constantFrom(...reductions),
      learningRate: fc.constantFrom(0.003, 0.05, 0.5),
      seed: fc.nat(1000),
    });
    const counts = fc.record({
      count: fc.integer({ min: 2, max: 14 }),
      test: fc.nat(5),
      batch: fc.nat(13),
    });
    const training = fc.constantFrom(...everyTraining);
    fc.assert(
      fc.property(network, counts, training, (one, { count, test, batch }, way) => {
        const recipe: Recipe = {
          ...{ ...mlp(), ...way, ...one },
          dataset: { kind: 'moons', count: count + test, noise: 0.1, test },
          batch: way.batch === 'full' ? 'full' : 1 + (batch % count),
        };
        const sizes = [5, 25];
        const run = { recipe, ...none };
        expect(stretches(run, 'kernel', sizes).seen).toEqual(stretches(run, 'tape', sizes).seen);
      }),
      { numRuns: 150, seed: 21, endOnFailure: true },
    );
  });

  it('where a run diverges, or comes to its bound, at any place of a bucket of the history', () => {
    const rates = [0.3041, 0.3052, 0.3063, 0.3074, 0.3085, 0.3096];
    const ends = rates.map((learningRate, i) => {
      const stop = { steps: 30_000, lossBelow: i % 2 === 0 ? 0 : 1e-300 };
      const recipe = perceptron({ dataset: 'pair', learningRate, stop });
      const sizes = [9000, 1e9];
      const { seen } = stretches({ recipe, ...none }, 'kernel', sizes);
      expect(seen).toEqual(stretches({ recipe, ...none }, 'tape', sizes).seen);
      return seen[1]?.silent.step ?? 0;
    });
    // Buckets hold two steps or more from 4,097 on.
    expect(Math.max(...ends)).toBeGreaterThan(8000);
  });

  it('on the hundred runs whose checksums are kept: changes, divergence, stop at a loss', () => {
    for (const run of goldenRuns) {
      const sizes = [10, 1e9];
      const { seen } = stretches(run, 'kernel', sizes);
      expect(seen, run.name).toEqual(stretches(run, 'tape', sizes).seen);
    }
  });
});
