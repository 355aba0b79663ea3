import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SweepTable } from '../../../src/contract/sweep';
import { type CliOutput, runCli } from '../../support/run-cli';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'chainrule-sweep-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const cli = (line: string) => runCli(line.split(' '));

function tableOf({ code, stdout, stderr }: CliOutput): SweepTable {
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^\{[^\n]*\}\n$/);
  return JSON.parse(stdout) as SweepTable;
}

describe.concurrent('a row of the table is what train prints of that run', () => {
  it.each([
    [
      '--dataset integers --lr 0.02 --activation relu-abs --seeds 7 --w 0.5',
      '--activation relu-abs',
    ],
    ['--lr 0.6 --seeds 42 --steps 2000', ''],
    ['--dataset pair --until-loss 1e-3 --lr 0.1 --seeds 42 --steps 5000', ''],
  ])('%s', async (options) => {
    const { parameters, rows } = tableOf(await cli(`sweep ${options}`));
    expect(parameters).toEqual(['w', 'b']);
    expect(rows).toHaveLength(1);
    const { stdout } = await cli(`train ${options.replace('--seeds', '--seed')}`);
    const { recipe, result } = JSON.parse(stdout) as {
      recipe: { learningRate: number; activation: string; seed: number };
      result: { w: number; b: number; steps: number };
    };
    const { w, b, ...ended } = result;
    const { learningRate, activation, seed } = recipe;
    expect(rows[0]).toEqual({ learningRate, activation, seed, parameters: [w, b], ...ended });
  });
});

describe.concurrent('which runs there are', () => {
  it.each([
    ['--seeds 3', [3]],
    ['--seeds 5,2,9', [5, 2, 9]],
    ['--seeds 0..4', [0, 1, 2, 3, 4]],
    ['--seed 8', [8]],
  ] as const)('%s', async (options, seeds) => {
    const { rows } = tableOf(await cli(`sweep --steps 2 ${options}`));
    expect(rows.map(({ seed }) => seed)).toEqual(seeds);
  });

  it('by learning rate, then activation, then seed', async () => {
    const line = 'sweep --steps 2 --lr 0.3,0.1 --activation relu,identity --seeds 1..2';
    const { rows } = tableOf(await cli(line));
    const order = rows.map((row) => `${row.learningRate} ${row.activation} ${row.seed}`);
    expect(order).toEqual([
      ...['0.3 relu 1', '0.3 relu 2', '0.3 identity 1', '0.3 identity 2'],
      ...['0.1 relu 1', '0.1 relu 2', '0.1 identity 1', '0.1 identity 2'],
    ]);
  });

  it('a network’s rows state the first sixteen parameters and have its own activations', async () => {
    const line =
      'sweep --model mlp --hidden 5 --count 8 --epochs 2 --activation tanh,relu --batch 3';
    const { parameters, rows } = tableOf(await cli(line));
    expect(parameters).toHaveLength(16);
    expect(rows.map((row) => [row.activation, row.parameters.length, row.steps])).toEqual([
      ['tanh', 16, 6],
      ['relu', 16, 6],
    ]);
  });
});

describe.concurrent('--export', () => {
  it('FILE.json holds what is printed', async () => {
    const path = join(folder, 'table.json');
    const output = await cli(`sweep --steps 3 --seeds 1,2 --export ${path}`);
    tableOf(output);
    expect(readFileSync(path, 'utf8')).toBe(output.stdout);
  });

  it('FILE.csv has the same numbers with all their digits, and empty cells for what there is none of', async () => {
    const path = join(folder, 'table.csv');
    const output = await cli(`sweep --steps 900 --lr 0.01,1e12 --seeds 1,2 --export ${path}`);
    const { rows } = tableOf(output);
    const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\r\n');
    expect(header).toBe('lr,activation,seed,steps,stop,loss,w,b,checksum');
    const cells = lines.map((line) => line.split(','));
    expect(cells.map((row) => row.slice(0, 5))).toEqual(
      rows.map((row) => [
        ...[String(row.learningRate), row.activation, String(row.seed)],
        ...[String(row.steps), row.stop],
      ]),
    );
    const numbers = rows.map(({ loss, parameters }) => [loss, ...parameters]);
    expect(cells.map((row) => row.slice(5, 8).map(Number))).toEqual(numbers);
    expect(cells.map((row) => row[8])).toEqual(rows.map(({ checksum }) => checksum));
    expect(new Set(rows.map(({ stop }) => stop))).toEqual(new Set(['steps', 'diverged']));
  });

  it('a refused sweep writes nothing', async () => {
    const path = join(folder, 'never.csv');
    const { code } = await cli(`sweep --seeds 0..999 --lr 0.1,0.2 --export ${path}`);
    expect([code, existsSync(path)]).toEqual([2, false]);
  });
});
