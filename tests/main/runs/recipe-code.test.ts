import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exercise10, expressionRecipe } from '../../../src/contract/recipe';
import { readRecipeCode, recipeCode } from '../../../src/main/runs/recipe-code';
import { randomRun } from './random-run';

const coded = (value: unknown) =>
  `chainrule:${deflateRawSync(JSON.stringify(value)).toString('base64url')}`;

describe('a recipe code', () => {
  it('carries every recipe, to the last bit', () => {
    fc.assert(
      fc.property(randomRun, ({ recipe }) => {
        expect(readRecipeCode(recipeCode(recipe))).toEqual(recipe);
      }),
    );
    expect(readRecipeCode(recipeCode(expressionRecipe))).toEqual(expressionRecipe);
  });

  it('of a perceptron fits in a line or two of a mail, and is read with line breaks in it', () => {
    const code = recipeCode(exercise10);
    expect(code.length).toBeLessThan(300);
    expect(code).toMatch(/^chainrule:[A-Za-z0-9_-]+$/);
    expect(readRecipeCode(` ${code.slice(0, 70)}\r\n${code.slice(70)}\n`)).toEqual(exercise10);
  });

  it.each([
    ['nothing', ''],
    ['another text', 'https://example.org/'],
    ['the prefix alone', 'chainrule:'],
    ['other characters', 'chainrule:äöü'],
    ['half of one', recipeCode(exercise10).slice(0, 60)],
    [
      'what unpacks to a gigabyte',
      `chainrule:${deflateRawSync(Buffer.alloc(5e7)).toString('base64url')}`,
    ],
    ['what is no JSON', `chainrule:${deflateRawSync('{').toString('base64url')}`],
  ])('%s is refused in a sentence that says what is accepted', (_, code) => {
    expect(() => readRecipeCode(code)).toThrow(/^code is .*; accepted: a whole recipe code/);
  });

  it('with a wrong field names the field', () => {
    expect(() => readRecipeCode(coded({ ...exercise10, learningRate: -1 }))).toThrow(
      /^learningRate is -1; accepted: a number above 0/,
    );
    expect(() => readRecipeCode(coded({ ...expressionRecipe, text: 'loss = (' }))).toThrow(
      /^line 1/,
    );
    const polluted = JSON.parse(
      `{"__proto__":{"x":1},${JSON.stringify(exercise10).slice(1)}`,
    ) as object;
    expect(() => readRecipeCode(coded(polluted))).not.toThrow(TypeError);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('of any bytes never does more than be refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const code = `chainrule:${Buffer.from(bytes).toString('base64url')}`;
        try {
          readRecipeCode(code);
        } catch (error) {
          expect(error).toHaveProperty('data.code', 'invalid-value');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
