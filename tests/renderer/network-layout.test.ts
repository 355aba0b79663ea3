import { expect, test } from 'vitest';
import { edgeBands, layOut, MOST_EDGES, parametersOf } from '../../src/renderer/network/layout';

const size = { width: 600, height: 400 };

/** Units of layers that are as wide as these. */
function drawn(widths: readonly number[]) {
  const layers = widths.map((width, l) => Array.from({ length: width }, (_, i) => `u${l}_${i}`));
  return { layers, ...layOut(layers, [], size) };
}
const lines = (bands: ReturnType<typeof edgeBands>) =>
  bands.flatMap(({ path }) => path.split('M').slice(1));

test('a unit’s parameters have the names and the places of the declared order', () => {
  const { layers, units } = drawn([2, 2, 1]);
  const names = [
    'w1_1_1',
    'w1_1_2',
    'b1_1',
    'w1_2_1',
    'w1_2_2',
    'b1_2',
    'w2_1_1',
    'w2_1_2',
    'b2_1',
  ];
  const places = Float64Array.from(names, (_, i) => i);
  const all = units.flatMap((unit) => parametersOf(unit, layers, places, places));
  expect(all.map(({ name }) => name)).toEqual(names);
  expect(all.map(({ value }) => value)).toEqual([...places]);
});

test('of a chosen unit every edge is drawn, however small its weight, and no other', () => {
  const { edges, units } = drawn([2, 64, 64, 1]);
  const weights = new Float64Array(64 * 3 + 64 * 65 + 65).fill(1);
  const unit = units.find(({ name }) => name === 'u1_5');
  // Its two inputs, and one place in each neuron of the next layer.
  for (const edge of edges) {
    if (edge.ends.includes('u1_5')) for (const place of edge.weights) weights[place] = 1e-6;
  }
  const own = lines(edgeBands(edges, weights, 'u1_5'));
  expect(own).toHaveLength(2 + 64);
  const at = `${unit?.x.toFixed(1)},${unit?.y.toFixed(1)}`;
  expect(own.every((line) => line.includes(at))).toBe(true);
  expect(lines(edgeBands(edges, weights)).some((line) => line.includes(at))).toBe(false);
});

test('of a wide network the largest weights are drawn', () => {
  const { edges } = drawn([2, 64, 64, 1]);
  const weights = Float64Array.from({ length: 64 * 3 + 64 * 65 + 65 }, (_, i) => Math.sin(i));
  expect(lines(edgeBands(edges, weights))).toHaveLength(MOST_EDGES);
});
