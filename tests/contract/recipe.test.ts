import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/contract/dataset';
import { changeSchema } from '../../src/contract/intervention';
import { labArguments } from '../../src/contract/lab-api';
import { describeRange } from '../../src/contract/ranges';
import {
  activations,
  defaultRecipe,
  defaultSampling,
  exercise10,
  type Recipe,
  type RecipeNumber,
  numberFrom,
  recipeNumbers,
  recipeSchema,
  samplings,
  withDataset,
} from '../../src/contract/recipe';
import { accepted, read, refused } from './schema-answers';

/** What a person typed into a field of the recipe. */
const recipeNumberFrom = (field: RecipeNumber, text: string) =>
  numberFrom(recipeNumbers[field], text);

/** The seminar's. */
const datasets = ['one', 'pair', 'integers'] as const;

/** Where each number of a recipe stands. */
const paths: Readonly<Record<RecipeNumber, readonly string[]>> = {
  learningRate: ['learningRate'],
  w: ['initial', 'w'],
  b: ['initial', 'b'],
  seed: ['seed'],
  steps: ['stop', 'steps'],
  lossBelow: ['stop', 'lossBelow'],
};

/** `recipe` with another value at a path. */
function withAt(recipe: object, path: readonly string[], value: unknown): object {
  const [key = '', ...rest] = path;
  const inner = (recipe as Record<string, unknown>)[key];
  return { ...recipe, [key]: rest.length === 0 ? value : withAt(inner as object, rest, value) };
}

function valueAt(recipe: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (inner as Record<string, unknown>)[key], recipe);
}

const above = (value: number) => value * (1 + Number.EPSILON);

/** The ranges of semantics.md at their edges. */
const edges: readonly (readonly [RecipeNumber, readonly number[], readonly number[]])[] = [
  ['learningRate', [Number.MIN_VALUE, 1e12], [0, -0, -0.1, above(1e12)]],
  ['w', [-1e300, 0, 1e300], [above(-1e300), above(1e300)]],
  ['b', [-1e300, 0, 1e300], [above(-1e300), above(1e300)]],
  ['seed', [0, 2 ** 53 - 1], [-1, 0.5, 2 ** 53]],
  ['steps', [1, 1e9], [0, 1.5, 1e9 + 1]],
  ['lossBelow', [0, Number.MIN_VALUE, 1e300], [-Number.MIN_VALUE, above(1e300)]],
];

