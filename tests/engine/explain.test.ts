import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphView, MicroEvent } from '../../src/contract/explanation';
import type { Intervention } from '../../src/contract/intervention';
import {
  defaultRecipe,
  exercise10,
  type ExpressionRecipe,
  expressionRecipe,
  karpathyRecipe,
  optimizers,
  type PerceptronRecipe,
  type Recipe,
} from '../../src/contract/recipe';
import { StepExplanation } from '../../src/engine/explain';
import { replay } from '../../src/engine/replay';
import { Trainer } from '../../src/engine/trainer';

function explained(
  recipe: Recipe,
  step = 1,
  view: GraphView = 'compact',
  interventions: readonly Intervention[] = [],
  from: number | null = null,
) {
  const trainer = replay({ recipe, interventions }, step - 1);
  const explanation = new StepExplanation(trainer, { view, from, example: null, scope: null });
  const { head } = explanation;
  const events = explanation.events(0, head.events);
  return { explanation, head, events, name: (node: number) => head.graph[node]?.name ?? '' };
}

const ofKind = <Kind extends MicroEvent['kind']>(events: readonly MicroEvent[], kind: Kind) =>
  events.filter((event): event is Extract<MicroEvent, { kind: Kind }> => event.kind === kind);

const threeSix: PerceptronRecipe = {
  ...defaultRecipe,
  dataset: { kind: 'points', x: [[3]], y: [6], test: 0 },
  initial: { w: 0.4, b: 0.8 },
};

function expression(text: string, parameters: Record<string, number>): ExpressionRecipe {
  const names = Object.entries(parameters).map(([name, initial]) => ({
    ...{ name, initial },
    role: 'parameter' as const,
  }));
  return { ...expressionRecipe, text, names };
}

