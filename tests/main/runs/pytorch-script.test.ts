import fc from 'fast-check';
import { describe, expect, it, type TestContext } from 'vitest';
import type { Intervention } from '../../../src/contract/intervention';
import { exercise10, karpathyRecipe, type Recipe } from '../../../src/contract/recipe';
import type { RunResult } from '../../../src/contract/run-document';
import type { RunSource } from '../../../src/engine/replay';
import { Tape } from '../../../src/engine/tape';
import { add, Value } from '../../../src/engine/value';
import { moduleNames } from '../../../src/main/runs/pytorch/module-names';
import { pytorchScript } from '../../../src/main/runs/pytorch/script';
import { parametersOf } from '../../../src/main/runs/result';
import { expression, mlp, perceptron } from '../../engine/model-recipes';
import { expressionRecipes } from '../../engine/random-expression';
import { printedBy, pythonWith } from '../../support/python';
import { documentOf } from './document-of';
import { randomRun } from './random-run';

/** semantics.md: for perceptrons that converge, and MLP runs of up to 100 steps. */
const PROMISED = 1e-9;

interface Written {
  readonly run: RunSource;
  readonly result: RunResult;
  readonly script: string;
}

function write(recipe: Recipe, steps: number, interventions: readonly Intervention[] = []) {
  const run = { recipe: { ...recipe, stop: { steps, lossBelow: 0 } }, interventions };
  const { result } = documentOf(run, steps);
  return { run, result, script: pytorchScript('Chainrule test', run, result) };
}

const line = { kind: 'line', count: 7, noise: 0.3, test: 2 } as const;
const changed: readonly Intervention[] = [
  { step: 5, change: { kind: 'learning-rate', value: 0.03 } },
  { step: 11, change: { kind: 'zero-gradients', on: false } },
  { step: 14, change: { kind: 'zero-gradients', on: true } },
];
const off = (step: number): Intervention => {
  return { step, change: { kind: 'zero-gradients', on: false } };
};
const once = { graph: 'once', learningRate: 1e-6 } as const;
const set = (step: number, name: string, value: number): Intervention => {
  return { step, change: { kind: 'parameter', name, value } };
};

const promised: readonly [what: string, ...Parameters<typeof write>][] = [
  ['exercise 10', exercise10, 100],
  ['exercise 12', perceptron({ dataset: 'pair', learningRate: 0.1 }), 200],
  ['random integers', perceptron({ dataset: 'integers', sampling: 'random' }), 1000],
  ['ReLU', perceptron({ dataset: 'pair', activation: 'relu' }), 300],
  ['ReLU by abs', perceptron({ dataset: 'pair', activation: 'relu-abs' }), 300],
  ['the notebook’s ReLU', perceptron({ dataset: 'pair', activation: 'relu-notebook' }), 300],
  [
    'a line, full batch, momentum',
    perceptron({ dataset: line, batch: 'full', optimizer: 'momentum' }),
    200,
  ],
  [
    'a line, mini-batches, Adam',
    perceptron({ dataset: line, batch: 2, sampling: 'random', optimizer: 'adam' }),
    200,
  ],
  ['a line, mini-batches in order', perceptron({ dataset: line, batch: 3 }), 100],
  [
    'a perceptron with changes',
    perceptron({ dataset: 'pair' }),
    100,
    [...changed, set(7, 'w', -1), set(7, 'b', 2)],
  ],
  ['a change before the first step', perceptron({ dataset: 'pair' }), 50, [set(1, 'w', 3)]],
  ['no step at all', exercise10, 0],
  ['Karpathy’s MLP', karpathyRecipe, 100],
  ['an MLP, one at a time', mlp(), 100],
  ['an MLP, at random', mlp({ sampling: 'random', optimizer: 'momentum' }), 100],
  ['an MLP, mini-batches, Adam', mlp({ batch: 2, sampling: 'random', optimizer: 'adam' }), 100],
  ['an MLP with ReLU and tanh', mlp({ activation: 'relu', output: 'tanh', batch: 'full' }), 100],
  ['an MLP, sum of the losses', mlp({ activation: 'relu', loss: 'sum', batch: 3 }), 100],
  ['an MLP with one input', mlp({ hidden: [1, 5, 2], dataset: line }), 100],
  [
    'an MLP with changes',
    mlp({ batch: 2 }),
    60,
    [...changed, set(7, 'w2_2_1', -1), set(8, 'b1_3', 0.5), set(9, 'w3_1_2', 0.25)],
  ],
  ['a typed expression', expression(), 100],
  [
    'an expression, full batch, momentum',
    expression({ batch: 'full', optimizer: 'momentum' }),
    100,
  ],
  [
    'an expression with changes',
    expression({ batch: 2, optimizer: 'adam' }),
    60,
    [...changed, set(7, 'w2', -1)],
  ],
  [
    'an expression without data',
    expression({
      text: 'loss = (w - 3)**2',
      names: [{ name: 'w', role: 'parameter', initial: 1 }],
    }),
    50,
  ],
  [
    'an expression without parameters',
    expression({
      text: 'loss = (x - 3)**2 + exp(2)',
      names: [{ name: 'x', role: 'data', column: 'x' }],
    }),
    3,
  ],
];

