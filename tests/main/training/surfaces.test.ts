import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../../src/contract/base64';
import {
  defaultRecipe,
  exercise10,
  karpathyRecipe,
  type PerceptronRecipe,
  type Recipe,
} from '../../../src/contract/recipe';
import { Mt19937 } from '../../../src/engine/mt19937';
import { replay } from '../../../src/engine/replay';
import { COLUMN, Trainer } from '../../../src/engine/trainer';
import { lossGrid, predictions } from '../../../src/main/training/surfaces';
import { openLab } from './built-lab';

const pair: PerceptronRecipe = { ...defaultRecipe, dataset: 'pair', learningRate: 0.05 };
const moons: Recipe = {
  ...karpathyRecipe,
  hidden: [4],
  dataset: { kind: 'moons', count: 20, noise: 0.1, test: 5 },
  loss: 'mean',
};

const axis = (parameter: string, count = 9, range: { min: number; max: number } | null = null) => ({
  parameter,
  range,
  include: [],
  count,
});
const plane = { of: 'all' as const, example: null, axes: [axis('w'), axis('b')] };
const slice = (parameter: string) => ({
  of: 'step' as const,
  example: null,
  axes: [axis(parameter)],
});
const at = (recipe: Recipe, steps = 0) => replay({ recipe, interventions: [] }, steps);

