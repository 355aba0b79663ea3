import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exercise10, expressionRecipe } from '../../../src/contract/recipe';
import { documentOf } from './document-of';
import { runDocumentJsonSchema } from './json-schema';
import { randomRun } from './random-run';

const ajv = new Ajv({ strict: false });
const valid = ajv.compile(runDocumentJsonSchema());
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('docs/run-file.schema.json is made of the schema that files are validated with', () => {
  const path = join(import.meta.dirname, '../../../docs/run-file.schema.json');
  const text = `${JSON.stringify(runDocumentJsonSchema(), null, 1)}\n`;
  if (process.env['CHAINRULE_WRITE_SCHEMA'] === '1') writeFileSync(path, text);
  const same = readFileSync(path, 'utf8') === text;
  // Not compared as texts: the difference of two long ones takes minutes to be shown.
  expect(same, 'CHAINRULE_WRITE_SCHEMA=1 npm run test:unit -- json-schema writes it anew').toBe(
    true,
  );
});

test('it takes every run document, the first ones too', () => {
  for (const run of fc.sample(randomRun, { numRuns: 200, seed: 3 })) {
    expect(valid(json(documentOf(run, 20))), ajv.errorsText(valid.errors)).toBe(true);
  }
  const typed = documentOf({ recipe: expressionRecipe, interventions: [] }, 20);
  expect(
    valid(json({ ...typed, name: 'a', tags: ['b'], created: '2026-11-24T10:00:00.000Z' })),
  ).toBe(true);
  for (const name of ['first-pair', 'first-integers', 'first-diverged']) {
    const text = readFileSync(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8');
    expect(valid(JSON.parse(text)), name).toBe(true);
  }
});

test('it refuses a wrong field anywhere in one', () => {
  const good = documentOf({ recipe: exercise10, interventions: [] }, 20);
  const bad: readonly object[] = [
    { ...good, format: 'other' },
    { ...good, version: 2 },
    { ...good, extra: 1 },
    { ...good, recipe: { ...good.recipe, learningRate: 0 } },
    { ...good, recipe: { ...good.recipe, learningRate: '0.1' } },
    { ...good, recipe: { ...good.recipe, model: 'other' } },
    { ...good, recipe: { ...good.recipe, dataset: { kind: 'moons' } } },
    { ...good, recipe: { ...good.recipe, seed: 0.5 } },
    { ...good, result: { ...good.result, checksum: 'xyz' } },
    { ...good, result: { ...good.result, stop: 'tired' } },
    { ...good, history: { ...good.history, stride: 0 } },
    { ...good, interventions: [{ step: 1, change: { kind: 'other' } }] },
    { ...good, tags: [1] },
  ];
  for (const one of bad) expect(valid(json(one)), JSON.stringify(one).slice(0, 300)).toBe(false);
});
