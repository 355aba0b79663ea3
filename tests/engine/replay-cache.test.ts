import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../src/contract/intervention';
import { defaultRecipe, karpathyRecipe, type Recipe } from '../../src/contract/recipe';
import { replay, type RunSource } from '../../src/engine/replay';
import { ReplayCache } from '../../src/engine/replay-cache';
import { StepExplanation } from '../../src/engine/explain';
import { Trainer } from '../../src/engine/trainer';

const seen = (trainer: Trainer) => ({
  step: trainer.step,
  row: [...trainer.row],
  committed: [...trainer.committed],
  gradients: [...trainer.parameterNodes].map((node) => trainer.tape.grad[node]),
  learningRate: trainer.learningRate,
  batch: [...trainer.batch],
  dead: trainer.dead,
});

const covered = (run: RunSource, until: number): ReplayCache => {
  const cache = new ReplayCache(run);
  for (let before = -1; cache.covered < until && cache.covered !== before;) {
    before = cache.covered;
    cache.extend(until);
  }
  return cache;
};

const change = (step: number, value: number): Intervention => ({
  step,
  change: { kind: 'learning-rate', value },
});

const integers: Recipe = {
  ...defaultRecipe,
  ...{ dataset: 'integers', sampling: 'random', activation: 'relu', initial: { w: 0.5, b: 0 } },
  stop: { steps: 200_000, lossBelow: 0 },
};
const oneExample: Recipe = { ...integers, activation: 'identity', learningRate: 0.001 };
const network: Recipe = {
  ...karpathyRecipe,
  ...{ activation: 'relu', optimizer: 'adam', sampling: 'random', batch: 3, loss: 'mean' },
  ...{ dataset: { kind: 'moons', count: 10, noise: 0.1, test: 3 } },
  stop: { steps: 3000, lossBelow: 0 },
};

describe('a step out of the cache is the replayed one in every bit', () => {
  it.each([
    ['a perceptron', integers, 120_000],
    ['an MLP in mini-batches with Adam', network, 2500],
  ])('%s', (_, recipe, length) => {
    const interventions: readonly Intervention[] = [
      change(50, 0.02),
      { step: 90, change: { kind: 'zero-gradients', on: false } },
      { step: 95, change: { kind: 'zero-gradients', on: true } },
      change(1000, 0.005),
    ];
    const run = { recipe, interventions };
    const cache = covered(run, length);
    expect(cache.covered).toBe(length);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: length }), (step) => {
        expect(seen(cache.at(step))).toEqual(seen(replay(run, step)));
      }),
      { numRuns: 25 },
    );
  });

  it('when changes were added, or are others', () => {
    const cache = covered({ recipe: network, interventions: [change(10, 0.02)] }, 1000);
    for (const interventions of [
      [change(10, 0.02), change(700, 0.001)],
      [change(10, 0.02), change(701, 0.002)],
      [change(3, 0.04)],
      [],
    ]) {
      const run = { recipe: network, interventions };
      cache.update(run);
      while (cache.covered < 900) cache.extend(900);
      for (const step of [2, 9, 10, 699, 701, 900]) {
        expect(seen(cache.at(step))).toEqual(seen(replay(run, step)));
      }
    }
  });

  it('keeps what came before the first change that differs', () => {
    const cache = covered({ recipe: integers, interventions: [] }, 100_000);
    cache.update({ recipe: integers, interventions: [change(60_000, 0.02)] });
    expect(cache.covered).toBeGreaterThan(20_000);
    expect(cache.covered).toBeLessThan(60_000);
  });
});

describe('where whoever trains the run has been', () => {
  it.each([
    ['a perceptron', integers, [150_000, 150_700, 150_912]],
    ['an MLP in mini-batches with Adam', network, [2000, 2011, 2020]],
    ['a graph that is used again', { ...oneExample, graph: 'once' }, [700, 703, 710]],
  ] as const)('%s: a step since then is the replayed one in every bit', (_, recipe, places) => {
    const [a, b, until] = places;
    const run = { recipe, interventions: [change(a - 3, 0.02), change(until + 1, 0.01)] };
    const trainer = new Trainer(run.recipe, run.interventions);
    const checkpoints = [a, b].map((step) => {
      trainer.advance(step - trainer.step);
      return trainer.save(true);
    });
    const cache = new ReplayCache(run);
    expect(cache.reaches(until)).toBe(false);
    cache.know({ checkpoints, until });
    const question = { view: 'compact', from: null, example: null, scope: null } as const;
    for (const step of [b, a, until, a + 1, b - 1, b + 1]) {
      expect(seen(cache.at(step))).toEqual(seen(replay(run, step)));
      const near = new StepExplanation(cache.at(step), question);
      const whole = new StepExplanation(replay(run, step), question);
      for (const count of [0, 5, null]) expect(near.moment(count)).toEqual(whole.moment(count));
    }
    expect(cache.covered).toBe(0);
    expect([a - 1, until + 1].map((step) => cache.reaches(step))).toEqual([false, false]);
    // Other changes make it another run.
    cache.update({ recipe, interventions: [] });
    expect(cache.reaches(until)).toBe(false);
  });
});

it('refuses a step that is not covered yet', () => {
  expect(() => new ReplayCache({ recipe: integers, interventions: [] }).at(1)).toThrow(
    /not covered/,
  );
});

it('goes no further than the run does', () => {
  const recipe: Recipe = {
    ...defaultRecipe,
    learningRate: 0.6,
    stop: { steps: 2000, lossBelow: 0 },
  };
  const cache = covered({ recipe, interventions: [] }, 5000);
  expect([cache.covered, cache.ended]).toEqual([1053, 'diverged']);
  expect(cache.at(1053).committed[0]).toBe(7.461421413349837e153);
});
