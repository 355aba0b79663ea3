import type { Intervention } from '../../src/contract/intervention';
import type { LabArgument, LabMethod } from '../../src/contract/lab-api';
import {
  defaultRecipe,
  exercise10,
  expressionRecipe,
  karpathyRecipe,
  type Recipe,
} from '../../src/contract/recipe';

/** Recipes of every model, on every shape of dataset. */
export const goodRecipes: readonly Recipe[] = [
  exercise10,
  karpathyRecipe,
  expressionRecipe,
  { ...defaultRecipe, dataset: { kind: 'points', x: [[1], [-0.5]], y: [2, -1], test: 1 } },
  { ...karpathyRecipe, dataset: { kind: 'xor', count: 8, noise: 0.5, test: 2 } },
];

const changes: readonly Intervention['change'][] = [
  { kind: 'learning-rate', value: 0.5 },
  { kind: 'parameter', name: 'w', value: 0 },
  { kind: 'zero-gradients', on: true },
];

const moment = { step: 1, view: 'compact', from: null, example: null, scope: null } as const;

/** Arguments that each method of the lab takes: a method that is missing here does not compile. */
export const goodArguments: { readonly [M in LabMethod]: readonly LabArgument<M>[] } = {
  view: [{}],
  readExpression: [{ text: 'loss = (w*x - y)**2' }],
  setRecipe: goodRecipes.map((recipe) => ({ recipe })),
  change: changes.map((change) => ({ change })),
  play: [{}],
  pause: [{}],
  step: [{}],
  reset: [{}],
  branch: [{ step: 1 }, { step: 1e9 }],
  setSpeed: [{ stepsPerSecond: 1 }, { stepsPerSecond: Number.POSITIVE_INFINITY }],
  // The step after the last committed update is explained, too.
  explain: [moment, { step: 1e9 + 1, view: 'notebook', from: 0, example: null, scope: 'h1_2' }],
  explainEvents: [
    { ...moment, first: 0, count: 500 },
    { ...moment, first: 1e9, count: 1 },
  ],
  graphAt: [
    { ...moment, events: null },
    { ...moment, events: 0 },
  ],
  exactRows: [
    { first: 1, last: 1 },
    { first: 1, last: 1e9 + 1 },
  ],
  series: [
    { first: 1, last: 2, points: 2 },
    { first: 999_999_999, last: 1e9, points: 512 },
  ],
  checkGradients: [{ step: 1, view: 'notebook', example: null }],
  exportRun: [
    { format: 'csv' },
    { format: 'json' },
    { format: 'derivation', step: 1e9 + 1, view: 'notebook' },
    { format: 'worksheet', step: 1 },
  ],
  exportPicture: [
    { upload: '1', of: 'run', name: 'graph step 2', format: 'svg', data: 'PHN2Zy8+', last: true },
    { upload: '1', of: 'lab', name: 'comparison', format: 'png', data: '', last: false },
  ],
  sweep: [
    {
      recipe: exercise10,
      learningRates: [0.1, 0.6],
      activations: ['identity', 'relu'],
      seeds: [0],
    },
    { recipe: expressionRecipe, learningRates: [1], activations: [], seeds: [1, 2 ** 53 - 1] },
  ],
  sweepResult: [{ job: 'a' }],
  sweepCurves: [
    { job: 'a', first: 0, count: 1 },
    { job: 'a', first: 999, count: 400 },
  ],
  exportSweep: [
    { job: 'a', format: 'csv' },
    { job: 'a', format: 'json' },
  ],
  cancelJob: [{ job: 'a'.repeat(64) }],
  listRuns: [
    { search: '', order: 'modified', descending: true, first: 0, count: 200 },
    { search: 'relu 0.1', order: 'name', descending: false, first: 1e6, count: 1 },
  ],
  runLabels: [{ run: 'a' }],
  labelRun: [{ run: 'a', name: 'Ünser Lauf', notes: 'x'.repeat(10_000), tags: ['one', 'two'] }],
  duplicateRun: [{ run: 'a' }],
  deleteRun: [{ run: 'a' }],
  restoreRun: [{ run: 'a' }],
  openRun: [{ run: 'a' }],
  cancelOpen: [{}],
  compareRuns: [{ runs: ['a', 'b'] }],
  exportComparison: [{ runs: ['a', 'b'] }],
  importRun: [{ upload: '1', name: 'run.chainrule', data: 'e30=', last: true }],
  recipeCode: [{}],
  openRecipeCode: [{ code: 'chainrule:q1bKzU9JzVGyUipILSopKsnMz1PSAQA' }],
  lossGrid: [
    {
      step: 1,
      of: 'step',
      example: null,
      axes: [
        { parameter: 'w', range: null, include: [0, -3], count: 41 },
        { parameter: 'b', range: { min: -1, max: 2 }, include: [], count: 2 },
      ],
    },
    {
      step: null,
      of: 'all',
      example: 2,
      axes: [{ parameter: 'w', range: null, include: [], count: 201 }],
    },
  ],
  network: [
    { step: null, example: null, unit: null },
    { step: 4, example: 2, unit: 'h1_3' },
  ],
  predictions: [
    { step: null, grid: null },
    { step: 3, grid: [{ range: { min: -2, max: 2 }, count: 50 }] },
  ],
  dismissInterrupted: [{}],
  setGuest: [{ guest: true }, { guest: false }],
};

/** The same, one after the other. */
export const goodCalls: readonly (readonly [method: LabMethod, argument: object])[] =
  Object.entries(goodArguments).flatMap(([method, all]) =>
    all.map((argument) => [method as LabMethod, argument] as const),
  );
