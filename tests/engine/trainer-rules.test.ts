import { describe, expect, it } from 'vitest';
import { Trainer } from '../../src/engine/trainer';
import {
  at,
  COLUMN,
  COLUMNS,
  committedOf,
  learningRate,
  recipeOf,
  rowsOf,
  set,
  zeroGradients,
} from './training';

describe('a row', () => {
  it('holds what the step saw before its update, and w, b after it', () => {
    const rows = rowsOf(new Trainer(recipeOf({ learningRate: 0.1, steps: 2 })));
    const names = 'sample x y prediction loss w b dw db learningRate'.split(' ') as Parameters<
      typeof at
    >[1][];
    expect(rows.map((row) => names.map((name) => at(row, name)))).toEqual([
      [1, 1, 2, 0, 4, 0.4, 0.4, -4, -4, 0.1],
      [1, 1, 2, 0.8, 1.44, 0.64, 0.64, -2.4, -2.4, 0.1],
    ]);
  });

  it('counts samples from 1, in order and round again', () => {
    const rows = rowsOf(new Trainer(recipeOf({ dataset: 'pair', steps: 5 })));
    expect(rows.map((row) => [at(row, 'sample'), at(row, 'x'), at(row, 'y')])).toEqual([
      [1, 1, 2],
      [2, 3, 6],
      [1, 1, 2],
      [2, 3, 6],
      [1, 1, 2],
    ]);
  });

  it("has the epoch's mean loss where the step completes an epoch, and only there", () => {
    const rows = rowsOf(
      new Trainer(recipeOf({ dataset: 'integers', sampling: 'random', steps: 7 })),
    );
    const losses = rows.map((row) => at(row, 'loss'));
    const mean = (from: number) =>
      ((losses[from] as number) + (losses[from + 1] as number) + (losses[from + 2] as number)) / 3;
    const none = Number.NaN;
    expect(rows.map((row) => at(row, 'epochLoss'))).toEqual([
      none,
      none,
      mean(0),
      none,
      none,
      mean(3),
      none,
    ]);
  });

  it('is all NaN before the first step, and the parameters are the initial ones', () => {
    const trainer = new Trainer(recipeOf({ initial: { w: 3, b: -1 } }));
    expect([...trainer.row].every(Number.isNaN)).toBe(true);
    expect(committedOf(trainer)).toEqual({ w: 3, b: -1, loss: null });
  });
});

describe('the stop rule', () => {
  it('looks after every step where there is one example', () => {
    const trainer = new Trainer(recipeOf({ learningRate: 0.1, lossBelow: 0.6 }));
    const losses = rowsOf(trainer).map((row) => at(row, 'loss'));
    expect(losses).toEqual([4, 1.44, 0.5184]);
    expect(trainer.ended).toBe('loss');
  });

  it("compares the mean of an epoch's losses, after the epoch: one small loss does not stop it", () => {
    const choices = { dataset: 'pair', learningRate: 0.1, initial: { w: 0, b: 2 } } as const;
    const losses = rowsOf(new Trainer(recipeOf({ ...choices, steps: 4 }))).map((row) =>
      at(row, 'loss'),
    );
    expect(losses.slice(0, 2)).toEqual([0, 16]);

    const trainer = new Trainer(recipeOf({ ...choices, lossBelow: 1e-3 }));
    const rows = rowsOf(trainer);
    expect(trainer.ended).toBe('loss');
    expect(rows.length % 2).toBe(0);
    const means = rows.map((row) => at(row, 'epochLoss'));
    expect(means.at(-1)).toBeLessThan(1e-3);
    expect(means.slice(0, -1).some((mean) => mean < 1e-3)).toBe(false);
  });

  it('stops below ε, not at it', () => {
    const trainer = new Trainer(recipeOf({ learningRate: 0.5, steps: 9, lossBelow: 4 }));
    rowsOf(trainer);
    expect([trainer.ended, trainer.step]).toEqual(['steps', 9]);
  });

  it('says "loss" where both rules are met at the same step', () => {
    const trainer = new Trainer(recipeOf({ learningRate: 0.1, steps: 3, lossBelow: 0.6 }));
    rowsOf(trainer);
    expect([trainer.ended, trainer.step]).toEqual(['loss', 3]);
  });

  it('says "steps" where the steps end before the epoch whose mean would be small enough', () => {
    const trainer = new Trainer(recipeOf({ dataset: 'pair', steps: 3, lossBelow: 1e9 }));
    rowsOf(trainer);
    expect([trainer.ended, trainer.step]).toEqual(['loss', 2]);
    const short = new Trainer(recipeOf({ dataset: 'pair', steps: 1, lossBelow: 1e9 }));
    rowsOf(short);
    expect([short.ended, short.step]).toEqual(['steps', 1]);
  });

  it('with ε = 0 a perfect fit trains on', () => {
    const trainer = new Trainer(recipeOf({ initial: { w: 2, b: 0 }, steps: 50 }));
    rowsOf(trainer);
    expect([trainer.ended, trainer.step]).toEqual(['steps', 50]);
  });

  it('is final: nothing moves after the end', () => {
    const trainer = new Trainer(recipeOf({ steps: 3 }));
    rowsOf(trainer);
    trainer.advance(10, () => expect.fail('a step after the end'));
    expect(trainer.step).toBe(3);
  });
});

