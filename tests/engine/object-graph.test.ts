import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dataset } from '../../src/contract/dataset';
import {
  activations,
  defaultRecipe,
  expressionRecipe,
  karpathyRecipe,
  optimizers,
  outputs,
  type Recipe,
  reductions,
} from '../../src/contract/recipe';
import type { Model } from '../../src/engine/model';
import { asNotebook } from '../../src/engine/notebook';
import { Optimizer } from '../../src/engine/optimizer';
import { Tape } from '../../src/engine/tape';
import { Trainer } from '../../src/engine/trainer';
import { apply, Value } from '../../src/engine/value';
import { graphPlan, plantGraph } from './random-graph';

const STEPS = 200;

/** A new object graph of `root` over other leaves: nothing is shared with the old one. */
function copied(root: Value, leaf: (node: Value) => Value): Value {
  const known = new Map<Value, Value>();
  const visit = (node: Value): Value => {
    const before = known.get(node);
    if (before) return before;
    const fresh = node.op === null ? leaf(node) : apply(node.op, ...node.operands.map(visit));
    known.set(node, fresh);
    return fresh;
  };
  return visit(root);
}

/**
 * Trains as the seminar does: at each step a new graph of Value objects for every example of the batch, the mean or the sum of
 * their losses as one more graph, backward() from that, then the update.
 */
function* byObjects(trainer: Trainer): Generator<{ values: number[]; gradients: number[] }> {
  const { model, examples, recipe } = trainer;
  const optimizer = new Optimizer(recipe.optimizer, model.parameters.length);
  let values = model.parameters.map((node) => node.data);
  const sums = recipe.model === 'mlp' && recipe.loss === 'sum';
  for (;;) {
    const parameters = values.map((data) => new Value(data));
    const losses = trainer.batch.map((index) =>
      copied(model.root, (node) => {
        const trained = model.parameters.indexOf(node);
        if (trained >= 0) return parameters[trained] as Value;
        const data = model.data.find((one) => one.node === node);
        return new Value(data ? (examples.columns[data.column]?.[index] as number) : node.data);
      }),
    );
    let total = losses[0] as Value;
    for (const loss of losses.slice(1)) total = total.add(loss);
    if (!sums && losses.length > 1) total = total.div(losses.length);
    total.backward();
    const gradients = parameters.map(({ grad }) => grad);
    values = values.map((value, i) =>
      optimizer.moved(i, value, gradients[i] as number, recipe.learningRate),
    );
    optimizer.commit();
    yield { values, gradients };
  }
}

function expectSameBits(recipe: Recipe): void {
  const trainer = new Trainer({ ...recipe, stop: { steps: STEPS, lossBelow: 0 } });
  const objects = byObjects(trainer);
  for (let step = 1; step <= STEPS; step++) {
    const { values, gradients } = objects.next().value as { values: number[]; gradients: number[] };
    trainer.advance(1);
    expect(trainer.ended, 'no recipe here diverges').not.toBe('diverged');
    const here = [...trainer.parameterNodes].map((node) => trainer.tape.grad[node]);
    if ([...trainer.committed].some((value, i) => !Object.is(value, values[i]))) {
      expect([...trainer.committed], `step ${step}`).toEqual(values);
    }
    if (here.some((value, i) => value !== gradients[i])) {
      expect(here, `gradients of step ${step}`).toEqual(gradients);
    }
  }
}

const samplings = ['in-order', 'random'] as const;
const xor: Dataset = { kind: 'xor', count: 5, noise: 0.1, test: 0 };

describe('promise 15: objects built anew each step and the trainer agree in every bit, 200 steps each', () => {
  for (const optimizer of optimizers) {
    for (const sampling of samplings) {
      const training = { optimizer, sampling, learningRate: 0.01 };
      it(`perceptron, ${optimizer}, ${sampling}`, () => {
        for (const activation of activations) {
          for (const batch of [1, 2, 'full'] as const) {
            const initial = { w: 0.5, b: 0.25 };
            const dataset = sampling === 'random' ? 'integers' : 'pair';
            expectSameBits({ ...defaultRecipe, ...training, activation, batch, initial, dataset });
          }
        }
      });

      it(`MLP, ${optimizer}, ${sampling}`, () => {
        for (const activation of ['tanh', 'relu'] as const) {
          for (const [i, batch] of ([1, 2, 'full'] as const).entries()) {
            const output = outputs[i % 2] ?? 'linear';
            const loss = reductions[i % 2] ?? 'mean';
            const shape = { activation, batch, output, loss, hidden: [3, 2], dataset: xor };
            expectSameBits({ ...karpathyRecipe, ...training, ...shape });
          }
        }
      });

      it(`expression, ${optimizer}, ${sampling}`, () => {
        for (const batch of [1, 'full'] as const) {
          const text = 'h = tanh(w*x + b)\nloss = (h*w/2 + exp(-h) - y)**2 + 0.01*w**2';
          expectSameBits({ ...expressionRecipe, ...training, text, batch });
        }
      });
    }
  }
});

describe('both views of the graph', () => {
  /** Data and gradients of both, backward from the root, by the nodes that both have. */
  function expectSameNodes(model: Model): void {
    const rebuilt = asNotebook(model);
    const [compact, notebook] = [new Tape(model.root), new Tape(rebuilt.model.root)];
    for (const tape of [compact, notebook]) {
      tape.forward();
      tape.backward();
    }
    for (const [old, now] of rebuilt.nodes) {
      const [a, b] = [compact.indexOf(old), notebook.indexOf(now)];
      const [dataA, dataB] = [compact.data[a] as number, notebook.data[b] as number];
      expect(Object.is(dataA + 0, dataB + 0), `${old.label}: ${dataA} and ${dataB}`).toBe(true);
      // The exponent of a power has the notebook's rule there; 0 and −0 are one gradient.
      if (isExponent(model, old)) continue;
      const [gradA, gradB] = [compact.grad[a] as number, notebook.grad[b] as number];
      expect(Object.is(gradA + 0, gradB + 0), `${old.label}: ${gradA} and ${gradB}`).toBe(true);
    }
  }

  function isExponent(model: Model, leaf: Value): boolean {
    const below = (node: Value): boolean => node === leaf || node.operands.some(below);
    return new Tape(model.root).nodes.some(
      ({ op, operands }) => op === 'power' && operands[1] !== undefined && below(operands[1]),
    );
  }

  it('give the same bits for every model', () => {
    const models: Recipe[] = [
      ...activations.map((activation) => ({ ...defaultRecipe, activation })),
      karpathyRecipe,
      expressionRecipe,
    ];
    for (const recipe of models) expectSameNodes(new Trainer(recipe).model);
  });

  it('give the same bits on 500 random graphs', () => {
    fc.assert(
      fc.property(graphPlan(), (plan) => {
        const { root } = plantGraph({ ...plan, nodes: plan.nodes.slice(0, 14) });
        const model: Model = {
          ...{ root, trains: true, prediction: null },
          ...{ data: [], parameters: [], inputs: [], gates: [] },
        };
        expectSameNodes(model);
      }),
      { numRuns: 500 },
    );
  });
});
