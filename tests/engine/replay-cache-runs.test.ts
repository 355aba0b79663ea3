import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../src/contract/intervention';
import { defaultRecipe, type Recipe } from '../../src/contract/recipe';
import { replay, type RunSource } from '../../src/engine/replay';
import { ReplayCache } from '../../src/engine/replay-cache';
import type { Trainer } from '../../src/engine/trainer';
import { everyTraining, expression, mlp, perceptron } from './model-recipes';

const STEPS = 400;
const stop = { steps: STEPS, lossBelow: 0 };

/** Wide enough that there are checkpoints every few dozen steps, and perceptrons that have none within the run. */
const models: readonly Recipe[] = [
  mlp({ hidden: [12, 8], stop }),
  mlp({ hidden: [24], activation: 'relu', output: 'tanh', loss: 'sum', stop }),
  perceptron({ dataset: { kind: 'line', count: 5, noise: 0.3, test: 0 }, stop }),
  expression({ stop }),
];
const recipes = models.flatMap((model) =>
  everyTraining.map((training): Recipe => ({ ...model, ...training })),
);

const change = fc.oneof(
  fc.record({
    kind: fc.constant('learning-rate' as const),
    value: fc.double({ min: 1e-3, max: 0.05, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('zero-gradients' as const), on: fc.boolean() }),
  fc.record({
    kind: fc.constant('parameter' as const),
    name: fc.constantFrom('w', 'b', 'w1', 'w1_1_1'),
    value: fc.double({ min: -1, max: 1, noNaN: true }),
  }),
);
const interventions = (from: number): fc.Arbitrary<Intervention[]> =>
  fc
    .array(fc.record({ step: fc.integer({ min: from, max: STEPS }), change }), { maxLength: 4 })
    .map((list) => list.toSorted((a, b) => a.step - b.step));

/** What a trainer is, as far as the steps to come depend on it and a learner sees it. */
function state(trainer: Trainer) {
  const { step, committed, row, learningRate, zeroGradients, batch, parameterNodes, tape } =
    trainer;
  return {
    ...{ step, learningRate, zeroGradients },
    committed: [...committed],
    row: [...row],
    batch: [...batch],
    gradients: [...parameterNodes].map((node) => tape.grad[node]),
    parameters: [...parameterNodes].map((node) => tape.data[node]),
    dead: trainer.dead,
    ended: trainer.ended,
  };
}

/** The state at a step and, since it depends on what is not seen, two steps later. */
function stateAndNext(trainer: Trainer): object[] {
  const now = state(trainer);
  trainer.advance(2);
  return [now, state(trainer)];
}

function cover(cache: ReplayCache, until: number): void {
  while (cache.covered < until && cache.ended === null) cache.extend(until);
}

/** The cache's trainer at each of these steps, as far as they are covered, is that of a run from the beginning. */
function expectExact(cache: ReplayCache, run: RunSource, steps: readonly number[]): void {
  for (const step of steps) {
    const asked = Math.min(step, cache.covered);
    expect(stateAndNext(cache.at(asked))).toStrictEqual(stateAndNext(replay(run, asked)));
  }
}

const someSteps = fc.array(fc.nat(STEPS), { minLength: 4, maxLength: 6 });

describe('a step out of the cache is that of a run from the beginning, in every bit', () => {
  it('at any steps in any order, of every model, training and intervention', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...recipes),
        interventions(1),
        someSteps,
        (recipe, list, steps) => {
          const run = { recipe, interventions: list };
          const cache = new ReplayCache(run);
          cover(cache, STEPS);
          expectExact(cache, run, [0, ...steps, cache.covered]);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('while it is still on its way', () => {
    const run = {
      recipe: mlp({ hidden: [16, 16], batch: 2, sampling: 'random', stop }),
      interventions: [],
    };
    const cache = new ReplayCache(run);
    expectExact(cache, run, [0]);
    for (const until of [1, 2, 30, 31, 200, 399]) {
      cover(cache, until);
      expect(cache.covered).toBe(until);
      expectExact(cache, run, [until, 0, Math.floor(until / 2), until]);
    }
  });

  it('after more changes than before, or others', () => {
    const three = fc.tuple(interventions(1), interventions(1), interventions(STEPS / 2));
    fc.assert(
      fc.property(
        fc.constantFrom(...recipes),
        three,
        fc.nat(STEPS),
        someSteps,
        (recipe, lists, until, steps) => {
          const [first, other, late] = lists;
          const cache = new ReplayCache({ recipe, interventions: first });
          cover(cache, until);
          cache.at(Math.floor(cache.covered / 2));
          for (const list of [[...first, ...late].toSorted((a, b) => a.step - b.step), other, []]) {
            const run = { recipe, interventions: list };
            cache.update(run);
            expectExact(cache, run, steps);
            cover(cache, STEPS);
            expectExact(cache, run, steps);
          }
        },
      ),
      { numRuns: 6 },
    );
  });

  it('when so many checkpoints were kept that they are thinned out', () => {
    // 21,000 parameters with Adam's moments: a checkpoint is a megabyte, and there is one every third step at first.
    const recipe = mlp({ hidden: [64, 64, 64, 64, 64, 64], optimizer: 'adam', sampling: 'random' });
    const cache = new ReplayCache({ recipe, interventions: [] });
    const strides: number[] = [];
    for (let before = -1; cache.covered < 140 && cache.covered > before;) {
      before = cache.covered;
      cache.extend(140);
      strides.push(cache.covered - before);
    }
    expect(strides.at(-2)).toBe(2 * (strides[0] as number));
    const fresh = replay({ recipe, interventions: [] }, 0);
    const wanted = [0, 3, 122, 124, 139].map((step) => {
      fresh.advance(step - fresh.step);
      return state(fresh);
    });
    for (const one of [4, 0, 2, 1, 3].map((i) => wanted[i])) {
      expect(state(cache.at(one?.step ?? 0))).toStrictEqual(one);
    }
  });
});

describe('covering a run', () => {
  it.each([mlp({ hidden: [16, 16] }), mlp({ batch: 'full' }), perceptron(), expression()])(
    'goes on by a short stretch a call, and never past what was asked for: $model',
    (model) => {
      const recipe = { ...model, stop: { steps: 1e6, lossBelow: 0 } };
      const cache = new ReplayCache({ recipe, interventions: [] });
      const { tape, batch } = cache.at(0);
      const most = Math.ceil(200_000 / (tape.nodes.length * batch.length));
      for (let call = 0; call < 6; call++) {
        const before = cache.covered;
        cache.extend(1e6);
        expect(cache.covered).toBeGreaterThan(before);
        expect(cache.covered - before).toBeLessThanOrEqual(most);
      }
      const until = cache.covered + 3;
      for (let call = 0; call < 6; call++) cache.extend(until);
      expect(cache.covered).toBe(until);
    },
  );
});

describe('a run that ends before the step that is asked for', () => {
  const one = (learningRate: number, steps: number, lossBelow = 0): Recipe => ({
    ...defaultRecipe,
    learningRate,
    stop: { steps, lossBelow },
  });

  it.each([
    ['diverged', one(0.6, 5000), 1053],
    ['loss', one(0.1, 5000, 1e-6), 16],
    ['steps', one(0.1, 77), 77],
  ] as const)('by “%s” is covered up to its end', (ended, recipe, last) => {
    const run = { recipe, interventions: [] };
    const cache = new ReplayCache(run);
    cover(cache, 1e6);
    expect([cache.covered, cache.ended]).toEqual([last, ended]);
    cache.extend(1e6);
    expect(cache.covered).toBe(last);
    expectExact(cache, run, [last - 1, 0, last]);
  });

  it('goes on where a change keeps it from ending', () => {
    const recipe = one(0.6, 5000);
    const cache = new ReplayCache({ recipe, interventions: [] });
    cover(cache, 5000);
    const run = {
      recipe,
      interventions: [{ step: 900, change: { kind: 'learning-rate', value: 0.1 } }],
    } satisfies RunSource;
    cache.update(run);
    cover(cache, 5000);
    expect([cache.covered, cache.ended]).toEqual([5000, 'steps']);
    expectExact(cache, run, [899, 900, 4999]);
  });
});
