import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ErrorData, LabError } from '../../../src/contract/errors';
import { MAX_FILE_BYTES } from '../../../src/contract/library';
import { readRun } from '../../../src/main/runs/read-run';
import { differences } from '../../../src/main/runs/verify';
import { documentOf } from './document-of';
import { everyModel, expression, inWords, mlp, perceptron } from '../../engine/model-recipes';

const bytes = (document: unknown) => Buffer.from(JSON.stringify(document, null, 1));
const small = documentOf({ recipe: perceptron(), interventions: [] }, 3);

function refusal(content: Uint8Array): ErrorData {
  try {
    readRun('run.chainrule', content);
  } catch (error) {
    if (error instanceof LabError) return error.data;
    throw error;
  }
  throw new Error('It was read.');
}

/** The document with another value at a path. */
function withAt(path: string, value: unknown): unknown {
  const copy = structuredClone(small) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

describe('a run document is read as it was written', () => {
  test.each(everyModel.map((recipe) => [inWords(recipe), recipe] as const))('%s', (_, recipe) => {
    for (const steps of [0, 1, 150, 200]) {
      const document = documentOf({ recipe, interventions: [] }, steps);
      const again = readRun('run.chainrule', bytes(document));
      expect(again).toEqual(document);
      expect(differences(again)).toEqual([]);
    }
  });

  test('which is small: the recipe below 1 KB, a perceptron’s run below 200 KB', () => {
    const recipe = perceptron({ sampling: 'random', stop: { steps: 30_001, lossBelow: 0 } });
    const document = documentOf({ recipe, interventions: [] }, 30_001);
    expect(JSON.stringify(document.recipe).length).toBeLessThan(1024);
    expect(bytes(document).length).toBeLessThan(200 * 1024);
  });

  test('with its changes', () => {
    const interventions = [
      { step: 3, change: { kind: 'learning-rate', value: 0.001 } },
      { step: 5, change: { kind: 'parameter', name: 'w1_1_1', value: -2 } },
      { step: 7, change: { kind: 'zero-gradients', on: false } },
    ] as const;
    const document = documentOf({ recipe: mlp({ batch: 2 }), interventions }, 20);
    expect(differences(readRun('run.chainrule', bytes(document)))).toEqual([]);
  });

  test.each(['pair', 'integers', 'diverged'])(
    'one that the first version exported (%s) opens and reproduces',
    (name) => {
      const path = new URL(`fixtures/first-${name}.json`, import.meta.url);
      const document = readRun(name, readFileSync(path));
      expect(document.recipe).toMatchObject({ batch: 1, optimizer: 'sgd', graph: 'rebuilt' });
      expect(differences(document)).toEqual([]);
    },
  );
});

describe('promise 16: a run document is refused, with the field and what is accepted,', () => {
  test('cut at any byte', () => {
    const whole = bytes(small);
    for (let length = 0; length < whole.length; length++) {
      expect(refusal(whole.subarray(0, length))).toMatchObject({
        code: 'invalid-file',
        where: 'text',
        params: { file: 'run.chainrule' },
      });
    }
    expect(readRun('run.chainrule', whole)).toEqual(small);
  });

  test('with flipped bits, or it is a run of its own numbers: 10,000 mutations', () => {
    const whole = bytes(small);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(7)), { minLength: 1, maxLength: 4 }),
        (flips) => {
          const content = Buffer.from(whole);
          for (const [at, bit] of flips) content[at] = (content[at] as number) ^ (1 << bit);
          try {
            const read = readRun('run.chainrule', content);
            // What is left are changes of words, of the history, or of a recipe, which a replay finds.
            expect(read.format).toBe('chainrule-run');
          } catch (error) {
            expect(error).toBeInstanceOf(LabError);
            const { code, params, message } = (error as LabError).data;
            expect(code).toBe('invalid-file');
            expect(params['accepted']).not.toBe('');
            expect(message.length).toBeLessThan(2000);
          }
        },
      ),
      { numRuns: 10_000 },
    );
  });

  test.each([
    ['an empty file', Buffer.alloc(0), 'text'],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes(small)]), 'text'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'text'],
    ['a million brackets', Buffer.alloc(1_000_000, '['), 'text'],
    ['more bytes than a run can have', Buffer.alloc(MAX_FILE_BYTES + 1, ' '), 'size'],
    ['null', Buffer.from('null'), null],
    ['a list', Buffer.from('[1, 2]'), 'format'],
  ] as const)('of %s', (_, content, where) => {
    expect(refusal(content)).toMatchObject({ code: 'invalid-file', where });
  });

  test('of a million brackets in a field, closed', () => {
    const nested = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    const content = JSON.stringify({ ...small, program: '@' }).replace('"@"', nested);
    expect(refusal(Buffer.from(content)).where).toBe('program');
  });

  test.each([
    ['format', 'other', 'format', 'chainrule-run'],
    ['version', 0, 'version', '1'],
    ['version', 2, 'version', 'up to 1; a newer Chainrule wrote this file'],
    ['recipe.learningRate', -1, 'recipe.learningRate', 'a number above 0 and at most 1e12'],
    ['recipe.learningRate', undefined, 'recipe.learningRate', /^the fields/],
    ['recipe.extra', 1, 'recipe.extra', /^the fields/],
    ['interventions', [{ step: 0, change: {} }], 'interventions.0.step', /^a whole number from 1/],
    ['result.w', null, 'result.w', 'a finite number'],
    ['result.steps', 0.5, 'result.steps', /^a whole number/],
    ['result.checksum', 'nonsense', 'result.checksum', '16 hexadecimal digits'],
    ['result.stop', 'bored', 'result.stop', 'steps, loss, diverged, stopped'],
    ['result.divergedAt', { step: 1, node: 'w' }, 'result', /divergedAt/],
    ['result.parameters', { w: 1 }, 'result.w', /^the fields/],
    ['history.stride', 0, 'history.stride', /^a whole number from 1/],
    ['history.loss.min', Array.from({ length: 513 }, () => 1), 'history.loss.min', /at most 512/],
    ['history.loss.last', [], 'history.loss.last', /as many numbers/],
  ] as const)('with %s = %j', (path, value, where, accepted) => {
    const { code, where: field, params } = refusal(bytes(withAt(path, value)));
    expect({ code, field }).toEqual({ code: 'invalid-file', field: where });
    if (typeof accepted === 'string') expect(params['accepted']).toBe(accepted);
    else expect(params['accepted']).toMatch(accepted);
  });

  test('whose parameters are not those of its checksum', () => {
    const other = { ...small.result, w: 7 };
    expect(refusal(bytes({ ...small, result: other })).where).toBe('result.checksum');
  });

  test('whose expression cannot be read', () => {
    const document = documentOf({ recipe: expression(), interventions: [] }, 2);
    const recipe = { ...document.recipe, text: 'loss = constructor' };
    const data = refusal(bytes({ ...document, recipe }));
    expect(data).toMatchObject({ code: 'invalid-file', where: 'recipe.text' });
    expect(data.message).toMatch(/^run\.chainrule: line 1, column 8/);
  });
});

