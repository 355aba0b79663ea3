import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../src/contract/recipe';
import { runChecksum } from '../../../src/main/runs/checksum';
import { printed, runCli, train } from '../../support/run-cli';

describe.concurrent('the numbers', () => {
  const integers = '--dataset integers';

  it.each([
    { what: 'one example', options: '', w: 0.9999999999999987, b: 0.9999999999999987 },
    {
      what: 'exercise 11',
      options: '--lr 0.1 --steps 100',
      w: 0.9999999999999999,
      b: 0.9999999999999999,
    },
    {
      what: 'exercise 12',
      options: '--dataset pair --lr 0.1 --epochs 100',
      w: 1.9999925416598754,
      b: 3.3185807883204773e-5,
    },
    {
      what: 'the same at lr 0.01',
      options: '--dataset pair --epochs 100',
      w: 1.859433675542878,
      b: 0.35167215861774015,
    },
    {
      what: 'the pair in order at lr 0.2',
      options: '--dataset pair --lr 0.2 --steps 200',
      w: 1.999909577140167,
      b: -4.9778711825227875e-5,
    },
    {
      what: 'seed 0',
      options: `${integers} --seed 0`,
      w: 1.9721530902181397,
      b: 0.0662704186025992,
    },
    {
      what: 'seed 1',
      options: `${integers} --seed 1`,
      w: 1.9664590445459558,
      b: 0.0730266936896774,
    },
    {
      what: 'seed 42',
      options: `${integers} --seed 42`,
      w: 1.9685689219983782,
      b: 0.06245976690628221,
    },
    {
      what: 'ReLU as (x + abs x)/2',
      options: `${integers} --lr 0.001 --activation relu-abs`,
      w: 1.7405882886230553,
      b: 0.5766485357563407,
    },
    {
      what: "the notebook's ReLU",
      options: `${integers} --lr 0.001 --activation relu-notebook`,
      w: 1.7046053327672883,
      b: 0.648659420872371,
    },
    {
      what: 'ReLU from w = 0.5',
      options: `${integers} --lr 0.001 --activation relu --w 0.5`,
      w: 1.8058721696905808,
      b: 0.43152882493172884,
    },
    {
      what: 'a dead ReLU',
      options: `${integers} --lr 0.001 --activation relu`,
      w: 0,
      b: 0,
    },
  ])('$what', async ({ options, w, b }) => {
    const output = await train(options);
    const { result } = printed(output);
    expect([result.w, result.b]).toEqual([w, b]);
    expect(result.checksum).toBe(runChecksum(result.steps, [w, b]));
    expect([result.stop, result.divergedAt]).toEqual(['steps', null]);
    expect([output.code, output.stderr]).toEqual([0, '']);
  });

  it('exercise 10: the first step sees loss 4 and moves w and b to 0.4', async () => {
    const { result } = printed(await train('--lr 0.1 --steps 1'));
    expect(result).toMatchObject({ steps: 1, w: 0.4, b: 0.4, loss: 4 });
  });
});

