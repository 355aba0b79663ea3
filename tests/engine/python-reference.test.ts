import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { trainingCount } from '../../src/contract/dataset';
import type { Intervention } from '../../src/contract/intervention';
import {
  activations,
  defaultRecipe,
  graphUses,
  optimizers,
  type PerceptronRecipe,
} from '../../src/contract/recipe';
import { replay, type RunSource } from '../../src/engine/replay';
import { type PythonResult, trainInPython } from '../support/python-reference';
import { committedOf } from './training';

const MAX_STEPS = 300;
/** −0 is 0, as a recipe and a change have it. */
const number = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true }).map((value) => value + 0);
/** Mostly rates at which training converges, some at which it blows up. */
const learningRate = fc.oneof(
  { weight: 6, arbitrary: number(1e-4, 0.15) },
  { weight: 1, arbitrary: number(0.2, 30) },
  { weight: 1, arbitrary: fc.constantFrom(0.01, 0.1, 0.5, 1, 1e12) },
);

const recipe: fc.Arbitrary<PerceptronRecipe> = fc
  .record({
    model: fc.constant('perceptron' as const),
    activation: fc.constantFrom(...activations),
    dataset: fc.constantFrom('one' as const, 'pair' as const, 'integers' as const),
    sampling: fc.constantFrom('in-order' as const, 'random' as const),
    batch: fc.constantFrom(1, 1, 2, 3, 'full' as const),
    optimizer: fc.constantFrom(...optimizers),
    graph: fc.constantFrom('rebuilt' as const, 'rebuilt' as const, ...graphUses),
    learningRate,
    initial: fc.record({ w: number(-3, 3), b: number(-3, 3) }),
    seed: fc.oneof(fc.maxSafeNat(), fc.nat(100)),
    stop: fc.record({
      steps: fc.integer({ min: 1, max: MAX_STEPS }),
      lossBelow: fc.constantFrom(0, 0, 1e-9, 1e-3),
    }),
  })
  .map((one) => ({
    ...one,
    sampling: one.dataset === 'integers' ? ('random' as const) : one.sampling,
    ...(one.graph === 'rebuilt'
      ? {
          batch: one.batch === 'full' ? one.batch : Math.min(one.batch, trainingCount(one.dataset)),
        }
      : { batch: 1 }),
  }));

const intervention: fc.Arbitrary<Intervention> = fc.record({
  step: fc.integer({ min: 1, max: MAX_STEPS }),
  change: fc.oneof(
    fc.record({ kind: fc.constant('learning-rate' as const), value: learningRate }),
    fc.record({
      kind: fc.constant('parameter' as const),
      name: fc.constantFrom('w' as const, 'b' as const),
      value: number(-3, 3),
    }),
    fc.record({ kind: fc.constant('zero-gradients' as const), on: fc.boolean() }),
  ),
});

const run: fc.Arbitrary<RunSource> = fc.record({
  recipe,
  interventions: fc.array(intervention, { maxLength: 5 }),
});

function trainHere(source: RunSource): PythonResult {
  const { steps } = source.recipe.stop;
  const trainer = replay(source, steps);
  return {
    steps: trainer.step,
    stop: trainer.ended ?? 'stopped',
    ...committedOf(trainer),
    divergedAt: trainer.divergedAt?.step ?? null,
  };
}

describe("a student's notebook in Python and the engine agree in every bit", () => {
  const runs = fc.sample(run, { numRuns: 400, seed: 2024 });
  let inPython: readonly PythonResult[] = [];
  beforeAll(() => (inPython = trainInPython(runs)));

  it('on 400 random runs', () => {
    runs.forEach((one, i) => {
      expect(trainHere(one), JSON.stringify(one)).toEqual(inPython[i]);
    });
  });

  it('among which every way to end, activation, batch, optimiser and kind of change occurs', () => {
    expect(new Set(inPython.map(({ stop }) => stop))).toEqual(
      new Set(['steps', 'loss', 'diverged']),
    );
    expect(
      new Set(runs.map(({ recipe: one }) => one.model === 'perceptron' && one.activation)),
    ).toEqual(new Set(activations));
    expect(new Set(runs.map((one) => one.recipe.optimizer))).toEqual(new Set(optimizers));
    expect(new Set(runs.map((one) => one.recipe.batch))).toEqual(new Set([1, 2, 3, 'full']));
    const reached = runs.flatMap((one, i) =>
      one.interventions.filter(({ step }) => step <= (inPython[i]?.steps ?? 0)),
    );
    const kinds = new Set(reached.map(({ change }) => change.kind));
    expect([...kinds].sort()).toEqual(['learning-rate', 'parameter', 'zero-gradients']);
  });

  it('on data up to the limits of the ranges', () => {
    const extremes = [1e300, -1e300, 1e150, -1e150, 5e-324].flatMap((w) =>
      activations.map((activation): RunSource => ({
        recipe: { ...defaultRecipe, activation, initial: { w, b: -w } },
        interventions: [],
      })),
    );
    const expected = trainInPython(extremes);
    extremes.forEach((one, i) => {
      expect(trainHere(one), JSON.stringify(one)).toEqual(expected[i]);
    });
  });
});
