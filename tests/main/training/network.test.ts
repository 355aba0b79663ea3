import { expect, it } from 'vitest';
import { fromBase64 } from '../../../src/contract/base64';
import { defaultRecipe, karpathyRecipe, type MlpRecipe } from '../../../src/contract/recipe';
import { replay } from '../../../src/engine/replay';
import { networkAt } from '../../../src/main/training/network';
import { openLab } from './built-lab';

const recipe: MlpRecipe = { ...karpathyRecipe, hidden: [3, 2], batch: 1 };
const at = (steps: number) => replay({ recipe, interventions: [] }, steps);
const ask = { example: null, unit: null };

it('a network is what its graph holds at the step’s example', () => {
  const trainer = at(2);
  const network = networkAt(trainer, ask, null);
  expect(network).toMatchObject({ step: 3, example: 3, target: -1 });
  expect(network.layers).toEqual([
    ['x1', 'x2', 'x3'],
    ['h1_1', 'h1_2', 'h1_3'],
    ['h2_1', 'h2_2'],
    ['ŷ'],
  ]);
  const parameters = fromBase64(network.parameters);
  expect(parameters).toEqual(trainer.committed);
  trainer.advance(1);
  const { tape } = trainer;
  const node = (name: string) => tape.nodes.findIndex(({ label }) => label === name);
  const units = network.layers.flat();
  expect([...fromBase64(network.activations)]).toEqual(units.map((one) => tape.data[node(one)]));
  expect([...fromBase64(network.gradients)]).toEqual(units.map((one) => tape.grad[node(one)]));
  expect([...fromBase64(network.slopes)]).toEqual(
    trainer.parameterNames.map((one) => tape.grad[node(one)]),
  );
  expect(network.loss).toBe(trainer.loss);
});

it('a neuron comes as a graph of its own, another example as it is looked at', () => {
  const network = networkAt(at(2), { example: 1, unit: 'h2_1' }, null);
  expect(network).toMatchObject({ example: 1, target: 1 });
  const { unit } = network;
  const names = unit?.graph.map(({ name }) => name) ?? [];
  expect(names).toContain('h1_3');
  expect(names).not.toContain('h2_2');
  const data = fromBase64(unit?.data ?? '');
  const activations = fromBase64(network.activations);
  expect(data[names.indexOf('h2_1')]).toBe(activations[6]);
  expect(data[names.indexOf('h1_3')]).toBe(activations[5]);
});

it('names what is not there', () => {
  expect(() => networkAt(at(0), { example: 5, unit: null }, null)).toThrow('1 … 4');
  expect(() => networkAt(at(0), { example: null, unit: 'h7_1' }, null)).toThrow('the unit of');
  const perceptron = replay({ recipe: defaultRecipe, interventions: [] }, 0);
  expect(() => networkAt(perceptron, ask, null)).toThrow('mlp');
});

it('a wide network can be looked at while it trains, and each of its neurons explained', async () => {
  const wide: MlpRecipe = {
    ...recipe,
    hidden: [64, 64],
    dataset: { kind: 'moons', count: 20, noise: 0.1, test: 0 },
    stop: { steps: 1e6, lossBelow: 0 },
  };
  const { api, untilStep } = await openLab(wide);
  await api.play({});
  await untilStep(20);
  const now = await api.network({ step: null, example: 7, unit: 'h2_64' });
  expect(now.example).toBe(7);
  expect(fromBase64(now.parameters)).toHaveLength(2 * 64 + 64 + 64 * 64 + 64 + 64 + 1);
  expect(now.unit?.graph.length).toBeLessThan(300);
  await api.pause({});
  const place = { step: 3, view: 'compact', from: null, example: null } as const;
  const head = await api.explain({ ...place, scope: 'h2_64' });
  expect(head.graph).toHaveLength(now.unit?.graph.length ?? 0);
  await expect(api.explain({ ...place, scope: null })).rejects.toMatchObject({
    data: { where: 'graph' },
  });
  await expect(api.explain({ ...place, scope: 'h3_9' })).rejects.toMatchObject({
    data: { where: 'scope' },
  });
});
