import type { Command } from 'commander';
import {
  type DatasetName,
  datasetNames,
  datasetNumbers,
  fixedDatasets,
  generatedKinds,
} from '../../../contract/dataset';
import { parseNumber } from '../../../contract/number-text';
import { describeRange } from '../../../contract/ranges';
import { badArgument } from '../arguments';
import { numberOption } from './number-option';

export interface DatasetOptions {
  readonly dataset?: string;
  readonly count?: string;
  readonly noise?: string;
  readonly test?: string;
  readonly points?: string;
}

export function addDatasetOptions(command: Command): Command {
  const { count, noise, test } = datasetNumbers;
  return command
    .option('--dataset <word>', `${datasetNames.join(', ')} (default one; an MLP's: moons)`)
    .option('--count <number>', `examples of a generated dataset: ${describeRange(count)}`)
    .option('--noise <number>', `its noise: ${describeRange(noise)} (default ${noise.default})`)
    .option('--test <number>', `examples that training never sees: ${describeRange(test)}`)
    .option('--points <rows>', "your own: inputs, then the target, as '1,2; 3,6'");
}

/** @throws LabError invalid-value naming the option */
export function datasetFrom(options: DatasetOptions, preset: DatasetName): unknown {
  const { count, noise, test, points } = options;
  const word = options.dataset ?? (points === undefined ? preset : 'points');
  const number = (name: 'count' | 'noise' | 'test') => {
    const text = options[name];
    const range = datasetNumbers[name];
    return text === undefined ? range.default : numberOption(`--${name}`, text, range);
  };
  if (word === 'points') {
    if (points === undefined) {
      throw badArgument('--dataset', word, "points with --points, as in --points '1,2; 3,6'");
    }
    refuse({ count, noise }, 'only with a generated dataset');
    return { kind: 'points', ...pointsFrom(points), test: number('test') };
  }
  refuse({ points }, `only with --dataset points`);
  const kind = generatedKinds.find((one) => one === word);
  if (kind) return { kind, count: number('count'), noise: number('noise'), test: number('test') };
  if (!fixedDatasets.some((one) => one === word)) {
    throw badArgument('--dataset', word, datasetNames.join(', '));
  }
  refuse({ count, noise, test }, `only with a dataset of ${generatedKinds.join(', ')}`);
  return word;
}

function refuse(given: Readonly<Record<string, string | undefined>>, accepted: string): void {
  for (const [name, text] of Object.entries(given)) {
    if (text !== undefined) throw badArgument(`--${name}`, text, accepted);
  }
}

/** Rows end at ; and numbers at a comma; a row's last number is its target. */
function pointsFrom(text: string): { x: number[][]; y: number[] } {
  const rows = text.split(';').map((row) => row.split(',').map((cell) => parseNumber(cell)));
  rows.forEach((row, i) => {
    const wrong = row.findIndex((value) => value === null);
    if (wrong >= 0 || row.length < 2) {
      const where = `row ${i + 1}${row.length < 2 ? '' : `, number ${wrong + 1}`}`;
      throw badArgument('--points', text, `rows of two to four numbers, as '1,2; 3,6' (${where})`);
    }
  });
  const numbers = rows as number[][];
  return { x: numbers.map((row) => row.slice(0, -1)), y: numbers.map((row) => row.at(-1) ?? 0) };
}
