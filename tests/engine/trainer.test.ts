import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../src/contract/intervention';
import { replay } from '../../src/engine/replay';
import { Trainer } from '../../src/engine/trainer';
import type { Value } from '../../src/engine/value';
import { at, type Choices, COLUMN, committedOf, recipeOf, rowsOf } from './training';

function train(choices: Choices, interventions: readonly Intervention[] = []): Trainer {
  const recipe = recipeOf(choices);
  return replay({ recipe, interventions }, recipe.stop.steps);
}

function parameters(trainer: Trainer): [number, number] {
  const { w, b } = committedOf(trainer);
  return [w, b];
}

/** One column of every row. */
function column(choices: Choices, name: keyof typeof COLUMN): number[] {
  const values: number[] = [];
  const recipe = recipeOf(choices);
  replay({ recipe, interventions: [] }, recipe.stop.steps, (row) =>
    values.push(row[COLUMN[name]] as number),
  );
  return values;
}

const integers = { dataset: 'integers', sampling: 'random' } as const;

describe("the seminar's own results", () => {
  it('one example, lr 0.01, 1000 steps: 0.9999999999999987 twice', () => {
    expect(parameters(train({}))).toEqual([0.9999999999999987, 0.9999999999999987]);
  });

  it('exercise 10: loss 4, both gradients −4, before the first update', () => {
    const { row } = train({ learningRate: 0.1, steps: 1 });
    expect([row[COLUMN.loss], row[COLUMN.dw], row[COLUMN.db]]).toEqual([4, -4, -4]);
    expect([row[COLUMN.w], row[COLUMN.b]]).toEqual([0.4, 0.4]);
  });

  it('exercise 11: one example, lr 0.1, 100 steps', () => {
    const trainer = train({ learningRate: 0.1, steps: 100 });
    expect(parameters(trainer)).toEqual([0.9999999999999999, 0.9999999999999999]);
  });

  it('exercise 12: the pair in order, lr 0.1, 100 epochs', () => {
    const trainer = train({ dataset: 'pair', learningRate: 0.1, steps: 200 });
    expect(parameters(trainer)).toEqual([1.9999925416598754, 3.3185807883204773e-5]);
  });

  it('the same at lr 0.01', () => {
    const trainer = train({ dataset: 'pair', steps: 200 });
    expect(parameters(trainer)).toEqual([1.859433675542878, 0.35167215861774015]);
  });

  it.each([
    { seed: 0, w: 1.9721530902181397, b: 0.0662704186025992 },
    { seed: 1, w: 1.9664590445459558, b: 0.0730266936896774 },
    { seed: 42, w: 1.9685689219983782, b: 0.06245976690628221 },
  ])('integers at random, seed $seed', ({ seed, w, b }) => {
    expect(parameters(train({ ...integers, seed }))).toEqual([w, b]);
  });

  it('the first five steps of seed 42, digit for digit', () => {
    const names = ['x', 'prediction', 'loss', 'dw', 'db', 'w', 'b'] as const;
    const rows = rowsOf(new Trainer(recipeOf(integers))).slice(0, 5);
    expect(rows.map((row) => names.map((name) => at(row, name)))).toEqual([
      [3, 0, 36, -36, -12, 0.36, 0.12],
      [1, 0.48, 2.3104, -3.04, -3.04, 0.39039999999999997, 0.1504],
      [1, 0.5408, 2.12926464, -2.9184, -2.9184, 0.41958399999999996, 0.17958400000000002],
      [
        3, 1.4383359999999998, 20.808778448896003, -27.369984000000002, -9.123328, 0.69328384,
        0.27081728000000005,
      ],
      [
        2, 1.65738496, 5.487845225634202, -9.37046016, -4.68523008, 0.7869884416,
        0.3176695808000001,
      ],
    ]);
  });
});

describe('the three ReLUs, integers at random, seed 42, lr 0.001', () => {
  const choices = { ...integers, learningRate: 0.001 };

  it('(x + abs x)/2 with the right abs', () => {
    const trainer = train({ ...choices, activation: 'relu-abs' });
    expect(parameters(trainer)).toEqual([1.7405882886230553, 0.5766485357563407]);
  });

  it("(x + abs x)/2 with the notebook's abs", () => {
    const trainer = train({ ...choices, activation: 'relu-notebook' });
    expect(parameters(trainer)).toEqual([1.7046053327672883, 0.648659420872371]);
  });

  it('its own op, from w = 0.5', () => {
    const trainer = train({ ...choices, activation: 'relu', initial: { w: 0.5, b: 0 } });
    expect(parameters(trainer)).toEqual([1.8058721696905808, 0.43152882493172884]);
  });

  it('its own op, from w = b = 0: dead, it never moves', () => {
    const trainer = train({ ...choices, activation: 'relu' });
    expect(parameters(trainer)).toEqual([0, 0]);
    expect(trainer.ended).toBe('steps');
  });
});

