import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MicroEvent, type Phase, REACHED } from '../../src/contract/explanation';
import type { Intervention } from '../../src/contract/intervention';
import { exercise10, karpathyRecipe, optimizers, type Recipe } from '../../src/contract/recipe';
import type { Moment } from '../../src/engine/moment';
import { replay } from '../../src/engine/replay';
import { type EventOf, type Explained, explained, type Place, sums } from './explained';
import { everyModel, everyTraining, expression, inWords, mlp, perceptron } from './model-recipes';
import { expressionRecipes } from './random-expression';

const carried: Intervention[] = [
  { step: 2, change: { kind: 'zero-gradients', on: false } },
  { step: 3, change: { kind: 'learning-rate', value: 0.003 } },
];

/** What training itself makes of the step that was explained. */
function trained(recipe: Recipe, { step = 1, interventions = [] }: Place) {
  return replay({ recipe, interventions }, step);
}

describe('the explained step is the one that training takes, in every bit', () => {
  const places: Place[] = [
    { step: 1 },
    { step: 4, view: 'notebook' },
    { step: 7, interventions: carried },
    { step: 7, interventions: carried, view: 'notebook' },
  ];

  it.each(everyModel.map((recipe) => [inWords(recipe), recipe] as const))(
    'its updates, of a %s with every optimiser, sampling and batch',
    (_, model) => {
      for (const training of everyTraining)
        for (const place of places) {
          const recipe = { ...model, ...training };
          const step = explained(recipe, place);
          const after = trained(recipe, place);
          const which = JSON.stringify({ ...training, ...place });
          const updates = step.of('update').map((one) => [one.gradient, one.after]);
          const taken = [...after.parameterNodes].map((node, i) => [
            after.tape.grad[node],
            after.committed[i],
          ]);
          expect(updates, which).toEqual(taken);
          const loss = [...step.of('loss'), ...step.of('batch-loss')].at(-1)?.value;
          expect(loss, which).toBe(after.loss);
        }
    },
  );

  it.each([
    perceptron({ dataset: 'pair', batch: 'full' }),
    mlp({ batch: 2, sampling: 'random', optimizer: 'adam' }),
    mlp({ batch: 'full', loss: 'sum' }),
    expression({ batch: 2, optimizer: 'momentum' }),
  ])('data and gradients of every node after its last event, of a $model', (recipe) => {
    for (const place of places) {
      const { explanation, head } = explained(recipe, { ...place, view: 'compact' });
      const { data, grad, reached } = explanation.moment(null);
      const { tape } = trained(recipe, place);
      expect([...data]).toEqual([...tape.data]);
      expect([...grad]).toEqual([...tape.grad]);
      expect([...reached]).toEqual(head.graph.map(() => REACHED.data + REACHED.grad));
    }
  });

  it('the moves are made of the gradient, and of what the steps before left, as each optimiser says', () => {
    type Update = EventOf<'update'>;
    /** Where the parameter goes. */
    const after = ({ before, learningRate: rate, gradient, move }: Update) => {
      if (move.kind === 'sgd') return before - rate * gradient;
      if (move.kind === 'momentum') return before - rate * move.velocity;
      const { first, second, correction1, correction2 } = move;
      const root = Math.sqrt(second) / Math.sqrt(correction2) + 1e-8;
      return before - (rate / correction1) * (first / root);
    };
    /** What is kept for the steps to come. */
    const kept = ({ gradient, move }: Update): readonly number[] => {
      if (move.kind === 'sgd') return [];
      if (move.kind === 'momentum') {
        const { velocityBefore: velocity } = move;
        return [velocity === null ? gradient : 0.9 * velocity + gradient];
      }
      return [
        0.9 * move.firstBefore + (1 - 0.9) * gradient,
        0.999 * move.secondBefore + (1 - 0.999) * (gradient * gradient),
      ];
    };
    const keeps = ({ move }: Update): readonly number[] => {
      if (move.kind === 'sgd') return [];
      return move.kind === 'momentum' ? [move.velocity] : [move.first, move.second];
    };
    for (const optimizer of optimizers) {
      for (const step of [1, 2, 9]) {
        const updates = explained(mlp({ optimizer }), { step }).of('update');
        for (const one of updates) {
          expect(one.move.kind).toBe(optimizer);
          expect(after(one)).toBe(one.after);
          expect(kept(one)).toEqual(keeps(one));
        }
        const first = updates.some(
          ({ move }) => move.kind === 'momentum' && move.velocityBefore === null,
        );
        expect(first).toBe(optimizer === 'momentum' && step === 1);
      }
    }
  });
});

