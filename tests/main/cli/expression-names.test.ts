import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NameBinding, Recipe } from '../../../src/contract/recipe';
import { Trainer } from '../../../src/engine/trainer';
import { type CliOutput, runCli } from '../../support/run-cli';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'chainrule-names-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command on a file that holds `text`; FILE stands for its path. */
function onFile(text: string, line: string): Promise<CliOutput & { path: string }> {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.txt`);
  writeFileSync(path, text);
  const args = line.split(' ').map((word) => (word === 'FILE' ? path : word));
  return runCli(args).then((output) => ({ ...output, path }));
}

const neuron = 'h = tanh(w*x + b)\nloss = (h - y)**2 + c*w**2';

describe.concurrent('what the names of an expression stand for', () => {
  const data = (name: string, column = name) => ({ name, role: 'data', column });
  const parameter = (name: string, initial = 0) => ({ name, role: 'parameter', initial });

  it.each<[string, string, object[]]>([
    [
      'columns are data, all others parameters that begin at 0',
      '',
      [parameter('w'), data('x'), parameter('b'), data('y'), parameter('c')],
    ],
    [
      '--param says where a parameter begins, --input what is not trained',
      '--param w=-1.5 --param b=1e-3 --input c=0.25',
      [
        parameter('w', -1.5),
        data('x'),
        parameter('b', 0.001),
        data('y'),
        { name: 'c', role: 'input', value: 0.25 },
      ],
    ],
    [
      'a column’s name can be taken for something else',
      '--param x=3 --input y=-2',
      [
        parameter('w'),
        parameter('x', 3),
        parameter('b'),
        { name: 'y', role: 'input', value: -2 },
        parameter('c'),
      ],
    ],
  ])('%s', async (_, options, names) => {
    const line = `train --steps 5 --expression FILE ${options}`.trim();
    const { code, stdout } = await onFile(neuron, line);
    expect(code).toBe(0);
    const { recipe, result } = JSON.parse(stdout) as {
      recipe: Extract<Recipe, { model: 'expression' }>;
      result: object;
    };
    expect(recipe.text).toBe(neuron);
    expect(recipe.names).toEqual(names as NameBinding[]);

    const trainer = new Trainer(recipe);
    trainer.advance(5);
    const values = trainer.parameterNames.map((name, i) => [name, trainer.committed[i]]);
    const parameters = Object.fromEntries(values) as Record<string, number>;
    expect(result).toMatchObject({ loss: trainer.loss, parameters });
  });

  it('a dataset with two inputs has x1 and x2', async () => {
    const text = 'loss = (tanh(a*x1 + b*x2) - y)**2';
    const { stdout } = await onFile(text, 'train --steps 1 --dataset xor --expression FILE');
    const { recipe } = JSON.parse(stdout) as { recipe: { names: NameBinding[] } };
    expect(recipe.names.filter(({ role }) => role === 'data').map(({ name }) => name)).toEqual([
      'x1',
      'x2',
      'y',
    ]);
  });
});

describe.concurrent('options that do not fit an expression', () => {
  it.each([
    [
      '--param q=1',
      '--param is "q=1"; accepted: name=value, once for each name of: w, x, b, y, c.',
    ],
    ['--param w', '--param is "w"; accepted: name=value, once for each name of: w, x, b, y, c.'],
    [
      '--input h=1',
      '--input is "h=1"; accepted: name=value, once for each name of: w, x, b, y, c.',
    ],
    ['--param w=two', '--param is "w=two"; accepted: a number from -1e300 to 1e300.'],
    ['--input c=1e301', '--input is "c=1e301"; accepted: a number from -1e300 to 1e300.'],
    [
      '--activation relu',
      '--activation is "relu"; accepted: not with an expression: write it there.',
    ],
    ['--hidden 4', '--hidden is "4"; accepted: only with --model mlp.'],
    ['--w 1', '--w is "1"; accepted: only with --model perceptron.'],
    ['--model mlp', 'accepted: only with --model expression.'],
    [
      '--batch 2',
      '--batch is "2"; accepted: full, or a whole number from 1 up to the number of examples.',
    ],
  ])('%s', async (options, sentence) => {
    const line = `train --expression FILE ${options}`;
    const { code, stdout, stderr } = await onFile(neuron, line);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });
});

describe.concurrent(
  'a text that is no expression is refused by every command, with file, line and column',
  () => {
    const texts: [string, string][] = [
      ['a = w*x\nb = a +\nloss = b', 'line 2, column 7: A value is missing after +.'],
      ['loss = (w*x - y', 'line 1, column 8: This ( is never closed'],
      ['loss = w^2', 'line 1, column 9: ^ is not a power here'],
      ['loss = w.x', 'line 1, column 9: Nothing can be read out of a value with a point'],
      ['loss = 2w', 'line 1, column 9: An operator is missing between 2 and w'],
      [
        'a = b\r\nb = 2\r\nloss = a',
        'line 1, column 5: b is used here but gets its value only on line 2',
      ],
      ['loss = constructor', 'line 1, column 8: constructor is a reserved word'],
    ];

    it.each(
      [
        'train --expression FILE',
        'explain --expression FILE',
        'check FILE',
        'sweep --expression FILE',
      ].flatMap((line, i) =>
        texts.filter((_, n) => i === 0 || n === i).map((text) => [line, ...text] as const),
      ),
    )('%s: %j', async (line, text, sentence) => {
      const { code, stdout, stderr, path } = await onFile(text, line);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`${path}, ${sentence}`);
      expect(stderr).toMatch(/^[^\n]+\n$/);
    });

    it('bytes that are no UTF-8, a folder, too long a text', async () => {
      const path = join(folder, 'bytes.txt');
      writeFileSync(path, Buffer.from([0x77, 0xff, 0xfe]));
      const long = join(folder, 'long.txt');
      writeFileSync(long, 'w+'.repeat(30_000));
      for (const one of [path, folder, long]) {
        const { code, stderr } = await runCli(['check', one]);
        expect(code).toBe(2);
        expect(stderr).toContain('a text file in UTF-8 of at most 10000 characters');
      }
    });
  },
);