const runs = {
  promised: promised.map(([, ...run]) => write(...run)),
  random: fc
    .sample(randomRun, { numRuns: 150, seed: 5 })
    .map(({ recipe, interventions }) => write(recipe, 40, interventions)),
  operations: fc
    .sample(expressionRecipes(), { numRuns: 150, seed: 17 })
    .map((recipe) => write(recipe, 1))
    .filter(({ result }) => result.steps === 1),
  grouped: [
    'loss = (w - (x - (y - w)))**2 / (x / (w / 2))',
    'loss = (w / x / y) * (w * (x * y)) - (w - x - y)',
    'loss = (-((w + x)**2) - -w * -(x - y))**2 + (-w)**2',
    'loss = (w**x)**y + w**(x**2) + (w**2)**2',
    'loss = 2**w * (2 - 3)**2 + (-2)**3 * w - -3*w + w**-2 + (2*w)**-1.5',
    'loss = relu(2) + sqrt(4)*w + (1 - (2 - (3 - w)))**2 + abs(-w) + (-2)**(x + 1)*w',
    'loss = tanh(sigmoid(w) - exp(-(w/2)))**2 + log(w + 3)',
    `loss = ${'('.repeat(40)}w${'*x + 1)'.repeat(40)}**2`,
  ].map((text) => {
    const names = [
      { name: 'w', role: 'parameter', initial: 0.75 },
      ...['x', 'y'].map((name) => ({ name, role: 'data', column: name }) as const),
    ] as const;
    return write(expression({ text, names, dataset: 'pair', learningRate: 1e-3 }), 4);
  }),
  // semantics.md, "Forgetting to zero the gradients": all zeroed, only w and b, none.
  forgotten: [
    write({ ...exercise10, graph: 'once-zeroed' }, 100),
    write({ ...exercise10, graph: 'once' }, 100),
    write({ ...exercise10, graph: 'once' }, 100, [off(1)]),
    write({ ...exercise10, graph: 'once-zeroed' }, 100, [off(1)]),
  ],
  once: [
    write(perceptron({ ...once, activation: 'relu-notebook', dataset: 'pair' }), 12, [off(3)]),
    write(mlp(once), 12),
    write(mlp({ ...once, activation: 'relu', output: 'tanh', sampling: 'random' }), 12, changed),
    write(mlp({ ...once, graph: 'once-zeroed', optimizer: 'adam' }), 40),
    write(mlp({ ...once, graph: 'once-zeroed' }), 12, [off(2), set(4, 'w2_1_1', 0.5)]),
    write(expression(once), 12),
  ],
  named: [
    write(
      expression({
        text: 'type = half*x + torch\nloss = (type - self)**2 + _x*_x + θ**2',
        names: [
          { name: 'half', role: 'parameter', initial: 0.5 },
          { name: 'x', role: 'data', column: 'x' },
          { name: 'torch', role: 'parameter', initial: 0.25 },
          { name: 'self', role: 'data', column: 'y' },
          { name: '_x', role: 'parameter', initial: 2 },
          { name: 'θ', role: 'parameter', initial: 1 },
        ],
      }),
      20,
      [set(3, '_x', -1)],
    ),
  ],
};
const MODULE_NAMES = 'import json, torch\nprint(json.dumps(dir(torch.nn.Module())))';

let outputs: readonly string[] | null = null;
/** What each of these scripts printed. All run in one process, since PyTorch takes seconds to import. */
function printed(which: keyof typeof runs | 'module', context: TestContext): readonly string[] {
  const python = pythonWith('torch', context);
  const groups = Object.values(runs);
  outputs ??= printedBy([MODULE_NAMES, ...groups.flat().map(({ script }) => script)], 'py', python);
  if (which === 'module') return outputs.slice(0, 1);
  const before = groups.slice(0, Object.keys(runs).indexOf(which)).flat().length;
  return outputs.slice(1 + before, 1 + before + runs[which].length);
}

