import { brief, count } from '../format';
import type { UnitParameter } from '../network/layout';
import type { NetworkPicture } from '../network/network.svelte';

/** What is said of a network. */
export const network = {
  label: 'Network',
  computing: 'The network is being computed.',
  example: {
    label: 'Example',
    of: (all: number) => `of ${count(all)}`,
    before: 'Example before',
    after: 'Next example',
    own: 'The step’s own',
  },
  inputs: (size: number) => (size === 1 ? 'input' : 'inputs'),
  output: 'output',
  layer: (layer: number, size: number) => `layer ${layer} · ${size}`,
  collapse: (collapsed: boolean) =>
    collapsed ? 'draw each of its neurons' : 'draw its neurons as one',
  unit: (name: string, value: number, gradient: number, opens: boolean) =>
    `${name} says ${brief(value)}, its gradient is ${brief(gradient)}${opens ? '; Enter opens it' : ''}`,
  details: (name: string, value: number, gradient: number) =>
    `${name} says ${brief(value)} at this example; ∂L/∂${name} = ${brief(gradient)}.`,
  parameters: (largest: readonly UnitParameter[], all: number) => {
    const which =
      largest.length < all
        ? `The ${largest.length} largest of its ${all} gradients`
        : 'Its gradients';
    const short = (value: number) => brief(Number(value.toPrecision(3)));
    const each = largest.map(
      ({ name, value, gradient }) => `∂L/∂${name} = ${short(gradient)} (${name} = ${short(value)})`,
    );
    return `${which}: ${each.join(', ')}.`;
  },
  open: (name: string) => `Open ${name}`,
  close: 'Network',
  inside: (name: string) => `Inside the neuron of ${name}`,
  hint: 'Choose a neuron to see its weights; a double click or Enter opens it.',
  modes: { label: 'What is drawn', network: 'Network', nodes: 'Every node' },
  legend: {
    positive: '+ weight',
    negative: '− weight',
    width: 'width: size of the weight',
    largest: (drawn: number, all: number) => `the ${drawn} largest of ${count(all)}`,
    colour: 'colour and sign: what the neuron says',
  },
  summary: ({ layers, activations, parameters, example, target }: NetworkPicture) => {
    const sizes = layers.map((layer) => layer.length).join('–');
    const largest = parameters.reduce(
      (most, one) => (Math.abs(one) > Math.abs(most) ? one : most),
      0,
    );
    return `Network ${sizes} at example ${example}: it says ŷ = ${brief(activations.at(-1) ?? NaN)} where y is ${brief(target)}. It has ${count(parameters.length)} weights and biases; the largest is ${brief(largest)}.`;
  },
};
