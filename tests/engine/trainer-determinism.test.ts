import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Intervention } from '../../src/contract/intervention';
import { activations, optimizers } from '../../src/contract/recipe';
import { Mt19937 } from '../../src/engine/mt19937';
import { Sampler } from '../../src/engine/sampler';
import { Trainer } from '../../src/engine/trainer';
import { committedOf, learningRate, recipeOf, rowsOf, set, zeroGradients } from './training';

const recipe = fc
  .record({
    activation: fc.constantFrom(...activations),
    dataset: fc.constantFrom('one' as const, 'pair' as const, 'integers' as const),
    sampling: fc.constantFrom('in-order' as const, 'random' as const),
    batch: fc.constantFrom(1, 'full' as const),
    optimizer: fc.constantFrom(...optimizers),
    learningRate: fc.constantFrom(0.001, 0.01, 0.1, 0.6, 3),
    initial: fc.constantFrom({ w: 0, b: 0 }, { w: 0.5, b: -0.25 }),
    seed: fc.nat(1000),
    steps: fc.integer({ min: 1, max: 400 }),
    lossBelow: fc.constantFrom(0, 1e-3),
  })
  .map(recipeOf);

const interventions = fc.array(
  fc.record({
    step: fc.integer({ min: 1, max: 400 }),
    change: fc.constantFrom(
      learningRate(0.02),
      learningRate(2),
      set('w', 1),
      set('b', -2),
      zeroGradients(false),
      zeroGradients(true),
    ),
  }),
  { maxLength: 4 },
) satisfies fc.Arbitrary<Intervention[]>;

/** Everything that can be seen of a trainer at rest. */
function seen(trainer: Trainer): unknown {
  const { step, ended, divergedAt, learningRate: rate, row, tape } = trainer;
  return {
    step,
    ended,
    divergedAt,
    committed: committedOf(trainer),
    rate,
    row,
    data: tape.data,
    grad: tape.grad,
  };
}

describe('promise 15: a rerun agrees in every bit', () => {
  it('however the steps are cut into calls of advance', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(recipe, interventions, cuts, (one, changes, sizes) => {
        const whole = new Trainer(one, changes);
        const pieces = new Trainer(one, changes);
        expect(rowsOf(pieces, sizes)).toEqual(rowsOf(whole));
        expect(seen(pieces)).toEqual(seen(whole));
      }),
      { numRuns: 300 },
    );
  });

  it('after save and restore, in the same trainer and in a new one', () => {
    fc.assert(
      fc.property(recipe, interventions, fc.nat(400), (one, changes, before) => {
        const trainer = new Trainer(one, changes);
        trainer.advance(before);
        const checkpoint = trainer.save(true);
        const rows = rowsOf(trainer);
        const end = seen(trainer);

        trainer.restore(checkpoint);
        expect(rowsOf(trainer)).toEqual(rows);
        expect(seen(trainer)).toEqual(end);
        const other = new Trainer(one, changes);
        other.restore(checkpoint);
        expect(rowsOf(other)).toEqual(rows);
        expect(seen(other)).toEqual(end);
      }),
      { numRuns: 200 },
    );
  });

  it('a restored end is an end', () => {
    const one = recipeOf({ learningRate: 0.1, lossBelow: 0.6 });
    const trainer = new Trainer(one);
    rowsOf(trainer);
    const other = new Trainer(one);
    other.restore(trainer.save(true));
    other.advance(10);
    expect([other.ended, other.step]).toEqual(['loss', 3]);
  });
});