describe('an intervention holds from its update on', () => {
  const plain = rowsOf(new Trainer(recipeOf({ dataset: 'pair', steps: 20 })));

  it('learning rate', () => {
    const changes = [{ step: 8, change: learningRate(0.05) }];
    const rows = rowsOf(new Trainer(recipeOf({ dataset: 'pair', steps: 20 }), changes));
    expect(rows.slice(0, 7)).toEqual(plain.slice(0, 7));
    expect(rows.map((row) => at(row, 'learningRate'))).toEqual([
      ...Array<number>(7).fill(0.01),
      ...Array<number>(13).fill(0.05),
    ]);
    expect(at(rows[7], 'dw')).toBe(at(plain[7], 'dw'));
    expect(at(rows[7], 'w')).toBe(at(rows[6], 'w') - 0.05 * at(rows[7], 'dw'));
  });

  it('a parameter: the step that follows sees it', () => {
    const changes = [
      { step: 8, change: set('w', 5) },
      { step: 8, change: set('b', -1) },
    ];
    const rows = rowsOf(new Trainer(recipeOf({ dataset: 'pair', steps: 20 }), changes));
    expect(rows.slice(0, 7)).toEqual(plain.slice(0, 7));
    expect(at(rows[7], 'prediction')).toBe(3 * 5 - 1);
  });

  it('zeroing off, and on again', () => {
    const changes = [
      { step: 3, change: zeroGradients(false) },
      { step: 5, change: zeroGradients(true) },
    ];
    const rows = rowsOf(new Trainer(recipeOf({ learningRate: 0.1, steps: 6 }), changes));
    const gradient = (row: readonly number[]) => 2 * (at(row, 'prediction') - at(row, 'y'));
    const own = rows.map(gradient);
    const dw = rows.map((row) => at(row, 'dw'));
    expect(dw.slice(0, 2)).toEqual(own.slice(0, 2));
    expect(dw[2]).toBe((own[2] as number) + (dw[1] as number));
    expect(dw[3]).toBe((own[3] as number) + (dw[2] as number));
    expect(dw.slice(4)).toEqual(own.slice(4));
  });

  it('given in any order; of two for one step the later one in the list holds', () => {
    const changes = [
      { step: 9, change: learningRate(0.03) },
      { step: 4, change: learningRate(0.02) },
      { step: 4, change: learningRate(0.04) },
    ];
    const rows = rowsOf(new Trainer(recipeOf({ steps: 9 }), changes));
    const rates = rows.map((row) => at(row, 'learningRate'));
    expect([rates[2], rates[3], rates[7], rates[8]]).toEqual([0.01, 0.04, 0.04, 0.03]);
  });

  it('made at rest is stamped with the coming step, and replays to the same rows', () => {
    const recipe = recipeOf({ dataset: 'integers', sampling: 'random', steps: 40 });
    const live = new Trainer(recipe);
    const rows: number[][] = [];
    const keep = (row: Float64Array) => rows.push([...row]);
    live.advance(10, keep);
    const made = [live.intervene(learningRate(0.05)), live.intervene(set('w', -1))];
    live.advance(5, keep);
    made.push(live.intervene(zeroGradients(false)));
    live.advance(100, keep);
    expect(made.map(({ step }) => step)).toEqual([11, 11, 16]);
    const again = rowsOf(new Trainer(recipe, made)).map((row) => row.slice(0, COLUMNS));
    expect(again).toEqual(rows);
  });

  it('made at rest comes before those that wait for a later step, and after those of the same step', () => {
    const trainer = new Trainer(recipeOf({ steps: 10 }), [
      { step: 4, change: learningRate(0.02) },
      { step: 8, change: learningRate(0.08) },
    ]);
    const rates: number[] = [];
    const keep = (row: Float64Array) => rates.push(row[COLUMN.learningRate] as number);
    trainer.advance(3, keep);
    trainer.intervene(learningRate(0.05));
    trainer.advance(10, keep);
    expect(rates).toEqual([0.01, 0.01, 0.01, 0.05, 0.05, 0.05, 0.05, 0.08, 0.08, 0.08]);
  });
});
