import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labArguments } from '../../src/contract/lab-api';
import {
  defaultRecipe,
  expressionRecipe,
  karpathyRecipe,
  type Recipe,
  recipeSchema,
} from '../../src/contract/recipe';
import { goodRecipes } from './good-arguments';
import { hasExactly, itself, polluted, refuses } from './recipe-refusals';
import { accepted, read, refused } from './schema-answers';

test.each(goodRecipes)('%j is accepted as it is', (recipe) => {
  expect(accepted(recipeSchema, recipe)).toStrictEqual(recipe);
});

describe('an MLP', () => {
  const layers = '1 … 6 layers of 1 … 64 neurons';
  const width = 'a whole number from 1 to 64';

  test.each([
    { hidden: [1] },
    { hidden: [64, 64, 64, 64, 64, 64] },
    { activation: 'relu' },
    { output: 'linear' },
    { loss: 'mean' },
    { dataset: 'one' },
    { dataset: 'integers', sampling: 'random' },
    { batch: 4 },
    { optimizer: 'adam' },
    { batch: 1, graph: 'once' },
  ])('with %j is accepted', (changes) => {
    const recipe = { ...karpathyRecipe, ...changes };
    expect(accepted(recipeSchema, recipe)).toStrictEqual(recipe);
  });

  refuses(
    karpathyRecipe,
    [
      [{ hidden: [] }, 'hidden', layers],
      [{ hidden: [1, 1, 1, 1, 1, 1, 1] }, 'hidden', layers],
      [{ hidden: 4 }, 'hidden', layers],
      [{ hidden: '4,4' }, 'hidden', layers],
      [{ hidden: [4, 0] }, 'hidden.1', width],
      [{ hidden: [65] }, 'hidden.0', width],
      [{ hidden: [1.5] }, 'hidden.0', width],
      [{ hidden: ['4'] }, 'hidden.0', width],
      [{ hidden: [[4]] }, 'hidden.0', width],
      [{ hidden: [Number.NaN] }, 'hidden.0', width],
      [{ activation: 'identity' }, 'activation', 'tanh, relu'],
      [{ activation: '__proto__' }, 'activation', 'tanh, relu'],
      [{ output: 'relu' }, 'output', 'linear, tanh'],
      [{ output: 'toString' }, 'output', 'linear, tanh'],
      [{ loss: 'max' }, 'loss', 'mean, sum'],
      [{ graph: 'never' }, 'graph', 'rebuilt, once, once-zeroed'],
      [
        { batch: 2, graph: 'once' },
        'graph',
        'rebuilt (a graph that is built once is that of one example: batch 1)',
      ],
      [{ batch: 5 }, 'batch', 'full, or a whole number from 1 up to the number of examples'],
      [{ dataset: 'integers' }, 'sampling', 'random (the integers are always drawn at random)'],
    ],
    itself,
  );

  hasExactly(karpathyRecipe, '', itself);

  test('has no fields of the other models', () => {
    for (const foreign of [{ initial: defaultRecipe.initial }, { text: '' }, { names: [] }]) {
      const error = refused(recipeSchema, { ...karpathyRecipe, ...foreign });
      expect(error.where).toBe(Object.keys(foreign)[0]);
    }
  });
});