describe('running sums', () => {
  it('on random expressions are backward’s gradients in every bit, from the loss and from any node', () => {
    fc.assert(
      fc.property(expressionRecipes(), fc.nat(), (recipe, n) => {
        for (const from of [null, n]) {
          const { trainer } = explained(recipe);
          const { nodes } = trainer.tape;
          const node = from === null ? null : from % nodes.length;
          const step = explained(recipe, { from: node });
          expectChained(step.events);
          const root = nodes[node ?? nodes.length - 1];
          // The graph of the one example that was gone through last.
          nodes.forEach((one, i) => {
            one.data = step.trainer.tape.data[i] as number;
            one.grad = 0;
          });
          root?.backward();
          const grads = sums(step.events, nodes.length).map((sum) => sum ?? 0);
          expect(grads).toEqual(nodes.map(({ grad }) => grad));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('go on from example to example of a batch, and from step to step while they are not zeroed', () => {
    const recipe = mlp({ batch: 'full' });
    const plain = explained(recipe, { step: 5 });
    expectChained(plain.events);
    const kept = explained(recipe, { step: 5, interventions: carried });
    expectChained(kept.events);
    expect(kept.head.zeroed).toBe('none');
    const { tape } = trained(recipe, { step: 4, interventions: carried });
    const w = kept.node('w1_1_1');
    const first = kept.of('backward').find(({ to }) => to === w);
    expect(first?.before).toBe(tape.grad[w]);
    expect(first?.before).not.toBe(0);
  });
});

/** Each edge: upstream × local = contribution, added to what was there. A gradient that was not seen yet may be kept. */
function expectChained(events: readonly MicroEvent[]): void {
  const grads = new Map<number, number>();
  const kept = new Map<number, number>();
  for (const event of events) {
    if (event.kind === 'example') {
      // What is no leaf begins anew.
      for (const [node, grad] of grads) kept.set(node, grad);
      grads.clear();
    } else if (event.kind === 'seed') grads.set(event.node, event.sum);
    if (event.kind !== 'backward') continue;
    expect(Object.is(event.upstream, grads.get(event.node))).toBe(true);
    expect(Object.is(event.contribution, event.local * event.upstream)).toBe(true);
    const before = grads.get(event.to) ?? (event.before === 0 ? 0 : kept.get(event.to));
    if (before !== undefined) expect(Object.is(event.before, before)).toBe(true);
    expect(Object.is(event.sum, event.before + event.contribution)).toBe(true);
    grads.set(event.to, event.sum);
  }
}

describe('pages and phases', () => {
  const steps: [string, Explained][] = [
    ['exercise 10', explained(exercise10)],
    ['the notebook’s view of it', explained(exercise10, { view: 'notebook' })],
    ['a full batch of the pair', explained(perceptron({ dataset: 'pair', batch: 'full' }))],
    [
      'a mini-batch of a network',
      explained(mlp({ batch: 2 }), { step: 4, interventions: carried }),
    ],
    ['Karpathy’s network', explained(karpathyRecipe)],
    ['backward from here', explained(mlp({ batch: 'full' }), { from: 9, example: null })],
    ['an expression without a loss', explained(expression({ text: 'f = w1*x + b' }))],
  ];

  it.each(steps)('any page is the slice of all events, of %s', (_, { explanation, events }) => {
    const { length } = events;
    expect(explanation.head.events).toBe(length);
    fc.assert(
      fc.property(fc.nat(length + 3), fc.integer({ min: 1, max: length + 3 }), (first, count) => {
        expect(explanation.events(first, count)).toStrictEqual(events.slice(first, first + count));
      }),
      { numRuns: 60 },
    );
  });

  it.each(steps)(
    'phases cover the events without a gap, each with its own kinds, of %s',
    (_, step) => {
      const { phases } = step.head;
      phases.forEach(({ first, count }, i) => {
        const before = phases[i - 1];
        expect(first).toBe(before ? before.first + before.count : 0);
        expect(count).toBeGreaterThan(0);
      });
      const words = phases.flatMap(({ phase, count }) =>
        Array.from({ length: count }, () => phase),
      );
      expect(words).toEqual(step.events.map(({ kind }) => phaseOf[kind]));
    },
  );

  it.each(steps)('a moment is what the events before it have made, of %s', (_, step) => {
    const { explanation, events } = step;
    let now = copy(explanation.moment(0));
    expectNothingComputed(step, now);
    events.forEach((event, i) => {
      now = after(step, now, event);
      // Of the long ones every seventh, and the last below.
      if (events.length < 200 || i % 7 === 0)
        expect(explanation.moment(i + 1), `after event ${i + 1}, ${event.kind}`).toStrictEqual(now);
    });
    expect(explanation.moment(null)).toStrictEqual(now);
  });
});

const phaseOf: Readonly<Record<MicroEvent['kind'], Phase>> = {
  example: 'forward',
  forward: 'forward',
  loss: 'loss',
  visit: 'order',
  descend: 'order',
  append: 'order',
  seed: 'backward',
  backward: 'backward',
  'batch-loss': 'loss',
  update: 'update',
};

const copy = ({ data, grad, reached, locals }: Moment): Moment => ({
  data: data.slice(),
  grad: grad.slice(),
  reached: reached.slice(),
  locals: locals.slice(),
});

/** Before the first event only what is not computed and no example's has a value; "not reached" is never a number. */
function expectNothingComputed({ head }: Explained, start: Moment): void {
  head.graph.forEach(({ role }, node) => {
    const has = role !== 'operation' && role !== 'data';
    expect((start.reached[node] as number) & REACHED.data).toBe(has ? REACHED.data : 0);
    expect(Number.isNaN(start.data[node])).toBe(!has);
    const kept = role === 'parameter' && head.zeroed === 'none' && head.step > 1;
    expect((start.reached[node] as number) & REACHED.grad).toBe(kept ? REACHED.grad : 0);
    expect(Number.isNaN(start.grad[node])).toBe(!kept);
  });
  expect(start.locals.every((local) => Number.isNaN(local))).toBe(true);
}

/** The graph's numbers after one more event. */
function after(step: Explained, before: Moment, event: MicroEvent): Moment {
  const now = event.kind === 'example' ? rebuilt(step, before) : copy(before);
  const set = (what: 'data' | 'grad', node: number, value: number) => {
    now[what][node] = value;
    now.reached[node] = (now.reached[node] as number) | REACHED[what];
  };
  const { graph } = step.head;
  if (event.kind === 'example') for (const one of event.leaves) set('data', one.node, one.value);
  if (event.kind === 'forward') set('data', event.node, event.value);
  if (event.kind === 'seed') set('grad', event.node, event.sum);
  if (event.kind === 'update') set('data', event.node, event.after);
  if (event.kind === 'backward') {
    set('grad', event.to, event.sum);
    const edges = graph.slice(0, event.node).flatMap(({ operands }) => operands);
    now.locals[edges.length + event.operand] = event.local;
  }
  return now;
}

/** The graph is new for each example: only the parameters' gradients go on. */
function rebuilt({ head }: Explained, { data, grad, reached, locals }: Moment): Moment {
  const keeps = (node: number) => head.graph[node]?.role === 'parameter';
  const leaf = (node: number) => head.graph[node]?.role !== 'operation';
  return {
    data: data.map((value, node) => (leaf(node) ? value : Number.NaN)),
    grad: grad.map((value, node) => (keeps(node) ? value : Number.NaN)),
    reached: reached.map((was, node) => (keeps(node) ? was : leaf(node) ? was & REACHED.data : 0)),
    locals: locals.map(() => Number.NaN),
  };
}
