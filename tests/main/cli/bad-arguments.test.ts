import { describe, expect, it } from 'vitest';
import { runCli, train } from '../../support/run-cli';

/** Options of `train`, and what the one sentence must name: the option, and what is accepted. */
const refused: readonly (readonly [string, ...string[]])[] = [
  ['--activation tanh', '--activation', 'tanh', 'identity, relu, relu-abs, relu-notebook'],
  ['--activation constructor', '--activation', 'identity'],
  [
    '--dataset three',
    '--dataset',
    'three',
    'one, pair, integers, karpathy, line, moons, circles, xor, spiral, points',
  ],
  ['--dataset __proto__', '--dataset', 'one, pair, integers'],
  ['--sampling shuffled', '--sampling', 'shuffled', 'in-order, random'],
  ['--dataset integers --sampling in-order', '--sampling', 'in-order', 'random'],
  ['--batch 0', '--batch', '0', 'full, or a whole number from 1'],
  ['--batch 1.5', '--batch', '1.5', 'full, or a whole number from 1'],
  ['--batch all', '--batch', 'all', 'full, or a whole number from 1'],
  ['--dataset pair --batch 3', '--batch', '3', 'up to the number of examples'],
  ['--optimizer rmsprop', '--optimizer', 'rmsprop', 'sgd, momentum, adam'],

  ['--lr 0', '--lr', 'above 0 and at most 1e12'],
  ['--lr -0.1', '--lr', '-0.1', 'above 0 and at most 1e12'],
  ['--lr NaN', '--lr', 'NaN', 'above 0 and at most 1e12'],
  ['--lr Infinity', '--lr', 'above 0'],
  ['--lr 1e400', '--lr', '1e400', 'above 0'],
  ['--lr 1.0000001e12', '--lr', 'above 0'],
  ['--lr 0,1', '--lr', '0,1', 'above 0'],
  ['--lr 0x10', '--lr', '0x10', 'above 0'],
  ['--lr=', '--lr', 'above 0'],
  ['--lr 1e-400', '--lr', 'above 0'],

  ['--steps 0', '--steps', 'a whole number from 1 to 1e9'],
  ['--steps 1.5', '--steps', '1.5', 'a whole number from 1 to 1e9'],
  ['--steps 1000000001', '--steps', 'a whole number from 1 to 1e9'],
  ['--steps many', '--steps', 'many', 'a whole number'],
  ['--epochs 0', '--epochs', 'a whole number from 1 to 1e9'],
  ['--epochs 2.5', '--epochs', '2.5', 'a whole number'],
  ['--dataset pair --epochs 500000001', '--epochs', 'a whole number from 1 to 500000000'],
  ['--epochs 10 --steps 10', '--epochs', 'either --steps or --epochs'],

  ['--seed -1', '--seed', '-1', 'a whole number from 0 to 9007199254740991'],
  ['--seed 1.5', '--seed', '1.5', 'a whole number from 0 to 9007199254740991'],
  ['--seed 9007199254740992', '--seed', 'a whole number from 0 to 9007199254740991'],

  ['--w 1e301', '--w', '1e301', 'a number from -1e300 to 1e300'],
  ['--b -1e301', '--b', '-1e301', 'a number from -1e300 to 1e300'],
  ['--w --b', '--w', '--b', 'a number'],
  ['--until-loss -1', '--until-loss', '-1', 'from 0 to 1e300'],

  [
    '--export run.txt',
    '--export',
    'run.txt',
    '.csv, .chainrule, .json, .py, .torch.py, .ipynb, .md or .html',
  ],
  ['--export /etc/passwd/deeper/run.csv', '--export', 'a folder that exists'],
  ['--export run', '--export', '.csv, .chainrule, .json, .py, .torch.py, .ipynb, .md or .html'],
  ['--export .csv', '--export', '.csv, .chainrule, .json, .py, .torch.py, .ipynb, .md or .html'],
  ['--export /nowhere/at/all/run.csv', '--export', 'a folder that exists'],
  ['--export /etc/passwd/run.csv', '--export', 'a folder that exists'],

  // Words that are no options of train.
  ['--lrr 0.1', '--lrr', '--lr'],
  ['--learning-rate 0.1', '--learning-rate'],
  ['--actvation relu', '--actvation', '--activation'],
  ['--lr', '--lr'],
  ['0.1', 'train'],
];

describe.concurrent('a bad argument is refused with exit code 2 and one sentence', () => {
  const isRefused = async (options: string, ...named: string[]) => {
    const { code, stdout, stderr } = await train(options);
    expect(stdout).toBe('');
    for (const word of named) expect(stderr).toContain(word);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).not.toMatch(/ at .*:\d+:\d+/);
    expect(code).toBe(2);
  };

  it.each(refused)('%s', isRefused);
});

describe.concurrent('a bad command is refused with exit code 2 and one sentence', () => {
  it('none: says which there are', async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^[^\n]*train[^\n]*\n$/);
  });

  it('unknown: names the nearest', async () => {
    const { code, stdout, stderr } = await runCli(['trian']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^[^\n]*trian[^\n]*train[^\n]*\n$/);
  });
});
