import type { Activation, PerceptronRecipe } from '../contract/recipe';
import { Value } from './value';

/** A computation graph with the leaves that training sets and reads. */
export interface Model {
  readonly loss: Value;
  readonly prediction: Value;
  readonly input: Value;
  readonly target: Value;
  /** In the order in which results declare them. */
  readonly parameters: readonly Value[];
}

/** ReLU of the pre-activation z, one of three ways. */
const activate: Readonly<Record<Exclude<Activation, 'identity'>, (z: Value) => Value>> = {
  relu: (z) => z.relu(),
  'relu-abs': (z) =>
    z
      .add(z.abs().named('|z|'))
      .named('pos')
      .div(new Value(2, null, [], '2')),
  'relu-notebook': (z) =>
    z
      .add(z.absNotebook().named('|z|'))
      .named('pos')
      .div(new Value(2, null, [], '2')),
};

/** ŷ = f(x·w + b), L = (ŷ − y)², built in the seminar's order. */
export function buildPerceptron(recipe: PerceptronRecipe): Model {
  const leaf = (label: string, data: number) => new Value(data, null, [], label);
  const x = leaf('x', 0);
  const y = leaf('y', 0);
  const w = leaf('w', recipe.initial.w);
  const b = leaf('b', recipe.initial.b);
  const sum = x.mul(w).named('a').add(b);
  const prediction =
    recipe.activation === 'identity' ? sum : activate[recipe.activation](sum.named('z'));
  const loss = prediction.named('ŷ').sub(y).named('err').square().named('loss');
  return { loss, prediction, input: x, target: y, parameters: [w, b] };
}
