import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/contract/dataset';
import { defaultRecipe, karpathyRecipe, recipeSchema } from '../../src/contract/recipe';
import { hasExactly, refuses } from './recipe-refusals';
import { accepted, refused } from './schema-answers';

const generated = { kind: 'line', count: 10, noise: 0.1, test: 2 } as const;
const points = { kind: 'points', x: [[1], [3]], y: [2, 6], test: 0 } as const;
const TEST = 'fewer test examples than there are examples';
const onData = (dataset: unknown) => ({ ...karpathyRecipe, dataset });

describe('a generated dataset', () => {
  test.each(['line', 'moons', 'circles', 'xor', 'spiral'] as const)('%s is accepted', (kind) => {
    for (const changes of [{}, { count: 3 }, { count: 10_000, test: 9999, noise: 10 }]) {
      const recipe = onData({ ...generated, ...changes, kind });
      expect(accepted(recipeSchema, recipe)).toStrictEqual(recipe);
    }
  });

  const kinds = 'line, moons, circles, xor, spiral, points';
  const count = 'a whole number from 2 to 10000';
  const noise = 'a number from 0 to 10';
  const test_ = 'a whole number from 0 to 9999';
  refuses(
    generated,
    [
      [{ kind: 'one' }, 'dataset.kind', kinds],
      [{ kind: 'Line' }, 'dataset.kind', kinds],
      [{ kind: 'toString' }, 'dataset.kind', kinds],
      [{ kind: '__proto__' }, 'dataset.kind', kinds],
      [{ kind: ['line'] }, 'dataset.kind', kinds],
      [{ kind: null }, 'dataset.kind', kinds],
      [{ count: 1 }, 'dataset.count', count],
      [{ count: 10_001 }, 'dataset.count', count],
      [{ count: 2.5 }, 'dataset.count', count],
      [{ count: '10' }, 'dataset.count', count],
      [{ noise: -Number.MIN_VALUE }, 'dataset.noise', noise],
      [{ noise: 10 * (1 + Number.EPSILON) }, 'dataset.noise', noise],
      [{ noise: Number.NaN }, 'dataset.noise', noise],
      [{ test: -1 }, 'dataset.test', test_],
      [{ test: 0.5 }, 'dataset.test', test_],
      [{ count: 10_000, test: 10_000 }, 'dataset.test', test_],
      [{ test: 10 }, 'dataset.test', TEST],
      [{ x: [[1]] }, 'dataset.x', 'the fields kind, count, noise, test'],
    ],
    onData,
  );

  hasExactly(generated, 'dataset', onData);

  test('the batch is at most what training has, test examples not counted', () => {
    const recipe = { ...onData(generated), batch: 8 };
    expect(accepted(recipeSchema, recipe)).toStrictEqual(recipe);
    expect(refused(recipeSchema, { ...recipe, batch: 9 }).where).toBe('batch');
  });
});

describe('points of one’s own', () => {
  test.each([
    { x: [[-1e300]], y: [1e300] },
    { x: [[1, 2, 3]], y: [0] },
    { test: 1 },
    { x: Array<number[]>(2000).fill([1, 2]), y: Array<number>(2000).fill(1), test: 1999 },
  ])('with %j are accepted', (changes) => {
    const recipe = onData({ ...points, ...changes });
    expect(accepted(recipeSchema, recipe)).toStrictEqual(recipe);
  });

  test('−0 becomes 0', () => {
    const recipe = onData({ ...points, x: [[-0], [3]], y: [-0, 6] });
    expect(accepted(recipeSchema, recipe)).toStrictEqual(
      onData({ ...points, x: [[0], [3]], y: [0, 6] }),
    );
  });

  const lists = 'as many targets as rows of inputs, 1 … 2000';
  const inputs = '1 … 3 inputs, the same number in every row';
  const range = 'a number from -1e300 to 1e300';
  const rows = (count: number) => ({
    x: Array<number[]>(count).fill([1]),
    y: Array<number>(count).fill(1),
  });
  refuses(
    points,
    [
      [rows(0), 'dataset.x', lists],
      [rows(2001), 'dataset.x', lists],
      [{ x: {} }, 'dataset.x', lists],
      [{ x: [[1]] }, 'dataset.y', lists],
      [{ y: [2] }, 'dataset.y', lists],
      [{ y: '26' }, 'dataset.y', lists],
      [{ x: [[1], [1, 2]] }, 'dataset.x', inputs],
      [{ x: [[], []] }, 'dataset.x.0', inputs],
      [{ x: [[1], [1, 2, 3, 4]] }, 'dataset.x.1', inputs],
      [{ x: [1, 3] }, 'dataset.x.0', inputs],
      [{ x: [[1], ['3']] }, 'dataset.x.1.0', range],
      [{ x: [[1.1e300], [3]] }, 'dataset.x.0.0', range],
      [{ y: [2, Number.NaN] }, 'dataset.y.1', range],
      [{ y: [2, Number.POSITIVE_INFINITY] }, 'dataset.y.1', range],
      [{ test: 2 }, 'dataset.test', TEST],
      [{ test: -1 }, 'dataset.test', 'a whole number from 0 to 9999'],
      [{ count: 2 }, 'dataset.count', 'the fields kind, x, y, test'],
    ],
    onData,
  );

  // Without its kind it is no points.
  hasExactly({ ...points }, 'dataset', onData);
});

describe('a dataset', () => {
  test('that is an object or a list of nothing is refused at its kind', () => {
    for (const dataset of [{}, []]) {
      expect(refused(recipeSchema, onData(dataset)).where).toBe('dataset.kind');
      expect(refused(recipeSchema, { ...defaultRecipe, dataset }).where).toBe('dataset.kind');
    }
  });

  test('of a perceptron has one input', () => {
    const on = (dataset: Dataset) => ({ ...defaultRecipe, dataset });
    for (const dataset of [generated, points] as const) {
      expect(accepted(recipeSchema, on(dataset))).toStrictEqual(on(dataset));
    }
    const wide = { ...points, x: points.x.map(([x]) => [x, x]) };
    for (const dataset of ['karpathy', { ...generated, kind: 'moons' }, wide] as const) {
      const error = refused(recipeSchema, on(dataset));
      expect(error.where).toBe('dataset');
      expect(error.params['accepted']).toBe(
        'a dataset with one input, since a perceptron has one: one, pair, integers, line, points',
      );
    }
  });
});
