import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  type Dataset,
  fixedDatasets,
  generatedKinds,
  inputCount,
} from '../../../src/contract/dataset';
import { optimizers, type Recipe, recipeSchema } from '../../../src/contract/recipe';
import { systemClock } from '../../../src/main/clock';
import { RunLibrary } from '../../../src/main/runs/library/run-library';
import * as v from 'valibot';
import { everyModel } from '../../engine/model-recipes';
import { runCli } from '../../support/run-cli';
import { tempFolder } from '../../support/temp-folder';
import { documentOf } from './document-of';

const datasets: readonly Dataset[] = [
  ...fixedDatasets,
  ...generatedKinds.map((kind) => ({ kind, count: 12, noise: 0.1, test: 2 })),
  { kind: 'points', x: [[1], [-0.5], [3]], y: [2, -1, 6], test: 1 },
  {
    kind: 'points',
    x: [
      [1, 2],
      [-0.5, 0],
      [3, 1],
    ],
    y: [2, -1, 6],
    test: 0,
  },
];

test('every model × dataset × optimiser is saved, opened in a fresh process and trained again: the same checksum', async () => {
  const folder = tempFolder();
  const library = new RunLibrary({
    keepIn: { folder },
    clock: systemClock,
    program: 'chainrule test',
    onChange: () => undefined,
  });
  onTestFinished(() => library.close());
  let saved = 0;
  for (const model of everyModel) {
    for (const dataset of datasets) {
      if (model.model === 'perceptron' && inputCount(dataset) > 1) continue;
      for (const optimizer of optimizers) {
        const recipe: Recipe = {
          ...model,
          ...{ dataset, optimizer, batch: 1, graph: 'rebuilt' as const },
          sampling: 'random',
        };
        expect(v.is(recipeSchema, recipe)).toBe(true);
        await library.save(String(saved++), documentOf({ recipe, interventions: [] }, 25));
      }
    }
  }
  expect(saved).toBeGreaterThan(150);
  await library.close();
  const runs = join(folder, 'runs');
  const files = readdirSync(runs).map((name) => join(runs, name));
  const { code, stdout } = await runCli(['verify', ...files]);
  const lines = stdout.trim().split('\n');
  expect(lines.filter((line) => !line.includes(': reproduces, '))).toEqual([]);
  expect([lines.length, code]).toEqual([saved, 0]);
});
