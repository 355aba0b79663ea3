import type { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { fromBase64 } from '../../../src/contract/base64';
import { columnNames } from '../../../src/contract/dataset';
import type { MicroEvent } from '../../../src/contract/explanation';
import type { RowPage } from '../../../src/contract/lab-api';
import type { LabEvent } from '../../../src/contract/lab-events';
import { defaultRecipe, karpathyRecipe, type Recipe } from '../../../src/contract/recipe';
import { StepExplanation } from '../../../src/engine/explain';
import { replay } from '../../../src/engine/replay';
import { COLUMN, Trainer } from '../../../src/engine/trainer';
import { built, openLab, rejection } from './built-lab';

const whole = { view: 'compact', from: null, example: null, scope: null } as const;
const endless: Recipe = { ...defaultRecipe, stop: { steps: 1e9, lossBelow: 0 } };
const integers: Recipe = { ...endless, ...{ dataset: 'integers', sampling: 'random' } };
/** Fourteen training examples in batches of four, and parameters by the dozen. */
const network: Recipe = {
  ...karpathyRecipe,
  ...{ dataset: { kind: 'moons', count: 20, noise: 0.1, test: 6 }, hidden: [5, 3] },
  ...{ batch: 4, sampling: 'random', loss: 'mean', optimizer: 'momentum', activation: 'relu' },
  stop: { steps: 300, lossBelow: 0 },
};

const soon = { timeout: 20_000 };
const underWay = (events: readonly LabEvent[]) => events.some(({ kind }) => kind === 'replay');

/** The page's rows as its names say. */
function rowsOf({ names, count, columns }: RowPage): Record<string, number>[] {
  const numbers = fromBase64(columns);
  expect(numbers).toHaveLength(names.length * count);
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(names.map((name, c) => [name, numbers[c * count + i] as number])),
  );
}

/** The same rows out of a trainer of one's own. */
function trained(recipe: Recipe, first: number, last: number): Record<string, number>[] {
  const trainer = new Trainer(recipe);
  const { examples, parameterNames: names, tracked } = trainer;
  const rows: Record<string, number>[] = [];
  trainer.advance(last, (row, step) => {
    if (step < first) return;
    const at = (column: number) => row[column] as number;
    const example = at(COLUMN.sample) - 1;
    const entries = [
      ...Object.entries(COLUMN).map(([name, column]) => [name, at(column)] as const),
      ...columnNames(examples.inputs).map(
        (name, c) => [name, examples.columns[c]?.[example] ?? Number.NaN] as const,
      ),
      ...names.slice(0, tracked).flatMap(
        (name, i) =>
          [
            [name, at(trainer.parameterColumn(i))],
            [`d${name}`, at(trainer.gradientColumn(i))],
          ] as const,
      ),
    ];
    rows.push(Object.fromEntries(entries));
  });
  return rows;
}

describe('exact rows are those of training, in every bit', () => {
  test.each([
    ['integers at random', integers],
    ['mini-batches of a network with a test split', network],
  ])('of %s, at the beginning, across checkpoints and at the end', async (_, recipe) => {
    const { api } = await openLab(recipe);
    for (const [first, last] of [
      [250, 300],
      [1, 5],
      [299, 299],
    ] as const) {
      const page = await api.exactRows({ first, last });
      expect(page.count).toBe(last - first + 1);
      expect(rowsOf(page)).toStrictEqual(trained(recipe, first, last));
    }
  });

  test('a thousand at once', async () => {
    const { api } = await openLab(endless);
    const rows = rowsOf(await api.exactRows({ first: 501, last: 1500 }));
    expect(rows).toStrictEqual(trained(endless, 501, 1500));
  });
});

test('the graph at the end of a step is the trainer’s, for a network too', async () => {
  const { api } = await openLab(network);
  const trainer = new Trainer(network);
  trainer.advance(123);
  const end = await api.graphAt({ ...whole, step: 123, events: null });
  expect([...fromBase64(end.data)]).toStrictEqual([...trainer.tape.data]);
  expect([...fromBase64(end.grad)]).toStrictEqual([...trainer.tape.grad]);
  expect(end.reached).toBe('3'.repeat(trainer.tape.nodes.length));
});

test('pages of events join into all of them', async () => {
  const { api } = await openLab(network);
  const place = { ...whole, step: 40 };
  const { events, phases } = await api.explain(place);
  const joined: MicroEvent[] = [];
  for (let first = 0; first < events; first += 97) {
    joined.push(...(await api.explainEvents({ ...place, first, count: 97 })));
  }
  expect(joined).toHaveLength(events);
  expect(phases.reduce((sum, { count }) => sum + count, 0)).toBe(events);
  expect(await api.explainEvents({ ...place, first: events, count: 5 })).toEqual([]);
});