describe('after a divergence', () => {
  it('the graph, the row and the parameters are those of the last committed step', () => {
    fc.assert(
      fc.property(
        recipe.map((one) => ({
          ...one,
          learningRate: 50 + one.learningRate,
          activation: 'identity' as const,
          optimizer: 'sgd' as const,
        })),
        interventions.map((all) => all.filter(({ change }) => change.kind !== 'learning-rate')),
        (one, changes) => {
          const steps = 2000;
          const trainer = new Trainer({ ...one, stop: { steps, lossBelow: 0 } }, changes);
          rowsOf(trainer);
          expect(trainer.ended).toBe('diverged');
          const reached = trainer.step;
          expect(trainer.divergedAt?.step).toBe(reached + 1);
          const upToThere = new Trainer({ ...one, stop: { steps, lossBelow: 0 } }, changes);
          upToThere.advance(reached);
          expect(seen(trainer)).toEqual({
            ...(seen(upToThere) as object),
            ended: 'diverged',
            divergedAt: trainer.divergedAt,
          });
          const { data, grad } = trainer.tape;
          // Data is not updated: x's own gradient may overflow a step before w does. Every other is finite.
          const others = trainer.tape.nodes.flatMap(({ label }, i) =>
            label === 'x' ? [] : grad[i],
          );
          expect(others).toHaveLength(grad.length - 1);
          expect([...data, ...others].every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('which a change at rest brought about, the parameters are the committed ones too', () => {
    const trainer = new Trainer(recipeOf({ learningRate: 0.1 }));
    trainer.advance(2);
    trainer.intervene(set('w', 1e300));
    trainer.advance(1);
    expect(trainer.divergedAt).toEqual({ step: 3, node: 'loss' });
    const [w, b] = trainer.model.parameters.map(
      (node) => trainer.tape.data[trainer.tape.indexOf(node)],
    );
    expect([w, b]).toEqual([0.64, 0.64]);
    expect(committedOf(trainer)).toEqual({ w: 0.64, b: 0.64, loss: 1.44 });
  });

  // No recipe within its ranges comes this far: there the loss is always the first to overflow.
  it.each([
    { what: 'a new parameter', initial: { w: 0, b: 1e150 }, rate: 1e300, node: 'w' },
    { what: 'a node before the loss', initial: { w: 1e308, b: 0 }, rate: 0.01, node: 'a' },
  ])('the first not finite in evaluation order is named: $what', ({ initial, rate, node }) => {
    const choices = { dataset: 'integers', sampling: 'random', steps: 5 } as const;
    const trainer = new Trainer(recipeOf({ ...choices, initial, learningRate: rate }));
    trainer.advance(5);
    expect(trainer.divergedAt).toEqual({ step: 1, node });
  });

  it('at the first step nothing is committed and there is no loss', () => {
    const trainer = new Trainer(recipeOf({ initial: { w: 1e300, b: 0 } }));
    trainer.advance(5);
    expect(trainer.step).toBe(0);
    expect(trainer.divergedAt).toEqual({ step: 1, node: 'loss' });
    expect(committedOf(trainer)).toEqual({ w: 1e300, b: 0, loss: null });
    expect([...trainer.row].every(Number.isNaN)).toBe(true);
  });
});

/** What `random.random()` would give after the sampler's last draw. */
function nextRandom(sampler: Sampler): number {
  const generator = new Mt19937(0);
  generator.restore(sampler.save().random as Uint32Array);
  return generator.random();
}

describe("draws are Python's, one after the other", () => {
  it.each([
    { dataset: 'one', count: 1 },
    { dataset: 'pair', count: 2 },
    { dataset: 'integers', count: 3 },
  ])('$dataset takes randint(0, N − 1), and uses up as many words', ({ count }) => {
    const python =
      'import json, random; random.seed(7);' +
      `print(json.dumps([[random.randint(0, ${count} - 1) for _ in range(50)], random.random()]))`;
    const [draws, after] = JSON.parse(
      execFileSync('python3', ['-c', python], { encoding: 'utf8' }),
    ) as [number[], number];

    const sampler = new Sampler('random', count, 1, new Mt19937(7));
    const indices = [sampler.batch[0]];
    while (indices.length < 50) {
      sampler.next();
      indices.push(sampler.batch[0]);
    }
    expect(indices).toEqual(draws);
    expect(nextRandom(sampler)).toBe(after);
  });
});
