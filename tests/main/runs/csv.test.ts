import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRecipe, type Recipe } from '../../../src/contract/recipe';
import { replay } from '../../../src/engine/replay';
import { COLUMNS } from '../../../src/engine/trainer';
import { CSV_HEADER, csvLine } from '../../../src/main/runs/csv';

const pair: Recipe = {
  ...defaultRecipe,
  dataset: 'pair',
  learningRate: 0.1,
  stop: { steps: 3, lossBelow: 0 },
};

describe('a run as CSV', () => {
  it('has these columns', () => {
    expect(CSV_HEADER).toBe('step,epoch,sample,x,y,y_pred,loss,w,b,dw,db,lr\r\n');
  });

  it('has a line a step, with every digit', () => {
    const lines: string[] = [];
    replay({ recipe: pair, interventions: [] }, 3, (row, step) =>
      lines.push(csvLine(row, step, 2)),
    );
    expect(lines).toEqual([
      '1,1,1,1,2,0,4,0.4,0.4,-4,-4,0.1\r\n',
      '2,1,2,3,6,1.6,19.360000000000003,3.0400000000000005,1.2800000000000002,-26.400000000000002,-8.8,0.1\r\n',
      '3,2,1,1,2,4.32,5.382400000000001,2.5760000000000005,0.8160000000000002,4.640000000000001,4.640000000000001,0.1\r\n',
    ]);
  });

  it('keeps every number when it is read again, and needs no quotes', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const row = fc.array(number, { minLength: COLUMNS, maxLength: COLUMNS });
    fc.assert(
      fc.property(row, (values) => {
        const line = csvLine(Float64Array.from(values), 7, 3);
        expect(line).toMatch(/^[0-9eE+.,-]+\r\n$/);
        const cells = line.trimEnd().split(',').map(Number);
        expect(cells.length).toBe(12);
        // Text has no −0.
        expect(cells).toEqual([7, 3, ...values.slice(0, 10).map((value) => value + 0)]);
      }),
    );
  });
});