describe('the loss landscape', () => {
  it('of exercise 10 at (0, 0): the coming update goes to (0.4, 0.4), and the valley is w + b = 2', () => {
    const grid = lossGrid(at(exercise10), plane, null);
    expect(grid).toMatchObject({ step: 1, loss: 4, updateOf: [1], examples: null });
    expect(grid.axes).toMatchObject([
      { name: 'w', at: 0, gradient: -4, next: 0.4 },
      { name: 'b', at: 0, gradient: -4, next: 0.4 },
    ]);
    expect(grid.minimum).toEqual({ kind: 'line', slopes: [1, 1], offset: 2 });
    // The valley's nearest point, (1, 1), is in the picture.
    for (const { min, max } of grid.axes) {
      expect(min).toBeLessThan(0);
      expect(max).toBeGreaterThan(1);
    }
  });

  it('has the loss that training has, to the last bit, at 100 random points', () => {
    const random = new Mt19937(7);
    const between = (low: number, high: number) => low + (high - low) * random.random();
    for (let i = 0; i < 100; i++) {
      const activation = (['identity', 'relu', 'relu-abs', 'relu-notebook'] as const)[i % 4];
      const recipe: PerceptronRecipe = {
        ...defaultRecipe,
        ...{ activation: activation ?? 'relu', batch: 'full', learningRate: 1e-6 },
        dataset:
          (['one', 'pair', { kind: 'line', count: 7, noise: 1, test: 2 }] as const)[i % 3] ?? 'one',
      };
      const w = between(-3, 3);
      const b = between(-3, 3);
      const range = (value: number) => ({ min: value, max: value + between(0.1, 2) });
      const axes = [axis('w', 2, range(w)), axis('b', 2, range(b))];
      const { values } = lossGrid(at(recipe), { of: 'all', example: null, axes }, null);
      const trained = at({ ...recipe, initial: { w, b } }, 1);
      expect(values[0]).toBe(trained.row[COLUMN.loss]);
    }
  });

  it('of an MLP is a plane through two of its parameters, the others as they stand', () => {
    const trainer = at(moons, 30);
    const [w, b] = ['w1_2_1', 'b2_1'] as const;
    const axes = [axis(w, 3, { min: -1, max: 1 }), axis(b, 3, { min: -0.5, max: 0.5 })];
    const grid = lossGrid(trainer, { of: 'all', example: null, axes }, null);
    // The ninth value stands at (1, 0.5).
    const there = new Trainer(moons);
    there.committed.set(trainer.committed);
    there.parameterNodes.forEach(
      (node, i) => (there.tape.data[node] = trainer.committed[i] as number),
    );
    there.intervene({ kind: 'parameter', name: w, value: 1 });
    there.intervene({ kind: 'parameter', name: b, value: 0.5 });
    there.advance(1);
    expect(grid.values[8]).toBe(there.row[COLUMN.loss]);
    expect(grid.minimum).toBeNull();
  });

  it('of another example, or of the step’s own, says whose it is', () => {
    const trainer = at(pair, 1);
    const own = lossGrid(trainer, { ...plane, of: 'step' }, null);
    expect(own).toMatchObject({ examples: [2], updateOf: [2] });
    expect(own.minimum).toEqual({ kind: 'line', slopes: [3, 1], offset: 6 });
    const other = lossGrid(trainer, { ...plane, of: 'step', example: 1 }, null);
    expect(other).toMatchObject({ examples: [1], updateOf: [2] });
    expect(lossGrid(trainer, plane, null).minimum).toEqual({ kind: 'point', at: [2, 0] });
  });

  it.each(['sgd', 'momentum', 'adam'] as const)(
    'shows where %s goes, and leaves the run as it was',
    (optimizer) => {
      const recipe: Recipe = { ...moons, optimizer, stop: { steps: 6, lossBelow: 0 } };
      const trainer = at(recipe, 5);
      const grid = lossGrid(trainer, slice('w1_1_1'), null);
      trainer.advance(1);
      expect(grid.axes[0]?.next).toBe(trainer.committed[0]);
      expect(trainer.committed).toEqual(at(recipe, 6).committed);
      const over = lossGrid(trainer, slice('w1_1_1'), null);
      expect(over).toMatchObject({ updateOf: null, axes: [{ next: null }] });
    },
  );

  it('has no next point where the update diverges, and clips nothing itself', () => {
    const trainer = at({ ...exercise10, learningRate: 1e12, initial: { w: 1e160, b: 0 } });
    const wide = {
      ...plane,
      axes: [axis('w', 3, { min: 1e150, max: 1e300 }), axis('b', 2, { min: -1, max: 1 })],
    };
    const grid = lossGrid(trainer, wide, null);
    expect(grid.axes[0]?.next).toBeNull();
    expect([...grid.values]).toContain(Infinity);
    expect(Number.isFinite(grid.values[0])).toBe(true);
    for (const { min, max } of grid.axes) expect(min).toBeLessThan(max);
  });

  it('names what is not there', () => {
    const trainer = at(pair);
    const wrong = (axes: ReturnType<typeof axis>[]) => () =>
      lossGrid(trainer, { of: 'all', example: null, axes }, null);
    expect(wrong([axis('v')])).toThrow('different ones of w, b');
    expect(wrong([axis('w'), axis('w')])).toThrow('different ones of w, b');
    expect(() => lossGrid(trainer, { ...plane, example: 3 }, null)).toThrow('1 … 2');
    expect(() =>
      predictions(
        trainer,
        {
          grid: [
            { range: null, count: 5 },
            { range: null, count: 5 },
          ],
        },
        null,
      ),
    ).toThrow('one axis for each of the 1 inputs');
  });

  it('of 2-16-16-1 on a hundred moons has every point that is asked for', () => {
    const dataset = { kind: 'moons', count: 100, noise: 0.1, test: 0 } as const;
    const large: Recipe = { ...moons, activation: 'tanh', hidden: [16, 16], dataset };
    const axes = [axis('w1_1_1', 49), axis('w1_1_2', 49)];
    const { values } = lossGrid(at(large), { of: 'all', example: null, axes }, null);
    expect(values).toHaveLength(49 * 49);
  });

  it('is coarser where a value takes long, so that it is there soon', () => {
    const large: Recipe = {
      ...moons,
      hidden: [32, 32],
      dataset: { kind: 'moons', count: 1500, noise: 0.1, test: 0 },
    };
    const axes = [axis('w1_1_1', 41), axis('w1_1_2', 41)];
    const { axes: drawn, values } = lossGrid(at(large), { of: 'all', example: null, axes }, null);
    const [first, second] = drawn.map(({ count }) => count) as [number, number];
    expect(first).toBeGreaterThanOrEqual(5);
    expect(first).toBeLessThan(20);
    expect(values).toHaveLength(first * second);
  });
});

