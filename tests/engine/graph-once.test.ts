import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../src/contract/intervention';
import { exercise10, type PerceptronRecipe } from '../../src/contract/recipe';
import { NotThere } from '../../src/engine/question';
import { replay } from '../../src/engine/replay';
import { ReplayCache } from '../../src/engine/replay-cache';
import { type EventOf, explained, sums } from './explained';
import { expression, mlp } from './model-recipes';

const forgotten: Intervention = { step: 1, change: { kind: 'zero-gradients', on: false } };
const once: PerceptronRecipe = { ...exercise10, graph: 'once' };
const onceZeroed: PerceptronRecipe = { ...exercise10, graph: 'once-zeroed' };

describe('a graph that is built once', () => {
  // semantics.md: one example, η 0.1, 100 steps.
  it.each([
    ['every gradient zeroed', onceZeroed, [], 39.99999999999992, 39.99999999999992],
    ['only those of w and b zeroed', once, [], 1768510, 68680],
    ['nothing zeroed', once, [forgotten], 36785008, 1768510],
    ['nothing zeroed, where all would be', onceZeroed, [forgotten], 36785008, 1768510],
  ] as const)('%s: the loss never changes, and w and b run away', (_, recipe, changes, w, b) => {
    const losses: number[] = [];
    const trainer = replay({ recipe, interventions: changes }, 100, (row) => {
      losses.push(row[2] as number);
    });
    expect([...trainer.committed]).toEqual([w, b]);
    expect(new Set(losses)).toEqual(new Set([4]));
  });

  it('is that of the first example, whatever comes later', () => {
    const samples = new Set<number>();
    const recipe = { ...once, dataset: 'pair', stop: { steps: 10, lossBelow: 0 } } as const;
    replay({ recipe, interventions: [] }, 10, (row) => samples.add(row[0] as number));
    expect(samples).toEqual(new Set([1]));
  });

  it('goes on from any checkpoint, to the last bit', () => {
    const run = { recipe: { ...once, stop: { steps: 60_000, lossBelow: 0 } }, interventions: [] };
    const cache = new ReplayCache(run);
    while (cache.covered < 60_000) cache.extend(60_000);
    for (const step of [59_999, 31_234, 1]) {
      const { committed, tape } = cache.at(step);
      const plain = replay(run, step);
      expect(committed).toEqual(plain.committed);
      expect([...tape.grad]).toEqual([...plain.tape.grad]);
      expect([...tape.data]).toEqual([...plain.tape.data]);
    }
  });

  it('diverges at the first number that is not finite, which is no value of the forward pass', () => {
    // Each factor's gradient is the other one, which the last step made larger.
    const recipe = expression({
      text: 'p = u*v\nloss = (p*x - y)**2',
      names: [
        { name: 'u', role: 'parameter', initial: 1 },
        { name: 'v', role: 'parameter', initial: 1 },
        { name: 'x', role: 'data', column: 'x' },
        { name: 'y', role: 'data', column: 'y' },
      ],
      ...{ dataset: 'one', graph: 'once-zeroed', learningRate: 10 },
      stop: { steps: 1000, lossBelow: 0 },
    });
    const { ended, divergedAt, step, committed, tape } = replay(
      { recipe, interventions: [] },
      1000,
    );
    expect(ended).toBe('diverged');
    expect(divergedAt?.step).toBe(step + 1);
    expect(['u', 'v']).toContain(divergedAt?.node);
    // The loss and p are still those of the first step.
    expect(tape.data.at(-1)).toBe(1);
    expect(committed.every((value) => Number.isFinite(value))).toBe(true);
  });

  it.each([once, onceZeroed, mlp({ graph: 'once' })])(
    'is explained without a forward pass, with the sums that backward makes ($model, $graph)',
    (recipe) => {
      for (const interventions of [[], [forgotten]]) {
        for (const step of [1, 2, 7]) {
          const { head, events, of, explanation } = explained(recipe, { step, interventions });
          expect(head.reused).toBe(step > 1);
          const phases = head.phases.map(({ phase }) => phase);
          const all = ['forward', 'loss', 'order', 'backward', 'update'];
          expect(phases).toEqual(step > 1 ? all.slice(2) : all);
          expect(of('forward').length > 0).toBe(step === 1);
          const { tape, committed } = replay({ recipe, interventions }, step);
          const made = sums(events, head.graph.length);
          for (const [node, sum] of made.entries()) expect(sum ?? 0).toBe(tape.grad[node]);
          expect(of('update').map(({ after }) => after)).toEqual([...committed]);
          // Each sum goes on from what is shown before it.
          const start = explanation.moment(0);
          const seen = new Map<number, number>();
          for (const edge of of('backward')) {
            const first = Number.isNaN(start.grad[edge.to]) ? 0 : (start.grad[edge.to] as number);
            expect(edge.before).toBe(seen.get(edge.to) ?? first);
            seen.set(edge.to, edge.sum);
          }
        }
      }
    },
  );

  it('has no notebook view once it is used again, since there more nodes would gather', () => {
    expect(() => explained(once, { step: 2, view: 'notebook' })).toThrow(NotThere);
    expect(explained(once, { step: 1, view: 'notebook' }).head.graph).toHaveLength(11);
  });
});

describe('an example that is looked at', () => {
  const pair = { ...exercise10, dataset: 'pair', learningRate: 0.01 } as const;

  it('goes through the graph as its own, and nothing is updated', () => {
    const { head, of, name } = explained(pair, { step: 1, example: 2 });
    expect(head.phases.map(({ phase }) => phase)).toEqual(['forward', 'loss', 'order', 'backward']);
    expect(of('example')).toMatchObject([{ sample: 2, number: 1, of: 1 }]);
    const into = (wanted: string) =>
      of('backward').find(({ to }) => name(to) === wanted) as EventOf<'backward'>;
    // (3, 6) at w = b = 0: ŷ = 0, so −2·6·3 and −2·6.
    expect([into('w').sum, into('b').sum]).toEqual([-36, -12]);
  });

  it('may be one that only tests, or one of a batch, which counts whole', () => {
    const tested = mlp({
      batch: 'full',
      dataset: { kind: 'moons', count: 5, noise: 0.1, test: 2 },
    });
    const { of, head } = explained(tested, { step: 3, example: 5 });
    expect(head.batch).toEqual([5]);
    expect(of('seed')).toMatchObject([{ value: 1 }]);
    expect(of('batch-loss')).toEqual([]);
  });

  it('is a new graph even where the run uses one again', () => {
    const run = { recipe: { ...pair, graph: 'once' } as const, interventions: [] };
    const { head, of } = explained(run.recipe, { step: 5, example: 2 });
    expect(head.reused).toBe(false);
    expect(of('forward').length).toBeGreaterThan(0);
  });

  it('is refused where there is none', () => {
    expect(() => explained(pair, { example: 3 })).toThrow('example: accepted: 1 … 2.');
  });
});
