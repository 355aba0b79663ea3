import { type Dataset, generatedKinds } from '../../src/contract/dataset';
import type { Intervention } from '../../src/contract/intervention';
import {
  activations,
  defaultRecipe,
  type ExpressionRecipe,
  karpathyRecipe,
  type MlpRecipe,
  optimizers,
  type PerceptronRecipe,
} from '../../src/contract/recipe';
import type { RunSource } from '../../src/engine/replay';
import { replay } from '../../src/engine/replay';

/** A run whose checksum is kept. */
export interface GoldenRun extends RunSource {
  readonly name: string;
}

const stop = (steps: number, lossBelow = 0) => ({ steps, lossBelow });
const none: readonly Intervention[] = [];

function perceptrons(): GoldenRun[] {
  const sets = [
    { dataset: 'one', sampling: 'in-order' },
    { dataset: 'pair', sampling: 'random' },
    { dataset: 'integers', sampling: 'random' },
  ] as const;
  const base: PerceptronRecipe = {
    ...defaultRecipe,
    initial: { w: 0.5, b: -0.25 },
    stop: stop(200),
  };
  return activations.flatMap((activation) =>
    sets.flatMap((set) =>
      optimizers.map((optimizer) => ({
        name: `perceptron ${activation} ${set.dataset} ${optimizer}`,
        recipe: { ...base, ...set, activation, optimizer },
        interventions: none,
      })),
    ),
  );
}

function networks(): GoldenRun[] {
  const base: MlpRecipe = { ...karpathyRecipe, loss: 'mean', hidden: [5, 3], stop: stop(40) };
  return (['tanh', 'relu'] as const).flatMap((activation) =>
    generatedKinds.flatMap((kind) =>
      ([1, 4, 'full'] as const).map((batch, i): GoldenRun => {
        const dataset: Dataset = { kind, count: 20, noise: i * 0.1, test: i * 3 };
        const optimizer = optimizers[i] ?? 'sgd';
        const output = i === 1 ? ('linear' as const) : ('tanh' as const);
        const loss = i === 2 ? ('sum' as const) : ('mean' as const);
        return {
          name: `mlp ${activation} ${kind} batch ${batch} ${optimizer} ${output} ${loss}`,
          recipe: {
            ...{ ...base, activation, dataset, batch, optimizer, output, loss },
            sampling: i === 2 ? 'in-order' : 'random',
            learningRate: 0.02,
            seed: 7 + i,
          },
          interventions: none,
        };
      }),
    ),
  );
}

const texts = [
  'loss = (relu(w*x + b) - y)**2',
  'loss = (tanh(w*x + b) - y)**2',
  'loss = (6*sigmoid(w*x + b) - y)**2',
  'loss = (exp(w*x/3 + b) - y)**2',
  'loss = (log(x + exp(w)) + b - y)**2',
  'loss = (sqrt(x + w**2) + b - y)**2',
  'loss = abs(w*x + b - y)',
  'loss = (x**1.5*w - -b - y)**2',
  'h = tanh(u*x + v)\nloss = (h/w + b - y)**2',
  'loss = (w*x**2 - 3*b*x - y)**2 + 0.01*(w**4 + b**2)',
];

function expressions(): GoldenRun[] {
  return texts.flatMap((text, i) =>
    (['sgd', 'adam'] as const).map((optimizer): GoldenRun => {
      const recipe: ExpressionRecipe = {
        model: 'expression',
        text,
        names: ['w', 'b', 'u', 'v']
          .map((name, k) => ({ name, role: 'parameter' as const, initial: 0.7 - 0.2 * k }))
          .filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text))
          .concat()
          .map((one) => one as ExpressionRecipe['names'][number])
          .concat([
            { name: 'x', role: 'data', column: 'x' },
            { name: 'y', role: 'data', column: 'y' },
          ]),
        dataset: i % 2 === 0 ? 'pair' : 'integers',
        sampling: i % 2 === 0 ? 'in-order' : 'random',
        batch: i % 3 === 0 ? 'full' : 1,
        graph: 'rebuilt',
        optimizer,
        learningRate: 0.005,
        seed: i,
        stop: stop(150, i === 4 ? 0.5 : 0),
      };
      return { name: `expression ${i + 1} ${optimizer}`, recipe, interventions: none };
    }),
  );
}

function others(): GoldenRun[] {
  const change = (step: number, one: Intervention['change']): Intervention => ({
    step,
    change: one,
  });
  const changes = [
    change(5, { kind: 'learning-rate', value: 0.03 }),
    change(9, { kind: 'zero-gradients', on: false }),
    change(14, { kind: 'zero-gradients', on: true }),
  ];
  const set = (name: string) => [...changes, change(20, { kind: 'parameter', name, value: 0.125 })];
  return [
    { name: 'one diverges', recipe: { ...defaultRecipe, learningRate: 3, stop: stop(2000) } },
    {
      name: 'pair in order diverges',
      recipe: { ...defaultRecipe, dataset: 'pair', learningRate: 0.9, stop: stop(2000) },
    },
    {
      name: 'until a loss',
      recipe: { ...defaultRecipe, learningRate: 0.1, stop: stop(999, 1e-9) },
    },
    {
      name: 'perceptron changed',
      recipe: { ...defaultRecipe, dataset: 'pair', stop: stop(60) },
      interventions: set('w'),
    },
    { name: 'Karpathy’s preset', recipe: karpathyRecipe },
    {
      name: 'mlp changed',
      recipe: { ...karpathyRecipe, stop: stop(60) },
      interventions: set('w1_2_1'),
    },
    { name: 'one layer of 16', recipe: { ...karpathyRecipe, hidden: [16], stop: stop(30) } },
    {
      name: 'own points',
      recipe: {
        ...defaultRecipe,
        dataset: { kind: 'points', x: [[-1.5], [0.1], [2]], y: [1e-3, 0.3, -7], test: 1 },
        batch: 'full',
      },
    },
    {
      name: 'noisy line',
      recipe: {
        ...defaultRecipe,
        dataset: { kind: 'line', count: 30, noise: 0.3, test: 10 },
        sampling: 'random',
        batch: 7,
        optimizer: 'momentum',
        stop: stop(100),
      },
    },
    {
      name: 'largest seed',
      recipe: { ...defaultRecipe, dataset: 'pair', sampling: 'random', seed: 2 ** 53 - 1 },
    },
    { name: 'smallest rate', recipe: { ...defaultRecipe, learningRate: 5e-324, stop: stop(10) } },
    {
      name: 'large numbers',
      recipe: { ...defaultRecipe, initial: { w: 1e150, b: -1e149 }, stop: stop(20) },
    },
    {
      name: 'tiny numbers',
      recipe: { ...defaultRecipe, initial: { w: 1e-300, b: 5e-324 }, stop: stop(20) },
    },
    {
      name: 'six layers',
      recipe: { ...karpathyRecipe, hidden: [2, 3, 2, 3, 2, 3], stop: stop(30) },
    },
  ].map((one) => ({ interventions: none, ...one }) as GoldenRun);
}

/** A hundred runs over every model, dataset, optimiser, sampling, batch, reduction and way to end. */
export const goldenRuns: readonly GoldenRun[] = [
  ...perceptrons(),
  ...networks(),
  ...expressions(),
  ...others(),
];

/** What a run's checksum is made of: its steps and its parameters, as the hex digits of their bytes. */
export function golden(run: GoldenRun): { readonly steps: number; readonly parameters: number[] } {
  const trainer = replay(run, run.recipe.stop.steps);
  return { steps: trainer.step, parameters: [...trainer.committed] };
}