describe('a slice’s tangent', () => {
  it('has the slope that the coming step finds, to the last bit, at 100 random states', () => {
    const random = new Mt19937(11);
    const recipes: readonly Recipe[] = [
      pair,
      { ...pair, activation: 'relu-abs', sampling: 'random' },
      { ...pair, batch: 'full', optimizer: 'adam' },
      { ...moons, batch: 4 },
      { ...karpathyRecipe, activation: 'relu', batch: 1, sampling: 'random' },
    ];
    for (let i = 0; i < 100; i++) {
      const recipe = { ...(recipes[i % recipes.length] as Recipe), seed: i };
      const steps = Math.floor(random.random() * 50);
      const trainer = at(recipe, steps);
      const parameter = i % trainer.tracked;
      const name = trainer.parameterNames[parameter] as string;
      const grid = lossGrid(trainer, slice(name), null);
      trainer.advance(1);
      expect(grid.axes[0]?.gradient).toBe(trainer.row[trainer.gradientColumn(parameter)]);
      expect(grid.loss).toBe(trainer.row[COLUMN.loss]);
    }
  });
});

describe('predictions', () => {
  it('of the perceptron draw its line', () => {
    const grid = [{ range: { min: 0, max: 4 }, count: 5 }];
    const said = predictions(at({ ...pair, initial: { w: 2, b: 1 } }), { grid }, null);
    expect(said.values).toEqual(Float64Array.of(1, 3, 5, 7, 9));
    expect(said.atExamples).toEqual(Float64Array.of(3, 7));
  });

  it('of an MLP are those of its graph, at training and test examples and over the plane', () => {
    const trainer = at(moons, 10);
    const { atExamples, values, axes } = predictions(
      trainer,
      {
        grid: [
          { range: null, count: 7 },
          { range: null, count: 6 },
        ],
      },
      null,
    );
    expect(atExamples).toHaveLength(20);
    expect(values).toHaveLength(42);
    expect(axes.map(({ name }) => name)).toEqual(['x1', 'x2']);
    trainer.setExample(17);
    trainer.tape.forward();
    const place = trainer.tape.nodes.findIndex(({ label }) => label === 'ŷ');
    expect(atExamples?.[17]).toBe(trainer.tape.data[place]);
  });

  it('of an expression without ŷ are none', () => {
    const recipe = { ...pair, model: 'expression', text: 'loss = (w*x - y)**2' } as const;
    const names = [
      { name: 'w', role: 'parameter', initial: 1 },
      { name: 'x', role: 'data', column: 'x' },
      { name: 'y', role: 'data', column: 'y' },
    ] as const;
    const said = predictions(at({ ...recipe, names }), { grid: null }, null);
    expect(said).toMatchObject({ atExamples: null, values: null });
  });
});

describe('the built lab', () => {
  it('answers of any step of the run, and of the run as it stands', async () => {
    const { api } = await openLab(pair);
    await api.step({});
    await api.step({});
    const { snapshot } = await api.view({});
    const grid = await api.lossGrid({ ...plane, step: 3 });
    expect(grid.axes.map((one) => one.at)).toEqual(snapshot.parameters);
    expect(fromBase64(grid.values)).toHaveLength(81);
    const now = await api.lossGrid({ ...plane, step: null });
    expect(now).toMatchObject({ step: 3, updateOf: null, loss: grid.loss });
    const { atExamples } = await api.predictions({ step: 1, grid: null });
    expect(fromBase64(atExamples ?? '')).toEqual(Float64Array.of(0, 0));
    await expect(api.lossGrid({ ...plane, step: 5000 })).rejects.toMatchObject({
      data: { where: 'step' },
    });
  });
});