describe.concurrent('what is printed', () => {
  it('is the whole recipe and the result, in one JSON object', async () => {
    const { recipe, result } = printed(await train(''));
    expect(recipe).toEqual(defaultRecipe);
    expect(Object.keys(result)).toEqual('steps stop w b loss checksum divergedAt'.split(' '));
  });

  it('says what was asked for', async () => {
    const options =
      '--activation relu --dataset pair --sampling random --lr 0.02 --steps 12 --seed 7 ' +
      '--w 0.5 --b -0.25 --until-loss 1e-9 --batch full --optimizer adam';
    expect(printed(await train(options)).recipe).toEqual({
      model: 'perceptron',
      activation: 'relu',
      dataset: 'pair',
      sampling: 'random',
      batch: 'full',
      optimizer: 'adam',
      graph: 'rebuilt',
      learningRate: 0.02,
      initial: { w: 0.5, b: -0.25 },
      seed: 7,
      stop: { steps: 12, lossBelow: 1e-9 },
    });
  });

  it('samples integers at random without being told', async () => {
    expect(printed(await train('--dataset integers --steps 1')).recipe.sampling).toBe('random');
  });

  it.each([
    { dataset: 'one', steps: 5 },
    { dataset: 'pair', steps: 10 },
    { dataset: 'integers', steps: 15 },
  ])('five epochs of $dataset are $steps steps', async ({ dataset, steps }) => {
    const { recipe, result } = printed(await train(`--dataset ${dataset} --epochs 5`));
    expect([recipe.stop.steps, result.steps]).toEqual([steps, steps]);
  });

  it.each([
    { batch: 'full', sampling: 'random', updates: 1 },
    { batch: '2', sampling: 'random', updates: 2 },
    { batch: '1', sampling: 'random', updates: 3 },
  ])('an epoch of the integers has $updates updates with --batch $batch', async (expected) => {
    const { recipe } = printed(
      await train(`--dataset integers --batch ${expected.batch} --epochs 4`),
    );
    expect(recipe.stop.steps).toBe(4 * expected.updates);
    expect(recipe.sampling).toBe(expected.sampling);
  });

  it('builds the graph once where that is asked for', async () => {
    const once = printed(await train('--lr 0.1 --steps 100 --graph once-zeroed'));
    expect(once).toMatchObject({
      recipe: { graph: 'once-zeroed' },
      result: { w: 39.99999999999992, b: 39.99999999999992, loss: 4 },
    });
  });

  it('mini-batches are drawn at random unless they are told to be in order', async () => {
    const drawn = printed(await train('--dataset pair --batch 2 --steps 1'));
    expect(drawn.recipe.sampling).toBe('random');
    const inOrder = printed(await train('--dataset pair --batch 2 --sampling in-order --steps 1'));
    expect(inOrder.recipe.sampling).toBe('in-order');
  });

  it('the pair as a full batch diverges at 0.2, although in order it settles', async () => {
    const output = await train('--dataset pair --batch full --lr 0.2 --steps 10000');
    expect(printed(output).result.stop).toBe('diverged');
    expect(output.code).toBe(3);
  });

  it.each(['momentum', 'adam'])('%s reaches the pair as well', async (optimizer) => {
    const options = `--dataset pair --batch full --lr 0.05 --steps 3000 --optimizer ${optimizer}`;
    const { recipe, result } = printed(await train(options));
    expect(recipe.optimizer).toBe(optimizer);
    expect(result.w).toBeCloseTo(2, 6);
    expect(result.b).toBeCloseTo(0, 6);
  });

  it.each([
    { options: '--w -1.25', w: -1.25, b: 0 },
    { options: '--w=-1.25 --b -1e-3', w: -1.25, b: -0.001 },
    { options: '--w −1.25', w: -1.25, b: 0 },
    { options: '--b .5', w: 0, b: 0.5 },
    { options: '--w -0 --b -0.0', w: 0, b: 0 },
    { options: '--w 1e300 --b -1e300', w: 1e300, b: -1e300 },
  ])('takes $options', async ({ options, w, b }) => {
    const output = await train(`${options} --steps 1`);
    expect(printed(output).recipe.initial).toEqual({ w, b });
    expect(output.stdout).not.toContain('-0,');
  });

  it('takes every seed up to 2⁵³ − 1', async () => {
    const { recipe } = printed(await train('--seed 9007199254740991 --dataset integers --steps 9'));
    expect(recipe.seed).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe.concurrent('how a run ends', () => {
  it('diverged: the result is still printed, and the exit code is 3', async () => {
    const output = await train('--lr 0.6 --steps 2000');
    expect(printed(output).result).toEqual({
      steps: 1053,
      stop: 'diverged',
      w: 7.461421413349837e153,
      b: 7.461421413349837e153,
      loss: 1.1361797858692956e308,
      checksum: '0260599aa20cbc3e',
      divergedAt: { step: 1054, node: 'loss' },
    });
    expect([output.code, output.stderr]).toEqual([3, '']);
  });

  it('diverged at the first step: nothing was committed, so there is no loss', async () => {
    const output = await train('--w 1e300');
    expect(printed(output).result).toMatchObject({ steps: 0, w: 1e300, b: 0, loss: null });
    expect(output.code).toBe(3);
  });

  it('--until-loss: as soon as the loss is below', async () => {
    const output = await train('--lr 0.1 --until-loss 1e-9');
    const { result } = printed(output);
    expect(result.stop).toBe('loss');
    expect(result.loss).toBeLessThan(1e-9);
    // Each loss is 0.36 of the one before.
    expect(result.loss).toBeGreaterThan(0.36e-9 * 0.99);
    expect(output.code).toBe(0);
  });

  it('Ctrl+C: the result so far is printed, and the exit code is 130', async () => {
    // Until training has begun, Ctrl+C ends the process as it ends any other.
    let output = await train('--steps 1e9', 400);
    for (let wait = 800; output.stdout === ''; wait *= 2) output = await train('--steps 1e9', wait);
    const { result } = printed(output);
    expect(result.stop).toBe('stopped');
    expect(result.steps).toBeGreaterThan(0);
    expect(result.steps).toBeLessThan(1e9);
    expect(result.checksum).toBe(runChecksum(result.steps, [result.w, result.b]));
    expect([output.code, output.stderr]).toEqual([130, '']);
  });
});

describe.concurrent('help', () => {
  it('names every option of train, with what it accepts and its default', async () => {
    const { code, stdout } = await runCli(['train', '--help']);
    expect(code).toBe(0);
    const options = 'activation dataset sampling lr steps epochs seed w b until-loss export';
    for (const option of options.split(' ')) expect(stdout).toContain(`--${option} <`);
    expect(stdout).toMatch(/identity,\s+relu,\s+relu-abs,\s+relu-notebook/);
  });

  it('says the version', async () => {
    const { code, stdout } = await runCli(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
