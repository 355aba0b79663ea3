import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { karpathyRecipe } from '../../../src/contract/recipe';
import type { SweepTable } from '../../../src/contract/sweep';
import { Trainer } from '../../../src/engine/trainer';
import { runCli } from '../../support/run-cli';

let folder: string;
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'chainrule-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const words = (line: string) => line.split(' ').filter(Boolean);
const cli = (line: string, ...more: string[]) => runCli([...words(line), ...more]);
const json = (text: string): unknown => JSON.parse(text);

describe.concurrent('train', () => {
  it('Karpathy’s MLP, to the engine’s bits', async () => {
    const { stdout, code } = await cli(
      'train --model mlp --dataset karpathy --output tanh --loss sum --batch full --lr 0.05 --steps 100',
    );
    const trainer = new Trainer(karpathyRecipe);
    trainer.advance(100);
    const named = trainer.parameterNames.map((name, i) => [name, trainer.committed[i]] as const);
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({
      recipe: karpathyRecipe,
      result: {
        steps: 100,
        loss: trainer.loss,
        parameters: Object.fromEntries(named) as Record<string, number>,
      },
    });
  });

  it('an MLP on moons: widths, noise, test examples, mini-batches, epochs', async () => {
    const { stdout } = await cli(
      'train --model mlp --hidden 8,8 --activation relu --count 60 --noise 0.2 --test 10 --batch 7 --optimizer adam --epochs 3 --seed 5',
    );
    expect(json(stdout)).toMatchObject({
      recipe: {
        hidden: [8, 8],
        dataset: { kind: 'moons', count: 60, noise: 0.2, test: 10 },
        ...{ batch: 7, sampling: 'random', optimizer: 'adam', output: 'linear', loss: 'mean' },
      },
      // 50 examples in batches of 7 are 8 updates.
      result: { steps: 24, stop: 'steps' },
    });
  });

  it('the seminar’s f(x) = 2x + 7 and its loss, typed, with the names bound', async () => {
    const path = file('f.txt', 'f = 2*x + k\nloss = (f*w - y)**2\n');
    const { stdout } = await cli('train --lr 0.001 --param w=0.1 --input k=7 --expression', path);
    expect(json(stdout)).toMatchObject({
      recipe: {
        model: 'expression',
        names: [
          { name: 'x', role: 'data', column: 'x' },
          { name: 'k', role: 'input', value: 7 },
          { name: 'w', role: 'parameter', initial: 0.1 },
          { name: 'y', role: 'data', column: 'y' },
        ],
      },
      result: { stop: 'steps' },
    });
    const { result } = json(stdout) as { result: { parameters: { w: number } } };
    expect(result.parameters.w).toBeCloseTo(2 / 9, 12);
  });

  it('one’s own points', async () => {
    const { stdout } = await cli('train --steps 1 --w 0.4 --b 0.8 --lr 0.1 --points', '3,6');
    expect(json(stdout)).toMatchObject({ result: { w: 2.8000000000000003, b: 1.6, loss: 16 } });
  });
});

describe.concurrent(
  'a bad argument is one sentence that names the option and what is accepted, exit 2',
  () => {
    it.each([
      ['train --model cnn', '--model is "cnn"; accepted: perceptron, mlp, expression.'],
      ['train --hidden 4', '--hidden is "4"; accepted: only with --model mlp.'],
      ['train --model mlp --w 1', '--w is "1"; accepted: only with --model perceptron.'],
      [
        'train --model mlp --hidden 4,65',
        '--hidden is "4,65"; accepted: a whole number from 1 to 64',
      ],
      [
        'train --model mlp --hidden 1,1,1,1,1,1,1',
        '--hidden is "1,1,1,1,1,1,1"; accepted: 1 … 6 layers',
      ],
      ['train --model mlp --output sigmoid', '--output is "sigmoid"; accepted: linear, tanh.'],
      ['train --model mlp --loss median', '--loss is "median"; accepted: mean, sum.'],
      [
        'train --model mlp --activation identity',
        '--activation is "identity"; accepted: tanh, relu.',
      ],
      ['train --dataset moons', '--dataset is "moons"; accepted: a dataset with one input'],
      [
        'train --dataset circle',
        '--dataset is "circle"; accepted: one, pair, integers, karpathy, line',
      ],
      ['train --dataset pair --noise 1', '--noise is "1"; accepted: only with a dataset of line'],
      [
        'train --dataset line --count 1',
        '--count is "1"; accepted: a whole number from 2 to 10000.',
      ],
      ['train --dataset line --test 100', '--test is "100"; accepted: fewer test examples'],
      ['train --dataset line --batch 101', '--batch is "101"; accepted: full, or a whole number'],
      ['train --dataset points', '--dataset is "points"; accepted: points with --points'],
      ['train --points 1', '--points is "1"; accepted: rows of two to four numbers'],
      ['train --points 1,2;3,x', '(row 2, number 2)'],
      ['train --points 1,2,3', '--dataset is'],
      [
        'train --expression nowhere.txt',
        '--expression is "nowhere.txt"; accepted: a text file in UTF-8',
      ],
      [
        'train --model expression',
        '--model is "expression"; accepted: expression with --expression FILE.',
      ],
      ['explain --step 0', '--step is "0"; accepted: a whole number from 1 to 1e9.'],
      ['explain --view tree', '--view is "tree"; accepted: compact, notebook.'],
      ['explain --steps 5 --step 9', 'step: accepted: 1 … 5, since the run ends there.'],
      ['sweep --lr 0.1,x', '--lr is "0.1,x"; accepted: a number above 0'],
      [
        'sweep --activation identity,tanh',
        '--activation is "identity,tanh"; accepted: activations of the recipe’s model.',
      ],
      ['sweep --seeds 9..1', '--seeds is "9..1"; accepted: a range'],
      ['sweep --seeds 0..999 --lr 0.1,0.2', '--seeds is "0..999"; accepted: at most 1000 runs.'],
      [
        'sweep --export table.txt',
        '--export is "table.txt"; accepted: a file name that ends in .csv or .json.',
      ],
    ])('%s', async (line, sentence) => {
      const { code, stdout, stderr } = await cli(line);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(sentence);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    });

    it.each([
      ['-x**2', 'line 1, column 3: It is not clear whether the sign or the power comes first'],
      ['a = w*x\nloss = (a - y', 'line 2, column 8: This ( is never closed'],
      ['constructor.x', 'line 1, column 1: constructor is a reserved word'],
      ['__proto__', 'line 1, column 1: __proto__ is a reserved word'],
      ['', 'line 1, column 1: There is no expression yet'],
    ])('the expression %j', async (text, sentence) => {
      const path = file(`bad-${Math.abs(text.length)}-${text.charCodeAt(0)}.txt`, text);
      const { code, stderr } = await cli('train --expression', path);
      expect(code).toBe(2);
      expect(stderr).toContain(`${path}, ${sentence}`);
    });

    it('an expression without a loss cannot be trained, but explained', async () => {
      const path = file('no-loss.txt', 'w*w + 3*w');
      const { code, stderr } = await cli('train --expression', path);
      expect([code, stderr]).toEqual([2, 'Play needs a loss: assign one in a line "loss = …".\n']);
      const explained = await cli('explain --param w=2 --expression', path);
      expect(explained.code).toBe(0);
      expect(explained.stdout).toContain('added to 5');
    });
  },
);

