import { expect, test } from 'vitest';
import { recipeSchema } from '../../src/contract/recipe';
import { refused } from './schema-answers';

type Refusals = readonly (readonly [changes: object, where: string, range: string])[];

/** Each of the changes to what is good is refused at its field, with what is accepted there. */
export function refuses(good: object, refusals: Refusals, at: (changed: object) => object): void {
  test.each(refusals)('%j is refused at %s', (changes, where, range) => {
    const error = refused(recipeSchema, at({ ...good, ...changes }));
    expect(error).toMatchObject({ code: 'invalid-value', where });
    expect(error.params['accepted']).toBe(range);
  });
}

/** `good` with a field that JSON can carry and a literal cannot. */
export function polluted<Good extends object>(good: Good): Good {
  const field = { value: { polluted: true }, enumerable: true };
  return Object.defineProperty({ ...good }, '__proto__', field);
}

/** Of what is good, whatever `at` puts it into: its fields and no others. */
export function hasExactly(good: object, where: string, at: (changed: object) => object): void {
  const range = `the fields ${Object.keys(good).join(', ')}`;
  const path = (name: string) => (where === '' ? name : `${where}.${name}`);

  test('an unknown field is refused and named', () => {
    for (const name of ['momentum', 'toString', 'constructor', 'hasOwnProperty']) {
      const error = refused(recipeSchema, at({ ...good, [name]: 1 }));
      expect(error.where).toBe(path(name));
      expect(new Set(error.params['accepted']?.split(/[ ,]+/))).toEqual(
        new Set(range.split(/[ ,]+/)),
      );
    }
  });

  test('a __proto__ field is refused and changes nothing', () => {
    expect(refused(recipeSchema, at(polluted(good))).where).toBe(path('__proto__'));
    expect('polluted' in {}).toBe(false);
  });

  test('each field that is missing is named', () => {
    for (const name of Object.keys(good)) {
      // Run documents of version 0.1 do not state them.
      if (['batch', 'optimizer', 'graph'].includes(name)) continue;
      const rest = Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
      expect(refused(recipeSchema, at(rest)).where).toBe(path(name));
    }
  });
}

export const itself = (recipe: object) => recipe;