/** The distances that a script printed, of each parameter and, where there were steps, of the loss. */
function distances({ result }: Written, output: string): readonly number[] {
  const lines = output.trim().split('\n');
  expect(lines.at(-1)).toMatch(result.steps > 0 ? /^loss / : /distance/);
  return lines.map((one) => {
    expect(one).toMatch(/ distance (\d\S*|inf|nan)$/);
    return Number(one.split(' ').at(-1));
  });
}

/** The largest of a result's numbers, at least 1. */
function sizeOf(result: RunResult): number {
  return Math.max(1, ...[...parametersOf(result), result.loss ?? 0].map(Math.abs));
}

/** Expects each run of a group to be as near as is promised, relative to the size of its numbers. */
function expectNear(which: keyof typeof runs, context: TestContext): void {
  printed(which, context).forEach((output, i) => {
    const one = runs[which][i] as Written;
    const farthest = Math.max(...distances(one, output));
    expect(farthest / sizeOf(one.result), one.script).toBeLessThanOrEqual(PROMISED);
  });
}

describe('a PyTorch script', { timeout: 180_000 }, () => {
  it('comes within 1e-9 of the run', (context) => {
    printed('promised', context).forEach((output, i) => {
      const farthest = Math.max(...distances(runs.promised[i] as Written, output));
      expect(farthest, promised[i]?.[0]).toBeLessThanOrEqual(PROMISED);
    });
  });

  it('of 150 random runs of all models does wherever the numbers stay small', (context) => {
    const small = printed('random', context).flatMap((output, i) => {
      const one = runs.random[i] as Written;
      const farthest = Math.max(...distances(one, output));
      return sizeOf(one.result) < 100 ? [{ recipe: one.run.recipe, farthest }] : [];
    });
    expect(small.length).toBeGreaterThan(75);
    expect(new Set(small.map(({ recipe }) => recipe.model)).size).toBe(3);
    expect(new Set(small.map(({ recipe }) => recipe.graph)).size).toBe(3);
    for (const { recipe, farthest } of small) {
      expect(farthest, JSON.stringify(recipe)).toBeLessThanOrEqual(PROMISED);
    }
  });

  it('has every operation of expressions, with its derivative', (context) => {
    expect(runs.operations.length).toBeGreaterThan(75);
    expectNear('operations', context);
  });

  it('groups nested operations as the expression does', (context) => {
    expect(runs.grouped.map(({ result }) => result.steps)).toEqual(runs.grouped.map(() => 4));
    expectNear('grouped', context);
  });

  it('uses a graph that is built once as the lab does', (context) => {
    const values = printed('forgotten', context).map((output) =>
      output
        .split('\n')
        .slice(0, 2)
        .map((row) => Number(row.split(' ')[1])),
    );
    const wanted = [
      [40, 40],
      [1768510, 68680],
      [36785008, 1768510],
      [36785008, 1768510],
    ];
    values.flat().forEach((value, i) => {
      expect(value / (wanted.flat()[i] as number)).toBeCloseTo(1, 12);
    });
    expectNear('once', context);
  });

  it('names what nn.Module or the script has for itself otherwise', (context) => {
    const taken = JSON.parse(printed('module', context)[0] ?? '') as string[];
    expect(taken).toContain('state_dict');
    const labels = [...taken, 'self', 'torch', 'nn', 'keep'];
    const leaves = labels.map((name) => new Value(0, null, [], name));
    const tape = new Tape(leaves.reduce((sum, leaf) => add(sum, leaf)));
    const given = moduleNames({ tape });
    expect(leaves.filter((leaf) => given[tape.indexOf(leaf)] === leaf.label)).toEqual([]);
    expectNear('named', context);
  });

  it('promises a distance only where there is one', () => {
    const says = (recipe: Recipe, steps: number) =>
      write(recipe, steps).script.includes('at most 1e-9 where the run converges');
    expect(says(exercise10, 1000)).toBe(true);
    expect(says({ ...exercise10, learningRate: 0.6 }, 2000)).toBe(false);
    expect(says({ ...exercise10, graph: 'once' }, 100)).toBe(false);
    expect(says(karpathyRecipe, 100)).toBe(true);
    expect(says(karpathyRecipe, 101)).toBe(false);
    expect(says(expression(), 10)).toBe(false);
  });
});