describe('an expression', () => {
  const text = 'a text of at most 10000 characters';
  const list = 'a list of at most 200 names, each once';
  const name = 'a name of at most 64 characters';
  const range = 'a number from -1e300 to 1e300';
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `a${i}`, role: 'input', value: 0 }));
  const input = { name: 'a', role: 'input', value: 1 };

  test.each([
    { text: '' },
    { text: 'a'.repeat(10_000) },
    { names: [] },
    { names: many(200) },
    { names: [{ name: 'ŷ'.repeat(64), role: 'parameter', initial: -1e300 }] },
    {
      names: ['x', 'x1', 'x2', 'x3', 'y'].map((column) => ({ name: column, role: 'data', column })),
    },
    { dataset: 'karpathy' },
  ])('with %j is accepted', (changes) => {
    const recipe = { ...expressionRecipe, ...changes };
    expect(accepted(recipeSchema, recipe)).toStrictEqual(recipe);
  });

  test('−0 that a name starts with becomes 0', () => {
    const names = [
      { name: 'w', role: 'parameter', initial: -0 },
      { name: 'k', role: 'input', value: -0 },
    ];
    const recipe = { ...expressionRecipe, names };
    expect(accepted(recipeSchema, recipe)).toStrictEqual({
      ...expressionRecipe,
      names: [
        { name: 'w', role: 'parameter', initial: 0 },
        { name: 'k', role: 'input', value: 0 },
      ],
    });
  });

  refuses(
    expressionRecipe,
    [
      [{ text: 1 }, 'text', text],
      [{ text: ['loss = 1'] }, 'text', text],
      [{ text: 'a'.repeat(10_001) }, 'text', text],
      [{ names: {} }, 'names', list],
      [{ names: many(201) }, 'names', list],
      [{ names: [input, input] }, 'names', list],
      [{ names: [null] }, 'names.0', 'data, parameter, input'],
      [{ names: [{ ...input, name: '' }] }, 'names.0.name', name],
      [{ names: [{ ...input, name: 'a'.repeat(65) }] }, 'names.0.name', name],
      [{ names: [{ ...input, name: 1 }] }, 'names.0.name', name],
      [{ names: [{ ...input, role: 'output' }] }, 'names.0.role', 'data, parameter, input'],
      [{ names: [{ ...input, role: '__proto__' }] }, 'names.0.role', 'data, parameter, input'],
      [{ names: [{ name: 'a', role: 'data', column: 'z' }] }, 'names.0.column', 'x, x1, x2, x3, y'],
      [{ names: [{ name: 'a', role: 'data' }] }, 'names.0.column', 'the fields name, role, column'],
      [
        { names: [{ name: 'a', role: 'parameter', value: 0 }] },
        'names.0.initial',
        'the fields name, role, initial',
      ],
      [{ names: [{ name: 'a', role: 'parameter', initial: 1.1e300 }] }, 'names.0.initial', range],
      [{ names: [{ ...input, value: Number.NaN }] }, 'names.0.value', range],
      [{ names: [{ ...input, value: '1' }] }, 'names.0.value', range],
      [{ names: [{ ...input, hint: '' }] }, 'names.0.hint', 'the fields name, role, value'],
      [
        { activation: 'relu' },
        'activation',
        'the fields model, text, names, dataset, sampling, batch, optimizer, graph, learningRate, seed, stop',
      ],
    ],
    itself,
  );

  hasExactly(expressionRecipe, '', itself);

  test('a __proto__ field of a name is refused and changes nothing', () => {
    const recipe = { ...expressionRecipe, names: [polluted(input)] };
    expect(refused(recipeSchema, recipe).where).toBe('names.0.__proto__');
    expect('polluted' in {}).toBe(false);
  });
});

describe('a model', () => {
  test('is one of three words', () => {
    const wrong = [
      '',
      'MLP',
      'mlps',
      '__proto__',
      'constructor',
      0,
      null,
      undefined,
      [],
      ['mlp'],
      {},
    ];
    for (const good of [defaultRecipe, karpathyRecipe, expressionRecipe]) {
      for (const model of wrong) {
        const error = refused(recipeSchema, { ...good, model });
        expect(error.where).toBe('model');
        expect(error.params['accepted']).toBe('perceptron, mlp, expression');
      }
    }
  });

  test('decides which fields there are, whatever the others say', () => {
    const models = [defaultRecipe, karpathyRecipe, expressionRecipe];
    for (const one of models) {
      for (const { model } of models) {
        if (model === one.model) continue;
        expect(read(recipeSchema, { ...one, model })).toHaveProperty('error');
        const { where } = refused(labArguments.setRecipe, { recipe: { ...one, model } });
        expect(where).toMatch(/^recipe\./);
      }
    }
  });
});

/** Every place in a recipe, as the keys that lead there. */
function placesOf(part: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof part !== 'object' || part === null) return [path];
  const inner = Object.entries(part).flatMap(([key, one]) => placesOf(one, [...path, key]));
  return [path, ...inner];
}

function withPart(part: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = (part as Record<string, unknown>)[key];
  const changed = { ...(part as object), [key]: withPart(inner, rest, value) };
  return Array.isArray(part) ? Object.assign([...(part as unknown[])], changed) : changed;
}

function numbersOf(part: unknown): readonly number[] {
  if (typeof part === 'number') return [part];
  return typeof part === 'object' && part !== null ? Object.values(part).flatMap(numbersOf) : [];
}

test('whatever is accepted of any model holds only finite numbers, no −0, and is accepted again unchanged', () => {
  const places = goodRecipes.flatMap((recipe) =>
    placesOf(recipe)
      .filter((path) => path.length > 0)
      .map((path) => [recipe, path] as const),
  );
  const parts = goodRecipes.flatMap((recipe) => Object.values(recipe) as unknown[]);
  const anything = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, null, ...parts));
  const counts = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...places), anything, ([recipe, path], value) => {
      const result = read(recipeSchema, withPart(recipe, path, value));
      if ('error' in result) {
        counts.refused += 1;
        expect(result.error).toMatchObject({ code: 'invalid-value' });
        expect(result.error.where).not.toBeNull();
        return;
      }
      counts.accepted += 1;
      const recipeAgain: Recipe = accepted(recipeSchema, result.value);
      expect(recipeAgain).toStrictEqual(result.value);
      for (const number of numbersOf(result.value)) {
        expect(Number.isFinite(number)).toBe(true);
        expect(number).not.toBe(-0);
      }
    }),
    { numRuns: 4000 },
  );
  expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(100);
});
