import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dataset, trainingCount } from '../../src/contract/dataset';
import type { Intervention } from '../../src/contract/intervention';
import { type MlpRecipe, graphUses, optimizers, reductions } from '../../src/contract/recipe';
import { replay, type RunSource } from '../../src/engine/replay';
import { type PythonMlpResult, trainMlpsInPython } from '../support/python-reference';

const MAX_STEPS = 60;
/** −0 is 0, as a recipe and a change have it. */
const number = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);

// Those that need no sine: Python's is not ours.
const dataset: fc.Arbitrary<Dataset> = fc.oneof(
  fc.constantFrom<Dataset>('one', 'pair', 'karpathy'),
  fc.record({
    kind: fc.constantFrom('line' as const, 'xor' as const),
    count: fc.integer({ min: 4, max: 12 }),
    noise: fc.constantFrom(0, 0.1, 0.5),
    test: fc.constantFrom(0, 0, 3),
  }),
  fc.record({
    kind: fc.constant('points' as const),
    x: fc.constant([
      [0.5, -1],
      [1, 2],
      [-0.25, 0.125],
      [3, 1],
    ]),
    y: fc.array(number(-2, 2), { minLength: 4, maxLength: 4 }),
    test: fc.constantFrom(0, 1),
  }),
);

const recipe: fc.Arbitrary<MlpRecipe> = fc
  .record({
    model: fc.constant('mlp' as const),
    activation: fc.constant('relu' as const),
    hidden: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
    output: fc.constant('linear' as const),
    loss: fc.constantFrom(...reductions),
    dataset,
    sampling: fc.constantFrom('in-order' as const, 'random' as const),
    batch: fc.constantFrom(1, 2, 3, 'full' as const),
    optimizer: fc.constantFrom(...optimizers),
    graph: fc.constantFrom('rebuilt' as const, 'rebuilt' as const, ...graphUses),
    learningRate: fc.oneof(
      { weight: 8, arbitrary: number(1e-3, 0.1) },
      { weight: 1, arbitrary: number(1e4, 1e9) },
    ),
    seed: fc.nat(1e6),
    stop: fc.record({
      steps: fc.integer({ min: 1, max: MAX_STEPS }),
      lossBelow: fc.constantFrom(0, 0, 0.05),
    }),
  })
  .map((one) => ({
    ...one,
    ...(one.graph === 'rebuilt'
      ? {
          batch: one.batch === 'full' ? one.batch : Math.min(one.batch, trainingCount(one.dataset)),
        }
      : { batch: 1 }),
  }));

const intervention: fc.Arbitrary<Intervention> = fc.record({
  step: fc.integer({ min: 1, max: MAX_STEPS }),
  change: fc.oneof(
    fc.record({ kind: fc.constant('learning-rate' as const), value: number(1e-3, 0.1) }),
    fc.record({
      kind: fc.constant('parameter' as const),
      name: fc.constantFrom('w1_1_1', 'b1_1', 'w2_1_1', 'b2_1'),
      value: number(-2, 2),
    }),
    fc.record({ kind: fc.constant('zero-gradients' as const), on: fc.boolean() }),
  ),
});

const run: fc.Arbitrary<RunSource> = fc.record({
  recipe,
  interventions: fc.array(intervention, { maxLength: 4 }),
});

function trainHere(source: RunSource): PythonMlpResult {
  const trainer = replay(source, source.recipe.stop.steps);
  return {
    steps: trainer.step,
    stop: trainer.ended ?? 'stopped',
    loss: trainer.loss,
    divergedAt: trainer.divergedAt?.step ?? null,
    parameters: [...trainer.committed],
  };
}

describe("an MLP of a student's Value objects in Python and the engine agree in every bit", () => {
  it('on 150 random runs: data, noise, split, weights, batches, optimisers, changes', () => {
    const runs = fc.sample(run, { numRuns: 150, seed: 2026 });
    const inPython = trainMlpsInPython(runs);
    runs.forEach((one, i) => {
      expect(trainHere(one), JSON.stringify(one)).toEqual(inPython[i]);
    });
    const stops = new Set(inPython.map(({ stop }) => stop));
    expect(stops).toEqual(new Set(['steps', 'loss', 'diverged']));
  });
});