describe.concurrent('explain', () => {
  it('exercise 10 prints the chain rule with −4 and −4', async () => {
    const { code, stdout } = await cli('explain --lr 0.1 --steps 100');
    expect(code).toBe(0);
    expect(stdout).toContain(
      '7. a -> w: ∂a/∂w = x = 1; ∂loss/∂a · ∂a/∂w = -4 × 1 = -4; ∂loss/∂w = -4',
    );
    expect(stdout).toContain('∂loss/∂b = -4');
    expect(stdout).toContain('w <- 0 − 0.1 × (-4) = 0.4');
    expect(stdout).toContain('append loss: [x, w, a, b, ŷ, y, err, loss]');
  });

  it('(3, 6) at w 0.4, b 0.8 prints −24 and −8', async () => {
    const { stdout } = await cli('explain --w 0.4 --b 0.8 --points', '3,6');
    expect(stdout).toContain('∂loss/∂w = -24\n');
    expect(stdout).toContain('∂loss/∂b = -8\n');
  });

  it('a later step, of a batch, with Adam, as the notebook builds it', async () => {
    const { code, stdout } = await cli(
      'explain --dataset pair --batch full --optimizer adam --step 3 --view notebook',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('Step 3, epoch 3: example 1, 2');
    expect(stdout).toContain('∂loss/∂loss = 0.5');
    expect(stdout).toContain('loss of 2 examples');
    expect(stdout).toMatch(/w <- .* ÷ \(√.* ÷ √.* \+ 1e-8\)/);
  });
});

describe.concurrent('check', () => {
  it.each([
    ['check', 0],
    ['check --activation relu --w 1', 0],
    ['check --model mlp --dataset karpathy --output tanh', 0],
    ['check --activation relu-notebook --w 1', 1],
  ])('%s exits with %d', async (line, code) => {
    const output = await cli(line);
    expect(output.code).toBe(code);
    expect(output.stdout.includes('DISAGREES')).toBe(code === 1);
  });

  it('a file: right, and with the notebook’s rule for the exponent', async () => {
    const path = file('power.txt', 'f = (x + a)**2.5');
    expect((await cli('check --param a=1', path)).code).toBe(0);
    const wrong = await cli('check --view notebook --param a=1', path);
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toMatch(/^2\.5: backward .* DISAGREES$/m);
    expect(wrong.stdout).toMatch(/^a: backward .* agrees$/m);
  });
});

describe.concurrent('sweep', () => {
  it('prints one table, and writes the same as CSV', async () => {
    const path = join(folder, 'table.csv');
    const { code, stdout } = await cli(
      'sweep --dataset integers --lr 0.001,0.01 --activation identity,relu --seeds 0..2 --w 0.5 --steps 200 --export',
      path,
    );
    expect(code).toBe(0);
    const { rows, parameters } = json(stdout) as SweepTable;
    expect(rows).toHaveLength(12);
    const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\r\n');
    expect(header).toBe('lr,activation,seed,steps,stop,loss,w,b,checksum');
    expect(parameters).toEqual(['w', 'b']);
    expect(lines).toEqual(
      rows.map(({ learningRate, activation, seed, steps, stop, loss, parameters: p, checksum }) =>
        [learningRate, activation, seed, steps, stop, loss, ...p, checksum].join(','),
      ),
    );
  });
});