describe.each(edges)('%s', (field, good, bad) => {
  const path = paths[field];

  test.each(good)('accepts %s', (value) => {
    const recipe = accepted(recipeSchema, withAt(defaultRecipe, path, value));
    expect(valueAt(recipe, path)).toBe(value);
  });

  test.each([...bad, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'refuses %s, naming the field and the range',
    (value) => {
      const error = refused(recipeSchema, withAt(defaultRecipe, path, value));
      const range = describeRange(recipeNumbers[field]);
      expect(error).toStrictEqual({
        code: 'invalid-value',
        message: `${path.join('.')} is ${value}; accepted: ${range}.`,
        where: path.join('.'),
        params: { received: String(value), accepted: range },
      });
    },
  );

  test.each(['1', null, true, [1], { value: 1 }, undefined])('refuses %j, no number', (value) => {
    const error = refused(recipeSchema, withAt(defaultRecipe, path, value));
    expect(error.where).toBe(path.join('.'));
    expect(error.params['accepted']).toBe(describeRange(recipeNumbers[field]));
  });

  test('reads what a person types by the same range', () => {
    for (const value of good) expect(recipeNumberFrom(field, String(value))).toBe(value);
    for (const value of bad) expect(recipeNumberFrom(field, String(value))).toBeNull();
    for (const text of ['', ' ', 'NaN', 'Infinity', '1,5', '0x10', '1e', '1 2', '١']) {
      expect(recipeNumberFrom(field, text)).toBeNull();
    }
  });
});

describe('−0 on input becomes 0', () => {
  test.each(['w', 'b', 'seed', 'lossBelow'] as const)('%s', (field) => {
    const recipe = accepted(recipeSchema, withAt(defaultRecipe, paths[field], -0));
    expect(valueAt(recipe, paths[field])).toBe(0);
    expect(recipeNumberFrom(field, '-0')).toBe(0);
  });

  test('a parameter that is set', () => {
    const change = { kind: 'parameter', name: 'b', value: -0 };
    expect(accepted(changeSchema, change)).toStrictEqual({ ...change, value: 0 });
  });
});

test('the ranges read as a person would say them', () => {
  expect(describeRange(recipeNumbers.learningRate)).toBe('a number above 0 and at most 1e12');
  expect(describeRange(recipeNumbers.w)).toBe('a number from -1e300 to 1e300');
  expect(describeRange(recipeNumbers.seed)).toBe('a whole number from 0 to 9007199254740991');
  expect(describeRange(recipeNumbers.steps)).toBe('a whole number from 1 to 1e9');
});

test('a true minus sign and a plus sign are read as typed', () => {
  expect(recipeNumberFrom('w', ' −1.25 ')).toBe(-1.25);
  expect(recipeNumberFrom('w', '+.5e-3')).toBe(0.0005);
});

describe('words', () => {
  test.each([
    ['model', 'perceptron, mlp, expression', ['perceptron']],
    ['activation', 'identity, relu, relu-abs, relu-notebook', activations],
    [
      'dataset',
      'one, pair, integers, karpathy, or an object whose kind is line, moons, circles, xor, spiral, points',
      datasets,
    ],
    ['sampling', 'in-order, random', samplings],
  ] as const)('%s accepts exactly %s', (field, list, words) => {
    for (const word of words) {
      const recipe = { ...defaultRecipe, sampling: 'random', [field]: word };
      expect(accepted(recipeSchema, recipe)).toStrictEqual(recipe);
    }
    const wrong = ['', 'Identity', 'toString', '__proto__', 'constructor', 0, null, undefined, []];
    for (const word of wrong) {
      // An object or list is judged as a dataset with a kind: recipe-datasets.test.ts.
      if (field === 'dataset' && Array.isArray(word)) continue;
      const error = refused(recipeSchema, { ...defaultRecipe, [field]: word });
      expect(error).toMatchObject({ code: 'invalid-value', where: field });
      expect(error.params['accepted']).toBe(list);
    }
  });

  test('the integers in order are refused at `sampling`', () => {
    const recipe = { ...defaultRecipe, dataset: 'integers', sampling: 'in-order' };
    const error = refused(recipeSchema, recipe);
    expect(error.where).toBe('sampling');
    expect(error.params['accepted']).toBe('random (the integers are always drawn at random)');
    expect(refused(labArguments.setRecipe, { recipe }).where).toBe('recipe.sampling');
  });
});

// To be turned into `test` once invalidValue (contract/errors.ts) shows the field's value instead of the whole recipe.
test('the sentence about the integers in order shows the sampling that was received', () => {
  const recipe = { ...defaultRecipe, dataset: 'integers', sampling: 'in-order' };
  expect(refused(recipeSchema, recipe).params['received']).toBe('"in-order"');
});

describe('fields', () => {
  test.each([
    [[], 'model'],
    [['initial'], 'w'],
    [['stop'], 'steps'],
  ])('an unknown one in %j is refused and named', (path, beside) => {
    for (const name of ['momentum', 'toString', 'constructor', 'hasOwnProperty', '']) {
      const error = refused(recipeSchema, withAt(defaultRecipe, [...path, name], 1));
      expect(error.where).toBe([...path, name].join('.') || null);
      expect(error.params['accepted']).toMatch(new RegExp(`^the fields .*\\b${beside}\\b`));
    }
  });

  test('each one that is missing is named', () => {
    const optional = ['batch', 'optimizer', 'graph'];
    for (const name of Object.keys(defaultRecipe)) {
      if (optional.includes(name)) continue;
      const rest = Object.entries(defaultRecipe).filter(([key]) => key !== name);
      expect(refused(recipeSchema, Object.fromEntries(rest)).where).toBe(name);
    }
    const { w } = defaultRecipe.initial;
    expect(refused(recipeSchema, { ...defaultRecipe, initial: { w } }).where).toBe('initial.b');
  });

  test('a recipe of version 0.1, which states neither batch, optimiser nor graph, has their defaults', () => {
    const { batch, optimizer, graph, ...old } = defaultRecipe;
    expect(v.parse(recipeSchema, old)).toEqual({ ...old, batch, optimizer, graph });
    expect([batch, optimizer, graph]).toEqual([1, 'sgd', 'rebuilt']);
  });

  test('a __proto__ field is refused and changes nothing', () => {
    const texts = [
      `{"__proto__": {"polluted": true}}`,
      `{"__proto__": null}`,
      `{"initial": {"w": 0, "b": 0, "__proto__": {"polluted": true}}}`,
    ];
    for (const text of texts) {
      const input = { ...defaultRecipe };
      for (const [key, value] of Object.entries(JSON.parse(text) as object)) {
        Object.defineProperty(input, key, { value, enumerable: true });
      }
      expect(refused(recipeSchema, input).where).toContain('__proto__');
    }
    expect('polluted' in {}).toBe(false);
  });

  test('inherited ones do not count', () => {
    const input: unknown = Object.create(null);
    expect(refused(recipeSchema, input).where).toBe('model');
    expect(accepted(recipeSchema, Object.assign(input as object, defaultRecipe))).toStrictEqual(
      defaultRecipe,
    );
  });

  test.each([null, undefined, 1, 'recipe', true])('a recipe that is %j is refused', (input) => {
    expect(refused(labArguments.setRecipe, { recipe: input }).where).toBe('recipe');
  });
});

describe('a change', () => {
  test.each([
    { kind: 'learning-rate', value: 1e12 },
    { kind: 'parameter', name: 'w', value: -1e300 },
    { kind: 'zero-gradients', on: false },
  ])('%j is accepted', (change) => {
    expect(accepted(changeSchema, change)).toStrictEqual(change);
  });

  test.each([
    [{ kind: 'learning-rate', value: 0 }, 'value', 'a number above 0 and at most 1e12'],
    [{ kind: 'parameter', name: '', value: 0 }, 'name', 'a name of at most 64 characters'],
    [{ kind: 'parameter', name: 7, value: 0 }, 'name', 'a name of at most 64 characters'],
    [{ kind: 'parameter', name: 'w', value: Number.NaN }, 'value', 'a number from -1e300 to 1e300'],
    [{ kind: 'zero-gradients', on: 1 }, 'on', 'true, false'],
    [{ kind: 'zero-gradients', on: true, value: 1 }, 'value', 'the fields kind, on'],
    [{ kind: 'seed', value: 1 }, 'kind', 'learning-rate, parameter, zero-gradients'],
    [{}, 'kind', 'learning-rate, parameter, zero-gradients'],
  ])('%j is refused at %s', (change, where, range) => {
    const error = refused(changeSchema, change);
    expect(error.where).toBe(where);
    expect(error.params['accepted']).toBe(range);
  });
});

describe('a method', () => {
  test('takes a speed from 1 step a second to as fast as possible', () => {
    for (const stepsPerSecond of [1, 1.5, 1e9, Number.POSITIVE_INFINITY]) {
      expect(accepted(labArguments.setSpeed, { stepsPerSecond })).toEqual({ stepsPerSecond });
    }
    for (const stepsPerSecond of [0, 0.999, -1, Number.NaN, Number.NEGATIVE_INFINITY]) {
      const error = refused(labArguments.setSpeed, { stepsPerSecond });
      expect(error.message).toBe(
        `stepsPerSecond is ${stepsPerSecond}; accepted: a number, 1 or more.`,
      );
    }
  });

  test('takes a job’s id of at most 64 characters', () => {
    expect(accepted(labArguments.cancelJob, { job: 'a'.repeat(64) })).toBeTruthy();
    expect(refused(labArguments.cancelJob, { job: 'a'.repeat(65) }).where).toBe('job');
  });

  test('takes an export’s format', () => {
    expect(refused(labArguments.exportRun, { format: 'exe' }).message).toBe(
      'format is "exe"; accepted: csv, json, python, pytorch, notebook, derivation, worksheet.',
    );
  });
});

test('whatever is accepted holds only numbers in range, and is accepted again unchanged', () => {
  const anything = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom<unknown>('identity', 'one', 'random', 'perceptron', null, -0, 1e300),
  );
  const leaves: readonly (readonly string[])[] = [
    ['model'],
    ['activation'],
    ['dataset'],
    ['sampling'],
    ...Object.values(paths),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...leaves), anything, (path, value) => {
      const result = read(recipeSchema, withAt(exercise10, path, value));
      if ('error' in result) {
        expect(result.error.where).toBe(path.join('.'));
        return;
      }
      expect(accepted(recipeSchema, result.value)).toStrictEqual(result.value);
      for (const number of Object.values(paths)) {
        expect(Number.isFinite(valueAt(result.value, number))).toBe(true);
        expect(valueAt(result.value, number)).not.toBe(-0);
      }
    }),
    { numRuns: 2000 },
  );
});

describe('choosing a dataset', () => {
  const on = (dataset: Dataset, sampling: Recipe['sampling']): Recipe => ({
    ...defaultRecipe,
    dataset,
    sampling,
  });

  test('keeps the sampling where both datasets allow it', () => {
    expect(withDataset(on('one', 'random'), 'pair').sampling).toBe('random');
    expect(withDataset(on('pair', 'in-order'), 'one').sampling).toBe('in-order');
  });

  test('takes the default sampling to and from the integers', () => {
    expect(withDataset(on('one', 'in-order'), 'integers').sampling).toBe('random');
    expect(withDataset(on('integers', 'random'), 'pair').sampling).toBe('in-order');
    expect(withDataset(on('integers', 'random'), 'integers').sampling).toBe('random');
  });

  test('always gives a recipe that is accepted', () => {
    for (const from of datasets) {
      for (const to of datasets) {
        accepted(recipeSchema, withDataset(on(from, defaultSampling(from)), to));
      }
    }
  });
});
