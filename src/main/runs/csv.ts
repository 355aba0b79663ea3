import { COLUMN } from '../../engine/trainer';

export const CSV_HEADER = 'step,epoch,sample,x,y,y_pred,loss,w,b,dw,db,lr\r\n';

const columns = [
  COLUMN.sample,
  COLUMN.x,
  COLUMN.y,
  COLUMN.prediction,
  COLUMN.loss,
  COLUMN.w,
  COLUMN.b,
  COLUMN.dw,
  COLUMN.db,
  COLUMN.learningRate,
];

/** One step as a line of CSV: every number with all its digits, so no cell needs quotes. A batch
 * has no sample, x, y and ŷ of its own: those cells are empty. */
export function csvLine(row: Float64Array, step: number, stepsPerEpoch: number): string {
  let line = `${step},${Math.ceil(step / stepsPerEpoch)}`;
  for (const column of columns) {
    const value = row[column] as number;
    line += Number.isNaN(value) ? ',' : `,${value}`;
  }
  return `${line}\r\n`;
}
