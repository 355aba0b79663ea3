import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Recipe } from '../../src/contract/recipe';
import { webAssembly } from '../../src/engine/kernel/web-assembly';
import { workspace } from '../../src/engine/kernel/workspace';
import { LossSurface, PredictionSurface } from '../../src/engine/loss-surface';
import { Mt19937 } from '../../src/engine/mt19937';
import { Trainer } from '../../src/engine/trainer';
import { everyModel, expression, inWords, mlp, perceptron } from './model-recipes';
import { expressionRecipes } from './random-expression';

afterEach(() => vi.restoreAllMocks());

const MANY = Number.POSITIVE_INFINITY;
const TAPE = 0;

/** By bits, except that all NaN are alike. One text: comparing long lists takes long. */
const bits = (numbers: Iterable<number>) =>
  Array.from(numbers, (value) => (Object.is(value, -0) ? '-0' : String(value))).join(' ');

/** Of every size: −0, near 0 and near the limits, where sums and products overflow. */
const special = [0, -0, 5e-324, -1e-310, 1e-9, 0.5, -22, 40, 710, 1e154, -1e200, 1e308, -1e308];

/** Parameters of a setting: drawn from training's sizes, every third setting with some that are special. */
function drawn(random: Mt19937, count: number, setting: number): Float64Array {
  return Float64Array.from({ length: count }, () => {
    if (setting % 3 === 2 && random.random() < 0.4) {
      return special[Math.floor(random.random() * special.length)] as number;
    }
    return 6 * random.random() - 3;
  });
}

/** Losses of settings, one moved parameter at each, and predictions; all of one backend. */
function surfaces(recipe: Recipe, values: number, settings = 13) {
  const trainer = new Trainer(recipe);
  const random = new Mt19937(4);
  const { examples, parameterNames } = trainer;
  const samples = Array.from({ length: examples.count }, (_, i) => examples.count - 1 - i);
  const some = new LossSurface(trainer, samples.slice(0, 3), values);
  const all = new LossSurface(trainer, samples, values);
  const predicted = trainer.model.prediction ? new PredictionSurface(trainer, values) : null;
  const seen: number[] = [];
  for (let i = 0; i < settings; i++) {
    const parameters = drawn(random, parameterNames.length, i);
    for (const surface of [some, all]) {
      surface.at(parameters);
      seen.push(surface.loss());
      if (parameters.length > 0)
        surface.set(i % parameters.length, special[(5 * i) % special.length] as number);
      seen.push(surface.loss());
    }
    seen.push(...some.gradient(), some.loss());
    predicted?.at(new Map(parameterNames.map((name, k) => [name, parameters[k] as number])));
    const grid = Array.from({ length: examples.inputs }, () => drawn(random, 11, i));
    for (const columns of [examples.columns, grid]) seen.push(...(predicted?.over(columns) ?? []));
  }
  const byKernel = [some, all, ...(predicted ? [predicted] : [])].map((one) => one.byKernel);
  return { seen: bits(seen), byKernel };
}

function expectSame(recipe: Recipe, name = ''): ReturnType<typeof surfaces> {
  const [kernel, tape] = [surfaces(recipe, MANY), surfaces(recipe, TAPE)];
  expect(kernel.seen, name).toBe(tape.seen);
  expect(tape.byKernel).not.toContain(true);
  return kernel;
}

const datasets: readonly Recipe['dataset'][] = [
  'one',
  'pair',
  { kind: 'line', count: 7, noise: 0.3, test: 2 },
  { kind: 'points', x: [[1e200], [-0], [3]], y: [1, -1e200, 0], test: 0 },
  { kind: 'moons', count: 9, noise: 0.1, test: 0 },
  {
    kind: 'points',
    x: [
      [1, -2, 0.5],
      [0, 4, -0],
      [1e200, 3, 2],
    ],
    y: [1, -1e200, 0],
    test: 0,
  },
];
const inputsOf = (dataset: Recipe['dataset']) => new Trainer(mlp({ dataset })).examples.inputs;