describe('a step in micro-events', () => {
  it('of exercise 10 has its seven edges in the seminar’s order, and −4 and −4', () => {
    const { events, name } = explained(exercise10);
    const edges = ofKind(events, 'backward');
    expect(edges.map(({ node, to }) => `${name(node)} → ${name(to)}`)).toEqual([
      ...['loss → err', 'err → ŷ', 'err → y', 'ŷ → a', 'ŷ → b', 'a → x', 'a → w'],
    ]);
    expect(edges.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const last = edges.at(-1);
    expect(last).toMatchObject({ upstream: -4, local: 1, contribution: -4, before: 0, sum: -4 });
    expect(last?.sources.map(name)).toEqual(['x']);
    expect(edges.find(({ to }) => name(to) === 'b')?.sum).toBe(-4);
    const updates = ofKind(events, 'update');
    expect(updates.map(({ node, before, after }) => [name(node), before, after])).toEqual([
      ['w', 0, 0.4],
      ['b', 0, 0.4],
    ]);
  });

  it('of (3, 6) at w = 0.4, b = 0.8 comes to −24 and −8', () => {
    const { events, name } = explained(threeSix);
    const sums = Object.fromEntries(
      ofKind(events, 'backward').map(({ to, sum }) => [name(to), sum]),
    );
    expect([sums['w'], sums['b']]).toEqual([-24, -8]);
    expect(ofKind(events, 'loss').map(({ value }) => value)).toEqual([16]);
  });

  it('of f = w·w + 3w at w = 2 lists contributions 3, 2, 2 in the order they arrive', () => {
    const { events, name } = explained(expression('f = w*w + 3*w', { w: 2 }));
    const into = ofKind(events, 'backward').filter(({ to }) => name(to) === 'w');
    expect(into.map(({ contribution }) => contribution)).toEqual([3, 2, 2]);
    expect(into.map(({ sum }) => sum)).toEqual([3, 5, 7]);
    expect(ofKind(events, 'update')).toEqual([]);
  });

  it('as the notebook builds exercise 10 has 11 nodes in its order, with its slip at the exponent', () => {
    const { head, explanation, name } = explained(exercise10, 1, 'notebook');
    const order = [...head.graph.keys()].sort(
      (a, b) => (head.graph[a]?.order ?? 0) - (head.graph[b]?.order ?? 0),
    );
    expect(order.map(name)).toEqual(['loss', '2', 'err', '−y', '−1', 'y', 'ŷ', 'b', 'a', 'w', 'x']);
    const { grad } = explanation.moment(null);
    const of = (wanted: string) => grad[head.graph.findIndex((node) => node.name === wanted)];
    expect([of('2'), of('−1'), of('y'), of('x')]).toEqual([4, -8, 4, 0]);
  });
});

/** Recipes with one example, batches, carried gradients; each optimiser. */
const recipes: readonly (readonly [string, Recipe, readonly Intervention[]])[] = [
  ...optimizers.map(
    (optimizer) =>
      [
        `the pair, full batch, ${optimizer}`,
        { ...defaultRecipe, dataset: 'pair', batch: 'full', optimizer },
        [],
      ] as const,
  ),
  [
    'gradients that are not zeroed',
    { ...defaultRecipe, dataset: 'pair' },
    [{ step: 2, change: { kind: 'zero-gradients', on: false } }],
  ],
  ['Karpathy’s MLP, a sum', karpathyRecipe, []],
  [
    'mini-batches of an MLP',
    {
      ...karpathyRecipe,
      ...{ activation: 'relu', loss: 'mean', hidden: [4, 3], sampling: 'random', batch: 3 },
      ...{ dataset: { kind: 'xor', count: 8, noise: 0.1, test: 0 }, optimizer: 'adam' },
    },
    [{ step: 3, change: { kind: 'parameter', name: 'b1_2', value: 0.75 } }],
  ],
  ['an expression', expressionRecipe, []],
];

describe.each(recipes)(
  'the numbers of a step are the trainer’s in every bit: %s',
  (_, recipe, changes) => {
    it.each([1, 2, 3, 7])('step %d', (step) => {
      const after = replay({ recipe, interventions: changes }, step);
      for (const view of ['compact', 'notebook'] as const) {
        const { events, head, name } = explained(recipe, step, view, changes);
        const sums = new Map(ofKind(events, 'backward').map(({ to, sum }) => [name(to), sum]));
        after.parameterNames.forEach((parameter, i) => {
          const node = after.parameterNodes[i] as number;
          expect(sums.get(parameter), parameter).toBe(after.tape.grad[node]);
        });
        const updates = ofKind(events, 'update');
        expect(updates.map(({ after: value }) => value)).toEqual([...after.committed]);
        const loss = ofKind(events, 'batch-loss')[0] ?? ofKind(events, 'loss').at(-1);
        expect(loss?.value).toBe(after.loss);
        expect(head.learningRate).toBe(after.learningRate);
      }
    });

    it('any page equals the slice of all, and the phases cover them without a gap', () => {
      const { events, head, explanation } = explained(recipe, 2, 'compact', changes);
      expect(events).toHaveLength(head.events);
      fc.assert(
        fc.property(fc.nat(head.events), fc.integer({ min: 1, max: 500 }), (first, count) => {
          expect(explanation.events(first, count)).toEqual(events.slice(first, first + count));
        }),
        { numRuns: 40 },
      );
      let next = 0;
      for (const { first, count } of head.phases) {
        expect(first).toBe(next);
        next = first + count;
      }
      expect(next).toBe(events.length);
    });

    it('a moment is the events up to there; what was not reached is no number', () => {
      const { events, head, explanation } = explained(recipe, 1, 'compact', changes);
      for (const done of [
        0,
        1,
        2,
        Math.floor(events.length / 3),
        events.length - 1,
        events.length,
      ]) {
        const { data, reached } = explanation.moment(done);
        const before = events.slice(0, done);
        const begun = before.findLastIndex(({ kind }) => kind === 'example');
        const known = new Map<number, number>();
        for (const event of before.slice(Math.max(0, begun))) {
          if (event.kind === 'forward') known.set(event.node, event.value);
          if (event.kind === 'update') known.set(event.node, event.after);
        }
        head.graph.forEach(({ op }, node) => {
          if (op === null) return;
          expect(((reached[node] ?? 0) & 1) === 1).toBe(known.has(node));
          expect(data[node]).toBe(known.get(node) ?? NaN);
        });
      }
      const { grad, reached } = explanation.moment(0);
      expect([...grad].every(Number.isNaN)).toBe(true);
      expect([...reached].every((bits) => (bits & 2) === 0)).toBe(true);
    });
  },
);

describe('the topological order', () => {
  it('is built depth first: visit, descend, append, as the stack and the visited set say', () => {
    for (const recipe of [exercise10, karpathyRecipe, expression('f = w*w + 3*w', { w: 2 })]) {
      const { events, head } = explained(recipe);
      const stack: number[] = [];
      const visited = new Set<number>();
      const map: number[] = [];
      for (const event of events) {
        if (event.kind === 'visit') {
          expect(visited.has(event.node)).toBe(false);
          visited.add(event.node);
          stack.push(event.node);
        } else if (event.kind === 'descend') {
          expect(stack.at(-1)).toBe(event.node);
          expect(head.graph[event.node]?.operands).toContain(event.to);
          expect(visited.has(event.to)).toBe(event.seen);
        } else if (event.kind === 'append') {
          expect(stack.pop()).toBe(event.node);
          for (const operand of head.graph[event.node]?.operands ?? [])
            expect(map).toContain(operand);
          map.push(event.node);
        }
      }
      expect(stack).toEqual([]);
      expect(map).toEqual([...head.graph.keys()]);
    }
  });
});

describe('backward from here', () => {
  it('gives the gradients of that node, from any node, and no update', () => {
    const { tape, model } = new Trainer(threeSix);
    tape.forward();
    tape.nodes.forEach((node, i) => (node.data = tape.data[i] as number));
    expect(model.trains).toBe(true);
    tape.nodes.forEach((node, from) => {
      for (const one of tape.nodes) one.grad = 0;
      node.backward();
      const { explanation, events, head } = explained(threeSix, 1, 'compact', [], from);
      const { grad, reached } = explanation.moment(null);
      tape.nodes.forEach((one, i) => {
        if (((reached[i] ?? 0) & 2) !== 0) expect(grad[i]).toBe(one.grad);
        else expect(one.grad).toBe(0);
      });
      const whole = from === tape.nodes.length - 1;
      expect(ofKind(events, 'update')).toHaveLength(whole ? 2 : 0);
      expect(head.root).toBe(from);
    });
  });

  it('refuses a node that the graph has not', () => {
    expect(() => explained(exercise10, 1, 'compact', [], 8)).toThrow(/which has 8/);
  });
});

it('on random expressions the running sums are backward’s gradients in every bit', () => {
  const leaf = fc.constantFrom('a', 'b', 'c', '2', '0.5');
  const { text } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc
        .tuple(tie('text'), fc.constantFrom('+', '-', '*', '/'), tie('text'))
        .map(([l, op, r]) => `(${l} ${op} ${r})`),
      fc
        .tuple(fc.constantFrom('tanh', 'exp', 'relu', 'abs', 'sigmoid'), tie('text'))
        .map(([f, x]) => `${f}(${x})`),
    ),
  }));
  const number = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(text, fc.record({ a: number, b: number, c: number }), (written, values) => {
      const recipe = expression(`f = ${written} + a*b - c`, values);
      const { events, name } = explained(recipe);
      const { root } = new Trainer(recipe).model;
      const order = root.backward();
      const sums = new Map(ofKind(events, 'backward').map(({ to, sum }) => [name(to), sum]));
      for (const node of order) {
        if (node === root || node.op === null) continue;
        expect(sums.get(node.label)).toBe(node.grad);
      }
    }),
    { numRuns: 500 },
  );
});