describe('means over the seeds 0 … 199', () => {
  it.each([
    { activation: 'identity', lr: 0.01, w: 1.97077, b: 0.06665 },
    { activation: 'relu-notebook', lr: 0.001, w: 1.70553, b: 0.65117 },
    { activation: 'relu-abs', lr: 0.001, w: 1.74471, b: 0.57953 },
  ] as const)('$activation: w near $w, b near $b', ({ activation, lr, w, b }) => {
    let [sumW, sumB] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const trainer = train({ ...integers, activation, learningRate: lr, seed });
      const { w: endW, b: endB } = committedOf(trainer);
      sumW += endW;
      sumB += endB;
    }
    expect(sumW / 200).toBeCloseTo(w, 5);
    expect(sumB / 200).toBeCloseTo(b, 5);
  });
});

describe('near the critical learning rate', () => {
  it('(1, 2) at 0.1: each loss is 0.36 of the one before', () => {
    const losses = column({ learningRate: 0.1, steps: 4 }, 'loss');
    expect(losses).toEqual([4, 1.44, 0.5184, 0.18662399999999996]);
  });

  it('(1, 2) at 0.5: the loss stays 4 for ever', () => {
    expect(new Set(column({ learningRate: 0.5, steps: 5000 }, 'loss'))).toEqual(new Set([4]));
  });

  it('(1, 2) at 0.6: diverges at step 1054, and the last committed update is kept', () => {
    const trainer = train({ learningRate: 0.6, steps: 2000 });
    expect(trainer.ended).toBe('diverged');
    expect(trainer.step).toBe(1053);
    expect(trainer.divergedAt).toEqual({ step: 1054, node: 'loss' });
    expect(committedOf(trainer)).toEqual({
      w: 7.461421413349837e153,
      b: 7.461421413349837e153,
      loss: 1.1361797858692956e308,
    });
  });

  it('the pair in order at 0.1: the second step, and convergence although x = 3 alone flips', () => {
    const { row } = train({ dataset: 'pair', learningRate: 0.1, steps: 2 });
    expect(row[COLUMN.prediction]).toBe(1.6);
    expect(row[COLUMN.dw]).toBe(-26.400000000000002);
    expect([row[COLUMN.w], row[COLUMN.b]]).toEqual([3.0400000000000005, 1.2800000000000002]);
  });

  it('the pair in order at 0.2 converges', () => {
    const trainer = train({ dataset: 'pair', learningRate: 0.2, steps: 200 });
    expect(parameters(trainer)).toEqual([1.999909577140167, -4.9778711825227875e-5]);
  });

  it.each([0, 1, 42])('the pair at random at 0.2 diverges for seed %d', (seed) => {
    const choices = { dataset: 'pair', sampling: 'random', learningRate: 0.2 } as const;
    expect(train({ ...choices, seed, steps: 100_000 }).ended).toBe('diverged');
  });

  it('the pair in order converges at 0.29 and diverges at 0.31: its critical rate is 0.3', () => {
    const at = (learningRate: number) => train({ dataset: 'pair', learningRate, steps: 10_000 });
    expect(committedOf(at(0.29))).toEqual({ w: 2, b: 2.1918627973045135e-16, loss: 0 });
    expect(at(0.31).divergedAt).toEqual({ step: 6387, node: 'loss' });
  });
});

describe('forgetting to zero the gradients', () => {
  const forgotten: Intervention = { step: 1, change: { kind: 'zero-gradients', on: false } };

  // Computed with tests/support/python_reference.py.
  it('adds the old gradients of w and b to the new: exercise 11 oscillates', () => {
    const choices = { learningRate: 0.1 };
    expect(committedOf(train({ ...choices, steps: 3 }, [forgotten])).w).toBe(1.6640000000000001);
    expect(committedOf(train({ ...choices, steps: 100 }, [forgotten]))).toEqual({
      w: 1.280359037524767,
      b: 1.280359037524767,
      loss: 0.5940948470408413,
    });
  });

  it('on the pair at lr 0.01', () => {
    expect(committedOf(train({ dataset: 'pair', steps: 100 }, [forgotten]))).toEqual({
      w: 3.4655861394623035,
      b: 1.305615016577596,
      loss: 32.915961348837996,
    });
  });

  it("keeps only the parameters' gradients: the graph's other nodes are new at each step", () => {
    const { tape, model, row } = train({ learningRate: 0.1, steps: 2 }, [forgotten]);
    const at = (node: Value | null) => node && tape.grad[tape.indexOf(node)];
    // Second step: err = 0.8 − 2 = −1.2, and the first step left −4 on w.
    expect(at(model.prediction)).toBe(-2.4);
    expect(row[COLUMN.dw]).toBe(-6.4);
    expect(row[COLUMN.db]).toBe(-6.4);
  });
});
