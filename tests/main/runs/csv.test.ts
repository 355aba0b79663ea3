import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRecipe, karpathyRecipe, type PerceptronRecipe } from '../../../src/contract/recipe';
import { Trainer } from '../../../src/engine/trainer';
import { RunCsv } from '../../../src/main/runs/csv';

const pair: PerceptronRecipe = {
  ...defaultRecipe,
  dataset: 'pair',
  learningRate: 0.1,
  stop: { steps: 3, lossBelow: 0 },
};

describe('a run as CSV', () => {
  it('has these columns', () => {
    expect(new RunCsv(new Trainer(pair)).header).toBe(
      'step,epoch,sample,x,y,y_pred,loss,w,b,dw,db,lr\r\n',
    );
  });

  it('has a line a step, with every digit', () => {
    const lines: string[] = [];
    const trainer = new Trainer(pair);
    const csv = new RunCsv(trainer);
    trainer.advance(3, (row, step) => lines.push(csv.line(row, step)));
    expect(lines).toEqual([
      '1,1,1,1,2,0,4,0.4,0.4,-4,-4,0.1\r\n',
      '2,1,2,3,6,1.6,19.360000000000003,3.0400000000000005,1.2800000000000002,-26.400000000000002,-8.8,0.1\r\n',
      '3,2,1,1,2,4.32,5.382400000000001,2.5760000000000005,0.8160000000000002,4.640000000000001,4.640000000000001,0.1\r\n',
    ]);
  });

  it('keeps every number when it is read again, and needs no quotes', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const values = fc.tuple(number, number, number, number, number, number, number, number, number);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), values, (sample, numbers) => {
        const [x, y, prediction, loss, w, b, dw, db, lr] = numbers;
        const only = (value: number) => [1, 2, 3].map((i) => (i === sample ? value : Number.NaN));
        const inputs = only(x).map((value) => [value]);
        const dataset = { kind: 'points', x: inputs, y: only(y), test: 0 } as const;
        const trainer = new Trainer({ ...pair, dataset });
        // As they would stand after any step.
        trainer.committed.set([w, b]);
        const gradients = [dw, db];
        trainer.parameterNodes.forEach((node, i) => {
          trainer.tape.grad[node] = gradients[i] as number;
        });
        const row = trainer.row.slice();
        row.set([sample, prediction, loss, lr]);
        const line = new RunCsv(trainer).line(row, 7);
        expect(line).toMatch(/^[0-9eE+.,-]+\r\n$/);
        const cells = line.trimEnd().split(',').map(Number);
        expect(cells.length).toBe(12);
        // Text has no −0. Step 7 of three examples is in epoch 3.
        expect(cells).toEqual([7, 3, sample, ...numbers.map((value) => value + 0)]);
      }),
    );
  });

  it('of a batch leaves the example empty, and names every parameter, gradient and the test loss', () => {
    const trainer = new Trainer({
      ...karpathyRecipe,
      hidden: [1],
      dataset: { kind: 'xor', count: 8, noise: 0, test: 2 },
    });
    const csv = new RunCsv(trainer);
    const names = ['w1_1_1', 'w1_1_2', 'b1_1', 'w2_1_1', 'b2_1'];
    const gradients = names.map((name) => `d${name}`);
    expect(csv.header.trimEnd().split(',')).toEqual(
      ['step', 'epoch', 'sample', 'x1', 'x2', 'y', 'y_pred', 'loss'].concat(names, gradients, [
        'lr',
        'test_loss',
      ]),
    );
    trainer.advance(1, (row, step) => {
      const cells = csv.line(row, step).trimEnd().split(',');
      expect(cells).toHaveLength(20);
      expect(cells.slice(0, 7)).toEqual(['1', '1', '', '', '', '', '']);
      expect(cells.slice(7).every((cell) => Number.isFinite(Number(cell)) && cell !== '')).toBe(
        true,
      );
    });
  });
});
