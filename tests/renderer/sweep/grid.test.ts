import { describe, expect, test } from 'vitest';
import { gridOf, runsOf } from '../../../src/renderer/sweep/grid';
import { curve, sweepOf } from './example-sweep';

const ended = (...losses: number[]) => losses.map((loss) => ({ losses: [9, loss] }));

describe('the grid', () => {
  test('has a column for each learning rate, a row for each activation, and every run once', () => {
    const sweep = sweepOf([0.1, 0.2, 0.3], ['identity', 'relu'], [1], ended(1, 2, 3, 4, 5, 6));
    const grid = gridOf(sweep);
    expect(grid.learningRates).toEqual([0.1, 0.2, 0.3]);
    const losses = grid.rows.map(({ activation, cells }) => [
      activation,
      ...cells.map(({ middle }) => middle.loss),
    ]);
    expect(losses).toEqual([
      ['identity', 1, 3, 5],
      ['relu', 2, 4, 6],
    ]);
    const [, relu] = grid.rows;
    expect(relu?.cells[2]?.middle.recipe).toMatchObject({ learningRate: 0.3, activation: 'relu' });
  });

  test('marks the lowest cell, and every other that is as low', () => {
    const lowest = (...losses: number[]) => {
      const grid = gridOf(sweepOf([0.1, 0.2], ['identity', 'relu'], [1], ended(...losses)));
      return [...grid.lowest].map(
        ({ learningRate, activation }) => `${learningRate} ${activation}`,
      );
    };
    expect(lowest(4, 3, 2, 5)).toEqual(['0.2 identity']);
    expect(lowest(4, 3, 3, 5)).toEqual(['0.2 identity', '0.1 relu']);
  });

  test('never marks a run that diverged, although its last loss was small', () => {
    const runs = [{ losses: [9, 1], diverged: true }, { losses: [9, 5] }];
    const { lowest } = gridOf(sweepOf([0.1, 0.2], ['identity'], [1], runs));
    expect([...lowest].map(({ learningRate }) => learningRate)).toEqual([0.2]);
    const all = runs.map(({ losses }) => ({ losses, diverged: true }));
    expect(gridOf(sweepOf([0.1, 0.2], ['identity'], [1], all)).lowest.size).toBe(0);
  });

  test.each([
    [[5, 1, 3], 3],
    [[5, 1, 3, 2], 2],
    [[7], 7],
  ])('of seeds with the losses %j it shows the one with %d', (losses, shown) => {
    const seeds = losses.map((_, i) => i);
    const { rows } = gridOf(sweepOf([0.1], ['identity'], seeds, ended(...losses)));
    expect(rows[0]?.cells[0]?.middle.loss).toBe(shown);
    expect(rows[0]?.cells[0]?.runs).toHaveLength(losses.length);
  });

  test('counts the seeds that diverged, which are worse than all others', () => {
    const runs = [
      { losses: [9, 1], diverged: true },
      { losses: [9, 8] },
      { losses: [9, 0.1, 0.1], diverged: true },
    ];
    const cell = gridOf(sweepOf([0.1], ['identity'], [0, 1, 2], runs)).rows[0]?.cells[0];
    expect(cell?.diverged).toBe(2);
    // The middle one is the one that held out longer.
    expect(cell?.middle.row.seed).toBe(2);
  });
});

test('runs are compared by the mean of their last epoch, not by the example their last step took', () => {
  const { plan, runs } = sweepOf([0.1], ['identity'], [1, 2], ended(1, 2));
  const table = { parameters: [], rows: runs.map(({ row }) => row) };
  const means = (...epochLoss: number[]) => ({
    ...curve(9, 9, 9),
    epochLoss: Float64Array.from(epochLoss),
  });
  const compared = runsOf(plan, table, [means(NaN, 7, NaN), means(NaN, NaN, NaN)]);
  expect(compared.map(({ loss }) => loss)).toEqual([7, 2]);
});
