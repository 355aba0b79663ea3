import { describe, expect, test } from 'vitest';
import {
  defaultRecipe,
  exercise10,
  expressionRecipe,
  karpathyRecipe,
} from '../../../src/contract/recipe';
import {
  type Choices,
  draftOf,
  ratesFrom,
  seedsFrom,
  suggestedActivations,
  suggestedRates,
} from '../../../src/renderer/sweep/plan';

const untouched: Choices = { rates: null, seeds: null, activations: null };

describe('learning rates that are typed', () => {
  test.each([
    ['0.1', [0.1]],
    ['0.3, 0.1,0.2', [0.1, 0.2, 0.3]],
    ['  1e-3 .5\n2;  0.1 ', [0.001, 0.1, 0.5, 2]],
    ['0.1, 0.10, 1e-1', [0.1]],
    ['1e12', [1e12]],
  ])('%j: each once, rising', (text, values) => {
    expect(ratesFrom(text)).toEqual({ values, refused: null });
  });

  test.each([
    ['', ''],
    [' , ', ''],
    ['0.1, fast', 'fast'],
    ['0.1 0', '0'],
    ['−0.1', '−0.1'],
    ['1e13', '1e13'],
    ['0.1 Infinity', 'Infinity'],
    ['0x10', '0x10'],
    ['0.1..0.3', '0.1..0.3'],
  ])('%j is refused, naming the part %j', (text, refused) => {
    expect(ratesFrom(text)).toEqual({ values: null, refused });
  });
});

describe('seeds that are typed', () => {
  test.each([
    ['42', [42]],
    ['43, 42', [42, 43]],
    ['0..3', [0, 1, 2, 3]],
    ['2 .. 4, 3, 9', [2, 3, 4, 9]],
    ['5..5', [5]],
    ['9007199254740990..9007199254740991', [9007199254740990, 9007199254740991]],
  ])('%j', (text, values) => {
    expect(seedsFrom(text)).toEqual({ values, refused: null });
  });

  test.each([
    ['', ''],
    ['1.5', '1.5'],
    ['-1', '-1'],
    ['3..1', '3..1'],
    ['0..1000', '0..1000'],
    ['1..2..3', '1..2..3'],
    ['..3', '..3'],
    ['9007199254740992', '9007199254740992'],
  ])('%j is refused, naming the part %j', (text, refused) => {
    expect(seedsFrom(text)).toEqual({ values: null, refused });
  });

  test('a range has as many as a sweep has runs, and no more', () => {
    expect(seedsFrom('0..999').values).toHaveLength(1000);
    expect(seedsFrom('1..1001').values).toBeNull();
  });
});

describe('what is suggested', () => {
  test('are rates around the recipe’s, written short, and the critical one', () => {
    expect(suggestedRates(0.1, null)).toEqual([0.01, 0.03, 0.1, 0.3, 1]);
    expect(suggestedRates(0.1, 0.5)).toEqual([0.01, 0.03, 0.1, 0.3, 0.5, 1]);
    expect(suggestedRates(0.1, 0.3)).toEqual([0.01, 0.03, 0.1, 0.3, 1]);
    expect(suggestedRates(0.05, 0.17157287525381)).toEqual([
      ...[0.005, 0.015, 0.05, 0.15, 0.17157287525381, 0.5],
    ]);
  });

  test('keep the recipe’s own rate in every digit, and only what is accepted', () => {
    expect(suggestedRates(0.123456789, null)).toContain(0.123456789);
    expect(suggestedRates(1e12, 0)).toEqual([1e11, 3e11, 1e12]);
  });

  test('are activations of the model, the recipe’s own among them', () => {
    expect(suggestedActivations(exercise10)).toEqual(['identity', 'relu']);
    expect(suggestedActivations({ ...exercise10, activation: 'relu-notebook' })).toEqual([
      ...['identity', 'relu', 'relu-notebook'],
    ]);
    expect(suggestedActivations(karpathyRecipe)).toEqual(['tanh', 'relu']);
    expect(suggestedActivations(expressionRecipe)).toEqual([]);
  });
});

describe('the plan', () => {
  test('follows the setup where nothing was chosen', () => {
    const { plan, runs } = draftOf(untouched, exercise10, 0.5);
    expect(runs).toBe(12);
    expect(plan).toEqual({
      recipe: exercise10,
      learningRates: [0.01, 0.03, 0.1, 0.3, 0.5, 1],
      activations: ['identity', 'relu'],
      seeds: [42],
    });
    expect(draftOf(untouched, { ...defaultRecipe, seed: 7 }, null).plan?.seeds).toEqual([7]);
  });

  test('has what was chosen, of the activations those that this model has', () => {
    const choices: Choices = {
      ...{ rates: '2 1', seeds: '0..1' },
      activations: ['identity', 'relu'],
    };
    expect(draftOf(choices, karpathyRecipe, null)).toMatchObject({
      runs: 4,
      plan: { learningRates: [1, 2], activations: ['relu'], seeds: [0, 1] },
    });
    expect(draftOf(choices, expressionRecipe, null)).toMatchObject({
      runs: 4,
      plan: { activations: [] },
    });
  });

  test.each([
    ['no activation is chosen', { activations: [] }, null],
    ['a rate is none', { rates: 'x' }, null],
    ['a seed is none', { seeds: '' }, null],
    ['there are too many runs', { rates: '1 2', seeds: '0..250' }, 1004],
  ])('is none where %s', (_, choices, runs) => {
    const draft = draftOf({ ...untouched, ...choices }, exercise10, null);
    expect(draft.plan).toBeNull();
    expect(draft.runs).toBe(runs);
  });

  test('may have a thousand runs', () => {
    const most = draftOf({ ...untouched, rates: '1 2', seeds: '0..249' }, exercise10, null);
    expect([most.runs, most.plan?.seeds.length]).toEqual([1000, 250]);
  });
});