test('promise 17: keys that would reach a prototype are refused, and nothing is changed', () => {
  const text = JSON.stringify(small);
  for (const key of ['__proto__', 'constructor', 'prototype']) {
    for (const holder of ['"recipe":{', '"result":{', '"history":{', '{"format"']) {
      const poison = `${JSON.stringify(key)}:{"polluted":true},`;
      const content = holder.startsWith('{')
        ? text.replace(holder, `{${poison}"format"`)
        : text.replace(holder, holder + poison);
      expect(refusal(Buffer.from(content)).code).toBe('invalid-file');
    }
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('a loss of −0, which JSON cannot state, reproduces', () => {
  const names = [
    { name: 'w', role: 'parameter', initial: -1 },
    { name: 'x', role: 'data', column: 'x' },
  ] as const;
  const recipe = expression({ text: 'loss = -relu(w*x)', names, dataset: 'one' });
  const document = documentOf({ recipe, interventions: [] }, 3);
  expect(document.result.loss).toBe(-0);
  expect(differences(readRun('run.chainrule', bytes(document)))).toEqual([]);
});

describe('a replay that comes to other numbers is told', () => {
  test('by the field, in every digit', () => {
    const recipe = { ...small.recipe, learningRate: 0.021 };
    const found = differences({ ...small, recipe });
    expect(found.map(({ field }) => field)).toEqual(['w', 'b', 'loss', 'checksum']);
    expect(found[0]?.stated).toBe(String('w' in small.result && small.result.w));
  });

  test('by the step at which the run really ends', () => {
    const recipe = { ...small.recipe, stop: { steps: 2, lossBelow: 0 } };
    const found = differences({ ...small, recipe });
    expect(found.map(({ field }) => field)).toContain('steps');
  });

  test('for a change of a parameter that the model has not', () => {
    const interventions = [
      { step: 1, change: { kind: 'parameter', name: 'v', value: 1 } },
    ] as const;
    expect(differences({ ...small, interventions })[0]).toEqual({
      field: 'interventions',
      stated: 'v',
      replayed: 'a parameter: w, b',
    });
  });
});
