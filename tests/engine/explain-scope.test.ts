import { describe, expect, it } from 'vitest';
import { graphViews, type MicroEvent } from '../../src/contract/explanation';
import { StepExplanation } from '../../src/engine/explain';
import { NotThere } from '../../src/engine/question';
import { replay } from '../../src/engine/replay';
import { mlp, perceptron } from './model-recipes';

const explained = (recipe = mlp(), scope: string | null = null, more = {}) =>
  new StepExplanation(replay({ recipe, interventions: [] }, 3), {
    ...{ view: 'compact', from: null, example: null, scope, ...more },
  });
const all = (explanation: StepExplanation) => explanation.events(0, explanation.head.events);

/** An event with names in the place of numbers, without its place among others. */
function named({ head }: StepExplanation, event: MicroEvent): unknown {
  const name = (node: number) => head.graph[node]?.name;
  switch (event.kind) {
    case 'forward':
    case 'loss':
      return [event.kind, name(event.node), event.value];
    case 'backward': {
      const { node, operand, to, upstream, local, contribution, before, sum, sources } = event;
      const numbers = { operand, upstream, local, contribution, before, sum };
      return [event.kind, name(node), name(to), numbers, sources.map(name)];
    }
    case 'update':
      return [event.kind, name(event.node), event.before, event.gradient, event.after];
    default:
      return null;
  }
}

describe.each(graphViews)('a neuron alone, %s', (view) => {
  it.each([
    ['one example', mlp(), {}],
    ['a batch', mlp({ batch: 3, optimizer: 'momentum' }), {}],
    ['gradients that are not zeroed', mlp({ batch: 'full', activation: 'relu' }), {}],
    ['an example that is looked at', mlp(), { example: 4 }],
  ])(
    'has the calculations that the whole graph has there, to the last bit: %s',
    (_, recipe, more) => {
      const whole = explained(recipe, null, { view, ...more });
      const calculations = all(whole).map((event) => named(whole, event));
      for (const unit of ['h1_1', 'h1_3', 'h2_2', 'ŷ']) {
        const part = explained(recipe, unit, { view, ...more });
        const names = part.head.graph.map(({ name }) => name);
        expect(names).toContain(unit);
        const computed = new Set(part.head.graph.flatMap(({ op, name }) => (op ? [name] : [])));
        const trained = new Set(names.filter((name) => /^[wb]/.test(name)));
        const expected = calculations.filter((event) => {
          if (!Array.isArray(event)) return false;
          return (event[0] === 'update' ? trained : computed).has(event[1] as string);
        });
        const found = all(part).map((event) => named(part, event));
        expect(found.filter(Boolean)).toEqual(expected);
        expect(part.head.events).toBe(found.length);
      }
    },
  );

  it('takes in what the layer before says, and begins backward with what the neurons behind it sent', () => {
    const recipe = mlp();
    const whole = explained(recipe, null, { view });
    const end = whole.moment(null);
    const at = (name: string) => whole.head.graph.findIndex((node) => node.name === name);
    const part = explained(recipe, 'h2_1', { view });
    const events = all(part);
    const given = events.find(({ kind }) => kind === 'example');
    const units = ['h1_1', 'h1_2', 'h1_3'];
    const leaves = (given?.kind === 'example' ? given.leaves : []).map(({ node, value }) => [
      part.head.graph[node]?.name,
      value,
    ]);
    expect(leaves).toEqual(units.map((name) => [name, end.data[at(name)]]));
    const seed = events.find(({ kind }) => kind === 'seed');
    expect(seed).toMatchObject({ node: part.head.root, value: end.grad[at('h2_1')] });
    expect(part.head.graph[part.head.root]?.name).toBe('h2_1');
    for (const name of units) {
      const node = part.head.graph.find((one) => one.name === name);
      expect(node).toMatchObject({ role: 'data', op: null, operands: [] });
    }
  });

  it('shows at its end what the whole graph shows of it', () => {
    const recipe = mlp({ batch: 'full' });
    const whole = explained(recipe, null, { view });
    const end = whole.moment(null);
    const part = explained(recipe, 'h2_2', { view });
    const own = part.moment(null);
    part.head.graph.forEach(({ name, role }, i) => {
      const node = whole.head.graph.findIndex((one) => one.name === name);
      expect(own.data[i]).toBe(end.data[node]);
      // What a unit of the layer before gets from other neurons may come later.
      if (role !== 'data') expect(own.grad[i]).toBe(end.grad[node]);
    });
    expect(own.locals).toHaveLength(
      part.head.graph.reduce((sum, { operands }) => sum + operands.length, 0),
    );
    expect(own.locals.some(Number.isNaN)).toBe(false);
  });
});

it('a part that is none is refused', () => {
  const refused =
    (scope: string, recipe: Parameters<typeof explained>[0] = mlp(), more = {}) =>
    () =>
      explained(recipe, scope, more);
  expect(refused('h9_1')).toThrow(NotThere);
  expect(refused('w1_1_1')).toThrow('the unit of a neuron');
  expect(refused('x1')).toThrow('the unit of a neuron');
  expect(refused('ŷ', perceptron() as never)).toThrow('the unit of a neuron');
  expect(refused('h1_1', mlp(), { from: 2 })).toThrow('from');
});
