import type * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { labArguments, type LabMethod } from '../../src/contract/lab-api';
import { defaultRecipe, expressionRecipe, karpathyRecipe } from '../../src/contract/recipe';
import { goodArguments, goodCalls } from './good-arguments';
import { accepted, refused } from './schema-answers';

const schemas: Readonly<Record<LabMethod, v.GenericSchema>> = labArguments;

test.each(goodCalls)('%s takes %j unchanged', (method, argument) => {
  expect(accepted(schemas[method], argument)).toStrictEqual(argument);
});

describe.each(Object.keys(labArguments) as LabMethod[])('%s', (method) => {
  const [good] = goodArguments[method];

  test('refuses a field that it has not, and names it', () => {
    for (const name of ['hard', 'toString', 'constructor', '']) {
      const error = refused(schemas[method], { ...good, [name]: 1 });
      expect(error).toMatchObject({ code: 'invalid-value', where: name === '' ? null : name });
    }
    const polluted: unknown = JSON.parse(`{"__proto__": {"polluted": true}}`);
    const input = Object.defineProperties({ ...good }, Object.getOwnPropertyDescriptors(polluted));
    expect(refused(schemas[method], input).where).toBe('__proto__');
    expect('polluted' in {}).toBe(false);
  });

  test('names each field that is missing', () => {
    for (const name of Object.keys(good ?? {})) {
      const rest = Object.entries(good ?? {}).filter(([key]) => key !== name);
      expect(refused(schemas[method], Object.fromEntries(rest)).where).toBe(name);
    }
  });

  test.each([null, undefined, 1, 'all', true])('refuses %j', (input) => {
    expect(refused(schemas[method], input).code).toBe('invalid-value');
  });
});

const moment = { step: 1, view: 'compact', from: null, example: null, scope: null };
const shownStep = 'a whole number from 1 to 1000000001';

describe('a field out of its range is named with what is accepted', () => {
  test.each([
    ['readExpression', { text: 1 }, 'text', 'a text of at most 10000 characters'],
    ['readExpression', { text: 'a'.repeat(10_001) }, 'text', 'a text of at most 10000 characters'],
    ['branch', { step: 0 }, 'step', 'a whole number from 1 to 1e9'],
    ['branch', { step: 1e9 + 1 }, 'step', 'a whole number from 1 to 1e9'],
    ['explain', { ...moment, step: 0 }, 'step', shownStep],
    ['explain', { ...moment, step: 1.5 }, 'step', shownStep],
    ['explain', { ...moment, step: 1e9 + 2 }, 'step', shownStep],
    ['explain', { ...moment, view: 'Compact' }, 'view', 'compact, notebook'],
    ['explain', { ...moment, view: '__proto__' }, 'view', 'compact, notebook'],
    ['explain', { ...moment, from: -1 }, 'from', 'a whole number from 0 to 1e6'],
    ['explain', { ...moment, from: 'loss' }, 'from', 'a whole number from 0 to 1e6'],
    ['explainEvents', { ...moment, first: -1, count: 1 }, 'first', 'a whole number from 0 to 1e9'],
    ['explainEvents', { ...moment, first: 0, count: 0 }, 'count', 'a whole number from 1 to 500'],
    ['explainEvents', { ...moment, first: 0, count: 501 }, 'count', 'a whole number from 1 to 500'],
    ['graphAt', { ...moment, events: -1 }, 'events', 'a whole number from 0 to 1e9'],
    ['exactRows', { first: 0, last: 1 }, 'first', shownStep],
    ['exactRows', { first: 1, last: 1e9 + 2 }, 'last', shownStep],
    ['checkGradients', { step: 1, view: 'seminar', example: null }, 'view', 'compact, notebook'],
    ['exportRun', { format: 'derivation', step: 0 }, 'step', shownStep],
    ['exportRun', { format: 'worksheet', view: 'graph' }, 'view', 'compact, notebook'],
    ['sweepResult', { job: 'a'.repeat(65) }, 'job', 'a job id'],
    ['sweepCurves', { job: 'a', first: -1, count: 1 }, 'first', 'a whole number from 0 to 999'],
    ['sweepCurves', { job: 'a', first: 0, count: 401 }, 'count', 'a whole number from 1 to 400'],
    ['exportSweep', { job: 'a', format: 'python' }, 'format', 'csv, json'],
    ['cancelJob', { job: 1 }, 'job', 'a job id'],
  ] as const)('%s %j: %s', (method, argument, where, range) => {
    const error = refused(schemas[method], argument);
    expect(error.where).toBe(where);
    expect(error.params['accepted']).toBe(range);
  });
});

describe('a sweep', () => {
  const plan = { recipe: defaultRecipe, learningRates: [0.1], activations: [], seeds: [42] };
  const list = 'a list of 1 … 1000 values';
  const ofModel = 'activations of the recipe’s model';

  test.each([
    [{ learningRates: [] }, 'learningRates', list],
    [{ learningRates: 0.1 }, 'learningRates', list],
    [{ learningRates: [0.1, 0] }, 'learningRates.1', 'a number above 0 and at most 1e12'],
    [{ learningRates: Array<number>(1001).fill(1) }, 'learningRates', list],
    [{ seeds: [] }, 'seeds', list],
    [{ seeds: [-1] }, 'seeds.0', 'a whole number from 0 to 9007199254740991'],
    [
      { activations: ['sigmoid'] },
      'activations.0',
      'identity, relu, relu-abs, relu-notebook, tanh',
    ],
    [{ activations: ['tanh'] }, 'activations', ofModel],
    [{ recipe: karpathyRecipe, activations: ['tanh', 'identity'] }, 'activations', ofModel],
    [{ recipe: expressionRecipe, activations: ['relu'] }, 'activations', ofModel],
    [
      { recipe: { ...defaultRecipe, learningRate: 0 } },
      'recipe.learningRate',
      'a number above 0 and at most 1e12',
    ],
    [
      { learningRates: Array<number>(7).fill(1), seeds: Array<number>(143).fill(1) },
      null,
      'at most 1000 runs',
    ],
  ])('%j is refused at %s', (changes, where, range) => {
    const error = refused(labArguments.sweep, { ...plan, ...changes });
    expect(error.where).toBe(where);
    expect(error.params['accepted']).toBe(range);
  });

  test('has at most a thousand runs, and so many it may have', () => {
    const activations = ['identity', 'relu'];
    const most = {
      ...{ ...plan, activations },
      learningRates: Array.from({ length: 20 }, (_, i) => i + 1),
      seeds: Array.from({ length: 25 }, (_, i) => i),
    };
    expect(accepted(labArguments.sweep, most)).toStrictEqual(most);
    const more = { ...most, activations: [...activations, 'relu-abs'] };
    expect(refused(labArguments.sweep, more).params['accepted']).toBe('at most 1000 runs');
  });
});