describe('a kernel and the tape give the same losses and predictions, in every bit', () => {
  it('every model on every kind of data, also where they overflow', () => {
    const texts: string[] = [];
    for (const recipe of everyModel) {
      for (const dataset of datasets) {
        if (recipe.model !== 'mlp' && inputsOf(dataset) > 1) continue;
        const { seen, byKernel } = expectSame({ ...recipe, dataset, batch: 1 }, inWords(recipe));
        expect(byKernel, inWords(recipe)).not.toContain(false);
        texts.push(seen);
      }
    }
    const numbers = new Set(texts.join(' ').split(' '));
    expect(['Infinity', '-Infinity', 'NaN'].filter((one) => !numbers.has(one))).toEqual([]);
  });

  it('of parameters that are −0, whose sign a sum may keep', () => {
    const trainer = new Trainer(perceptron({ dataset: 'pair' }));
    const predictions = [MANY, TAPE].map((values) => {
      const surface = new PredictionSurface(trainer, values);
      surface.at(new Map(trainer.parameterNames.map((name) => [name, -0])));
      return bits(surface.over([Float64Array.of(2, -2)]));
    });
    expect(predictions).toEqual(['-0 0', '-0 0']);
  });

  it('50 random networks of every width, and more examples than a call takes', () => {
    const recipes = fc.record({
      hidden: fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 3 }),
      activation: fc.constantFrom('tanh', 'relu'),
      output: fc.constantFrom('tanh', 'linear'),
      loss: fc.constantFrom('mean', 'sum'),
      count: fc.integer({ min: 2, max: 14 }),
    });
    const on = (count: number) => ({ kind: 'moons', count, noise: 0.1, test: 0 }) as const;
    fc.assert(
      fc.property(recipes, ({ count, ...one }) => {
        expectSame(mlp({ ...one, dataset: on(count) }));
      }),
      { numRuns: 50, seed: 22, endOnFailure: true },
    );
    for (const count of [511, 512, 513, 1030]) expectSame(mlp({ dataset: on(count) }));
  });

  it('300 random graphs over every operation', () => {
    let byKernel = 0;
    fc.assert(
      fc.property(expressionRecipes(), (recipe) => {
        if (!expectSame(recipe).byKernel.includes(false)) byKernel++;
      }),
      { numRuns: 300, seed: 23, endOnFailure: true },
    );
    expect(byKernel).toBeGreaterThan(290);
  });

  it('a prediction that needs the target, over inputs: the target stays the last example’s', () => {
    const text = 'ŷ = w1*x + b*y + w2*c\nloss = (ŷ - y)**2';
    expect(expectSame(expression({ text })).byKernel).not.toContain(false);
  });
});

describe('the tape computes', () => {
  it('few values', () => {
    const samples = [0, 1, 2];
    const trainer = new Trainer(mlp());
    expect(new LossSurface(trainer, samples).byKernel).toBe(false);
    expect(new LossSurface(trainer, samples, 1e5).byKernel).toBe(true);
    expect(new PredictionSurface(trainer).byKernel).toBe(false);
    expect(new PredictionSurface(trainer, 1e5).byKernel).toBe(true);
  });

  it('a graph too long to be written out, which counts as more work', () => {
    const long = Array.from({ length: 900 }, (_, i) => `w1*${i}.5`).join(' + ');
    const recipe = expression({ text: `ŷ = w1*x + b + w2*c + ${long}\nloss = (ŷ - y)**2` });
    expect(expectSame(recipe).byKernel).toEqual([false, false, false]);
    const work = (one: Recipe) => new LossSurface(new Trainer(one), [0], MANY).work;
    expect(work(recipe)).toBeGreaterThan(100 * work(expression()));
  });

  it('where WebAssembly cannot compile the kernel', () => {
    const recipe = mlp({ hidden: [6] });
    vi.spyOn(webAssembly, 'Module').mockImplementation(function refuse() {
      throw new webAssembly.CompileError('no SIMD');
    });
    expect(expectSame(recipe).byKernel).toEqual([false, false, false]);
  });

  it('while another kernel is at work, whose memory stays as it is; between two of its calls the kernel does', () => {
    const alone = new Trainer(mlp());
    alone.advance(60);
    const outer = new Trainer(mlp());
    const claim = vi.spyOn(workspace, 'claim');
    const expected = surfaces(mlp(), TAPE).seen;
    outer.advance(20);
    expect(claim).toHaveBeenCalledTimes(1);
    outer.advance(20, () => {
      expect(surfaces(mlp(), MANY).seen).toBe(expected);
      expect(claim).toHaveBeenCalledTimes(2);
    });
    expect(surfaces(mlp(), MANY).seen).toBe(expected);
    outer.advance(20);
    expect(outer.kernelSteps).toBe(60);
    expect(bits(outer.committed)).toBe(bits(alone.committed));
  });
});
