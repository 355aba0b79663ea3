import type { HiddenActivation, MlpRecipe, Output } from '../contract/recipe';
import type { Gate, Model } from './model';
import type { Mt19937 } from './mt19937';
import { Value } from './value';

interface Neuron {
  readonly z: Value;
  readonly weights: readonly Value[];
  readonly bias: Value;
}

/**
 * A multi-layer perceptron as in Karpathy's micrograd: z = b + w₁x₁ + w₂x₂ + … from left to right, starting from b. Weights
 * are drawn uniform(−1, 1) neuron by neuron; biases start as 0 without a draw.
 * Names count from 1: w2_3_1 is the weight of layer 2's third neuron for its first input, b2_3 its bias, z2_3 its
 * pre-activation, h2_3 its output; the output neuron's weights are named likewise.
 */
export function buildMlp(recipe: MlpRecipe, inputs: number, random: Mt19937): Model {
  const leaf = (label: string, data: number) => new Value(data, null, [], label);
  const x = Array.from({ length: inputs }, (_, i) => leaf(inputs === 1 ? 'x' : `x${i + 1}`, 0));
  const y = leaf('y', 0);
  const parameters: Value[] = [];
  const gates: Gate[] = [];
  let layer: readonly Value[] = x;
  const layers: (readonly Value[])[] = [x];
  recipe.hidden.forEach((width, l) => {
    const neurons = Array.from({ length: width }, (_, j) => neuron(layer, `${l + 1}_${j + 1}`));
    parameters.push(...neurons.flatMap(({ weights, bias }) => [...weights, bias]));
    layer = neurons.map(({ z }, j) => {
      const unit = activated(recipe.activation, z).named(`h${l + 1}_${j + 1}`);
      if (recipe.activation === 'relu') gates.push({ unit, z, closedAtZero: true });
      return unit;
    });
    layers.push(layer);
  });
  const { z, weights, bias } = neuron(layer, `${recipe.hidden.length + 1}_1`);
  parameters.push(...weights, bias);
  const prediction = activated(recipe.output, z).named('ŷ');
  return {
    root: prediction.sub(y).named('err').square().named('loss'),
    trains: true,
    prediction,
    data: [...x.map((node, column) => ({ node, column })), { node: y, column: inputs }],
    parameters,
    inputs: [],
    gates,
    layers: [...layers, [prediction]],
  };

  function neuron(from: readonly Value[], name: string): Neuron {
    const weights = from.map((_, i) => {
      // uniform(a, b) is a + (b − a)·random(), as in Python.
      return leaf(`w${name}_${i + 1}`, -1 + 2 * random.random());
    });
    const bias = leaf(`b${name}`, 0);
    let z = bias;
    from.forEach((input, i) => {
      const product = (weights[i] as Value).mul(input).named(`p${name}_${i + 1}`);
      z = z.add(product).named(i + 1 === from.length ? `z${name}` : `s${name}_${i + 1}`);
    });
    return { z, weights, bias };
  }
}

function activated(activation: HiddenActivation | Output, z: Value): Value {
  switch (activation) {
    case 'relu':
      return z.relu();
    case 'tanh':
      return z.tanh();
    case 'linear':
      return z;
  }
}
