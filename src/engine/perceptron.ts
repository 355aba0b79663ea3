import type { Activation, PerceptronRecipe } from '../contract/recipe';
import type { Gate, Model } from './model';
import { Value } from './value';

/** ReLU of the pre-activation z, one of three ways. */
const activate: Readonly<Record<Exclude<Activation, 'identity'>, (z: Value) => Value>> = {
  relu: (z) => z.relu(),
  'relu-abs': (z) => halved(z, z.abs()),
  'relu-notebook': (z) => halved(z, z.absNotebook()),
};

/** (z + |z|) / 2 */
function halved(z: Value, abs: Value): Value {
  return z
    .add(abs.named('|z|'))
    .named('pos')
    .div(new Value(2, null, [], '2'));
}

/** ŷ = f(x·w + b), L = (ŷ − y)², built in the seminar's order. */
export function buildPerceptron({ activation, initial }: PerceptronRecipe): Model {
  const leaf = (label: string, data: number) => new Value(data, null, [], label);
  const x = leaf('x', 0);
  const y = leaf('y', 0);
  const w = leaf('w', initial.w);
  const b = leaf('b', initial.b);
  const sum = x.mul(w).named('a').add(b);
  const prediction = activation === 'identity' ? sum : activate[activation](sum.named('z'));
  const root = prediction.named('ŷ').sub(y).named('err').square().named('loss');
  return {
    root,
    trains: true,
    prediction,
    data: [
      { node: x, column: 0 },
      { node: y, column: 1 },
    ],
    parameters: [w, b],
    inputs: [],
    gates: gatesOf(activation, prediction, sum),
    layers: [],
  };
}

/** The notebook's ReLU lets half of the gradient through on either side. */
function gatesOf(activation: Activation, unit: Value, z: Value): readonly Gate[] {
  if (activation !== 'relu' && activation !== 'relu-abs') return [];
  return [{ unit, z, closedAtZero: activation === 'relu' }];
}
