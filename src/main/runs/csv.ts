import { columnNames } from '../../contract/dataset';
import { COLUMN, type Trainer } from '../../engine/trainer';

/**
 * A run's steps as CSV: step, epoch, sample, the example's numbers, y_pred, loss, every parameter after the step, every
 * gradient, lr, and the test loss where there are test examples. Numbers have all their digits, names only letters, digits
 * and underscores, so no cell needs quotes.
 * A batch has no sample, inputs, target and prediction of its own, and a test loss stands at the end of an epoch only: those
 * cells are empty.
 */
export class RunCsv {
  readonly header: string;
  readonly #trainer: Trainer;
  readonly #tested: boolean;

  /** @param trainer whose steps are written, each line while it stands there */
  constructor(trainer: Trainer) {
    const { examples, parameterNames } = trainer;
    this.#trainer = trainer;
    this.#tested = examples.count > examples.training;
    const names = [
      ...['step', 'epoch', 'sample', ...columnNames(examples.inputs), 'y_pred', 'loss'],
      ...parameterNames,
      ...parameterNames.map((name) => `d${name}`),
      'lr',
      ...(this.#tested ? ['test_loss'] : []),
    ];
    this.header = `${names.join(',')}\r\n`;
  }

  line(row: Float64Array, step: number): string {
    const { examples, committed, parameterNodes, tape, updatesPerEpoch } = this.#trainer;
    const sample = row[COLUMN.sample] as number;
    let line = `${step},${Math.ceil(step / updatesPerEpoch)}${cell(sample)}`;
    for (const column of examples.columns) line += cell(column[sample - 1] ?? Number.NaN);
    line += cell(row[COLUMN.prediction] as number) + cell(row[COLUMN.loss] as number);
    for (const value of committed) line += cell(value);
    for (const node of parameterNodes) line += cell(tape.grad[node] as number);
    line += cell(row[COLUMN.learningRate] as number);
    if (this.#tested) line += cell(row[COLUMN.testLoss] as number);
    return `${line}\r\n`;
  }
}

function cell(value: number): string {
  return Number.isNaN(value) ? ',' : `,${value}`;
}
