import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../../src/contract/run-document';
import type { RunSource } from '../../../src/engine/replay';
import { exp, log } from '../../../src/engine/elementary';
import { sigmoid, tanh } from '../../../src/engine/hyperbolic';
import { power } from '../../../src/engine/ops';
import { exercise10, karpathyRecipe } from '../../../src/contract/recipe';
import { float } from '../../../src/main/runs/python/literals';
import { pythonScript } from '../../../src/main/runs/python/script';
import { expression, mlp, perceptron } from '../../engine/model-recipes';
import { expressionRecipes } from '../../engine/random-expression';
import { printedBy } from '../../support/python';
import { documentOf } from './document-of';
import { expectPrinted } from './printed-result';
import { randomRun } from './random-run';

const folder = mkdtempSync(join(tmpdir(), 'chainrule-python-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectSame(run: RunSource, steps: number): void {
  const { result } = documentOf(run, steps);
  const script = join(folder, 'script.py');
  writeFileSync(script, pythonScript('chainrule test', run, result));
  const printed = execFileSync('python3', ['-I', script], { encoding: 'utf8', maxBuffer: 1e8 });
  expectPrinted(result, printed, JSON.stringify(run));
}

describe('a Python script', () => {
  test(
    'of 60 random runs, all models, changes included, prints the same binary64',
    { timeout: 120_000 },
    () => {
      const runs: RunSource[] = fc.sample(randomRun, { numRuns: 45, seed: 5 });
      expect(new Set(runs.map(({ recipe }) => recipe.model)).size).toBe(3);
      const recipes = fc.sample(expressionRecipes(), { numRuns: 15, seed: 7 });
      for (const recipe of recipes) runs.push({ recipe, interventions: [] });
      const results = runs.map((run) => documentOf(run, 40).result);
      const scripts = runs.map((run, i) =>
        pythonScript('chainrule test', run, results[i] as RunResult),
      );
      printedBy(scripts, 'py').forEach((printed, i) => {
        expectPrinted(results[i] as RunResult, printed, JSON.stringify(runs[i]));
      });
    },
  );

  test.each([
    ['exercise 10', exercise10, 100],
    ['a run before its first step', exercise10, 0],
    [
      'a run that diverged',
      { ...exercise10, learningRate: 0.6, stop: { steps: 2000, lossBelow: 0 } },
      2000,
    ],
    ['Karpathy’s MLP', karpathyRecipe, 100],
    ['a graph that is used again', perceptron({ graph: 'once', dataset: 'pair' }), 50],
    ['mini-batches with Adam', mlp({ batch: 2, optimizer: 'adam', sampling: 'random' }), 60],
    ['a typed expression', expression({ batch: 'full', optimizer: 'momentum' }), 60],
  ] as const)('of %s does', (_, recipe, steps) => {
    expectSame({ recipe, interventions: [] }, steps);
  });

  test('goes through more examples than Python would recurse', () => {
    const dataset = { kind: 'line', count: 3000, noise: 0.1, test: 0 } as const;
    expectSame({ recipe: perceptron({ dataset, batch: 'full' }), interventions: [] }, 3);
  });

  test('names what Python or the script has for itself otherwise', () => {
    const recipe = expression({
      text: 'list = power*x + random\nloss = (list - Value)**2',
      names: [
        { name: 'power', role: 'parameter', initial: 0.5 },
        { name: 'x', role: 'data', column: 'x' },
        { name: 'random', role: 'input', value: 0.25 },
        { name: 'Value', role: 'data', column: 'y' },
      ],
    });
    expectSame({ recipe, interventions: [] }, 10);
  });

  test('has every number as a float literal', () => {
    expect([5, -0, 1e21, 1e-7, -12, 0.5].map(float)).toEqual([
      ...['5.0', '-0.0', '1e+21', '1e-7', '-12.0', '0.5'],
    ]);
  });
});

test('the script’s exp, log, tanh, sigmoid and power are the engine’s, bit for bit', () => {
  const spread = fc.double({ noDefaultInfinity: false, noNaN: false });
  const near = fc.double({ min: -50, max: 50, noNaN: true });
  const points = fc.sample(fc.oneof(spread, near), { numRuns: 4000, seed: 11 });
  const exponents = fc.sample(fc.oneof(near, fc.integer({ min: -70, max: 70 })), {
    ...{ numRuns: 4000, seed: 12 },
  });
  const wanted = points.map((x, i) => [
    ...[exp(x), log(x), tanh(x), sigmoid(x), power(x, exponents[i] as number)],
  ]);
  const runtime = readFileSync(
    new URL('../../../src/main/runs/python/runtime/arithmetic.py', import.meta.url),
    'utf8',
  );
  const hex = (value: number) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return view.getBigUint64(0).toString(16).padStart(16, '0');
  };
  const program = [
    'import math, struct, sys',
    runtime,
    'for line in sys.stdin:',
    '    x, n = (struct.unpack(">d", bytes.fromhex(word))[0] for word in line.split())',
    '    found = (exp(x), log(x), tanh(x), sigmoid(x), power(x, n))',
    '    print(" ".join("nan" if v != v else struct.pack(">d", v).hex() for v in found))',
  ].join('\n');
  const script = join(folder, 'functions.py');
  writeFileSync(script, program);
  const output = execFileSync('python3', ['-I', script], {
    input: points.map((x, i) => `${hex(x)} ${hex(exponents[i] as number)}`).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const lines = output.trim().split('\n');
  expect(lines).toHaveLength(points.length);
  wanted.forEach((values, i) => {
    const expected = values.map((value) => (Number.isNaN(value) ? 'nan' : hex(value))).join(' ');
    expect(lines[i], `x = ${points[i] ?? NaN}, n = ${exponents[i] ?? NaN}`).toBe(expected);
  });
});
