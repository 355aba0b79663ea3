import fc from 'fast-check';
import { trainingCount } from '../../../src/contract/dataset';
import type { Intervention } from '../../../src/contract/intervention';
import { graphUses, type Recipe } from '../../../src/contract/recipe';
import { Trainer } from '../../../src/engine/trainer';
import { everyModel, everyTraining } from '../../engine/model-recipes';

const generated = (kind: 'line' | 'moons' | 'circles' | 'xor' | 'spiral') =>
  fc.record({
    kind: fc.constant(kind),
    count: fc.integer({ min: 5, max: 20 }),
    noise: fc.constantFrom(0, 0.1, 2),
    test: fc.constantFrom(0, 1, 3),
  });
const oneInput = fc.oneof(fc.constantFrom('one' as const, 'pair' as const), generated('line'));
const severalInputs = fc.oneof(
  fc.constant('karpathy' as const),
  ...(['moons', 'circles', 'xor', 'spiral'] as const).map((kind) => generated(kind)),
);

/** Every model, dataset, optimiser, sampling, batch and use of the graph. */
const recipe: fc.Arbitrary<Recipe> = fc
  .record({
    model: fc.constantFrom(...everyModel),
    training: fc.constantFrom(...everyTraining),
    graph: fc.constantFrom('rebuilt' as const, ...graphUses),
    narrow: oneInput,
    wide: fc.oneof(oneInput, severalInputs),
    learningRate: fc.constantFrom(1e-4, 0.01, 0.3, 1e9),
    seed: fc.maxSafeNat(),
    steps: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ model, training, graph, narrow, wide, learningRate, seed, steps }) => {
    const dataset = model.model === 'mlp' ? wide : narrow;
    const most = trainingCount(dataset);
    const batch = training.batch === 'full' ? 'full' : Math.min(training.batch, most);
    return {
      ...model,
      ...training,
      ...{ dataset, learningRate, seed, batch },
      graph: batch === 1 ? graph : 'rebuilt',
      stop: { steps, lossBelow: 0 },
    } satisfies Recipe;
  });

/** A run of at most 40 steps, with a change. */
export const randomRun = fc
  .tuple(recipe, fc.integer({ min: 1, max: 30 }), fc.nat(2))
  .map(([one, at, kind]) => {
    const [name = ''] = new Trainer(one).parameterNames;
    const changes: readonly Intervention['change'][] = [
      { kind: 'learning-rate', value: 0.005 },
      { kind: 'parameter', name, value: -0.5 },
      { kind: 'zero-gradients', on: false },
    ];
    const change = changes[kind] as Intervention['change'];
    return { recipe: one, interventions: [{ step: at, change }] };
  });