test('a diverged step shows where the numbers stop: err 1.49e154, loss not finite', async () => {
  const { api, until } = await openLab({
    ...defaultRecipe,
    learningRate: 0.6,
    stop: { steps: 2000, lossBelow: 0 },
  });
  await api.play({});
  const { outcome } = await until('diverged');
  expect(outcome).toMatchObject({ at: { step: 1054, node: 'loss' } });
  const place = { ...whole, step: 1054 };
  const { graph } = await api.explain(place);
  const events = await api.explainEvents({ ...place, first: 0, count: 100 });
  const computed = events.flatMap((event) =>
    event.kind === 'forward' ? [[graph[event.node]?.name, event.value]] : [],
  );
  expect(Object.fromEntries(computed)).toMatchObject({
    err: 1.4922842826699674e154,
    loss: Infinity,
  });
  expect(await rejection(api.explain({ ...whole, step: 1055 }))).toMatchObject({
    ...{ code: 'invalid-value', where: 'step' },
    params: { accepted: expect.stringContaining('1 … 1054') as string },
  });
});

test('a network’s gradients agree with central differences, leaf by leaf', async () => {
  const { api } = await openLab({ ...karpathyRecipe, batch: 1 });
  const leaves = await api.checkGradients({ step: 30, view: 'compact', example: null });
  expect(leaves.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['x1', 'x2', 'x3', 'y', 'w1_1_1', 'b3_1']),
  );
  expect(leaves).toHaveLength(4 + 41);
  expect(leaves.filter(({ agrees }) => agrees !== true)).toEqual([]);
});

describe('around where a run came to rest', () => {
  const moons: Recipe = { ...network, sampling: 'in-order', stop: endless.stop };

  test.each([
    ['a perceptron', endless],
    ['a network', moons],
  ] as const)(
    'the steps of %s are explained without a replay from its beginning',
    async (_, recipe) => {
      const { api, events, view } = await openLab(recipe);
      await api.play({});
      // Ten times as long as what lies between the run's last marks.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await api.pause({});
      const { snapshot, interventions } = await view();
      await api.step({});
      const before = events.length;
      const trainer = replay({ recipe, interventions }, snapshot.step - 1);
      for (const step of [snapshot.step, snapshot.step + 1, snapshot.step + 2]) {
        const moment = await api.graphAt({ ...whole, step, events: null });
        const stands = trainer.save(true);
        const { data, grad } = new StepExplanation(trainer, whole).moment(null);
        expect([...fromBase64(moment.data)]).toEqual([...data]);
        expect([...fromBase64(moment.grad)]).toEqual([...grad]);
        trainer.restore(stands);
        trainer.advance(1);
      }
      expect(underWay(events.slice(before))).toBe(false);
    },
  );

  test('a run that is over can be looked at up to its last step', async () => {
    const steps = 30_000_000;
    const { api, until } = await openLab({ ...endless, stop: { steps, lossBelow: 0 } });
    await api.play({});
    await until('finished');
    expect(await api.explain({ ...whole, step: steps })).toMatchObject({ step: steps });
    expect(await rejection(api.explain({ ...whole, step: steps + 1 }))).toMatchObject({
      code: 'invalid-value',
      params: { accepted: expect.stringContaining(`1 … ${steps}, since`) as string },
    });
  });
});

describe('a long way to a step', () => {
  test('is told as progress that rises to 1', async () => {
    const { api, events } = await openLab(endless);
    await api.explain({ ...whole, step: 60_000_000 });
    const progress = events.flatMap((event) => (event.kind === 'replay' ? [event.progress] : []));
    expect(progress.length).toBeGreaterThan(1);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    expect(progress.slice(0, -1).every((one) => one > 0 && one < 1)).toBe(true);
  });

  test('does not keep what is covered from being answered', async () => {
    const { api, events } = await openLab(endless);
    const far = api.explain({ ...whole, step: 120_000_000 });
    await expect.poll(() => underWay(events), soon).toBe(true);
    const order: string[] = [];
    await Promise.all([
      far.then(() => order.push('far')),
      api.explain({ ...whole, step: 7 }).then(() => order.push('near')),
    ]);
    expect(order).toEqual(['near', 'far']);
  });

  test('a worker killed on it rejects everything that was asked, and the next one answers', async () => {
    const workers: Worker[] = [];
    const { api, events } = await openLab(endless, {
      createInspectWorker: () => {
        const worker = built.productionDependencies.createInspectWorker();
        workers.push(worker);
        return worker;
      },
    });
    const asked = [
      api.explain({ ...whole, step: 900_000_000 }),
      api.exactRows({ first: 800_000_000, last: 800_000_001 }),
    ].map(rejection);
    await expect.poll(() => underWay(events), soon).toBe(true);
    await workers[0]?.terminate();
    for (const error of await Promise.all(asked)) expect(error.code).toBe('worker-failed');
    expect(await api.explain({ ...whole, step: 12 })).toMatchObject({ step: 12 });
    expect(workers).toHaveLength(2);
  });
});
