import type { Activation, MlpRecipe, PerceptronRecipe } from '../../../contract/recipe';
import { float, indented } from '../python/literals';
import type { RunParts } from '../python/run-parts';
import { graphLines } from './graph-code';
import { moduleNames } from './module-names';

/** A model as an nn.Module. */
export interface ModuleCode {
  /** Functions and classes, each a block of lines; the last is the model. */
  readonly blocks: readonly (readonly string[])[];
  readonly name: string;
  /** Where each trained number stands in the module `model`, by the lab's name. */
  readonly place: (label: string) => string;
  /** The parameters' numbers as Python literals, by their names in the module: of the values in declared order. */
  readonly state: (values: readonly number[]) => readonly string[];
  /** What `forward` gives: a prediction for inputs, or the loss of examples. */
  readonly gives: 'prediction' | 'loss';
}

const ABS_WITHOUT_BACKWARD = [
  'class AbsWithoutBackward(torch.autograd.Function):',
  '    """abs as the seminar\'s notebook wrote it: its backward rule is missing, so nothing flows through it."""',
  '',
  '    @staticmethod',
  '    def forward(ctx, z):',
  '        return z.abs()',
  '',
  '    @staticmethod',
  '    def backward(ctx, gradient):',
  '        return torch.zeros_like(gradient)',
];

const KEEP = [
  'kept = []',
  '',
  '',
  'def keep(node):',
  '    """Lets a node keep its gradient from one backward pass to the next, as a Value does that nobody zeroes."""',
  '    if node.requires_grad:',
  '        total = torch.zeros_like(node)',
  '        kept.append(total)',
  '        node.register_hook(lambda gradient: total.add_(gradient).clone())',
  '    return node',
];

/** @param keeps whether the nodes between keep their gradients: of a graph that is used again */
export function moduleOf(parts: RunParts, keeps: boolean): ModuleCode {
  const { recipe } = parts;
  if (recipe.model === 'mlp') return network(parts, recipe, keeps);
  if (recipe.model === 'perceptron' && !keeps) return perceptron(parts, recipe);
  return graph(parts, keeps);
}

const activated: Readonly<Record<Activation, readonly string[]>> = {
  identity: ['return x * self.w + self.b'],
  relu: ['return torch.relu(x * self.w + self.b)'],
  'relu-abs': ['z = x * self.w + self.b', 'return (z + z.abs()) / 2'],
  'relu-notebook': ['z = x * self.w + self.b', 'return (z + AbsWithoutBackward.apply(z)) / 2'],
};

function perceptron(parts: RunParts, { activation }: PerceptronRecipe): ModuleCode {
  const own = scalars(parts, ['w', 'b']);
  return {
    ...own,
    blocks: [
      ...(activation === 'relu-notebook' ? [ABS_WITHOUT_BACKWARD] : []),
      moduleClass(own.name, own.attributes, 'x', activated[activation]),
    ],
    gives: 'prediction',
  };
}

/** Every node as the lab's graph has it. */
function graph(parts: RunParts, keeps: boolean): ModuleCode {
  const { model, tape, parameters } = parts;
  const names = moduleNames(parts);
  const attributes = parameters.map((node) => names[tape.indexOf(node)] as string);
  const trained = new Map(
    parameters.map((node, i) => [tape.indexOf(node), `self.${attributes[i] as string}`]),
  );
  const own = scalars(parts, attributes);
  const lines = graphLines(model, tape, { names, trained, keeps });
  return {
    ...own,
    blocks: [
      ...(tape.nodes.some(({ op }) => op === 'absNotebook') ? [ABS_WITHOUT_BACKWARD] : []),
      ...(keeps ? [KEEP] : []),
      moduleClass(own.name, own.attributes, 'example', lines),
    ],
    gives: 'loss',
  };
}

/** A module whose parameters are single numbers. */
function scalars({ recipe, parameters }: RunParts, attributes: readonly string[]) {
  const places = new Map(parameters.map(({ label }, i) => [label, attributes[i] as string]));
  return {
    name: recipe.model === 'perceptron' ? 'Perceptron' : 'Expression',
    attributes: parameters.map(({ label, data }, i) => {
      const attribute = attributes[i] as string;
      const note = attribute === label ? '' : `  # ${label}`;
      return `self.${attribute} = nn.Parameter(torch.tensor(${float(data)}))${note}`;
    }),
    place: (label: string) => `model.${places.get(label) ?? ''}`,
    state: (values: readonly number[]) =>
      attributes.map((attribute, i) => `"${attribute}": ${float(values[i] as number)},`),
  };
}

function moduleClass(
  name: string,
  attributes: readonly string[],
  argument: string,
  forward: readonly string[],
): readonly string[] {
  return [
    `class ${name}(nn.Module):`,
    '    def __init__(self):',
    '        super().__init__()',
    ...indented(indented(attributes)),
    '',
    `    def forward(self, ${argument}):`,
    ...indented(indented(forward)),
  ];
}

const NEURON = [
  'def neuron(weights, bias, values):',
  '    z = bias',
  '    for weight, value in zip(weights, values):',
  '        z = keep(z + keep(weight * value))',
  '    return z',
];

const KEPT_FORWARD = [
  '"""Number by number: every product and every sum keeps a gradient of its own."""',
  'values = list(x)',
  'for layer in self.layers:',
  '    if isinstance(layer, nn.Linear):',
  '        values = [neuron(weights, bias, values) for weights, bias in zip(layer.weight, layer.bias)]',
  '    else:',
  '        values = [keep(layer(z)) for z in values]',
  'return values[0]',
];

function network({ rows }: RunParts, recipe: MlpRecipe, keeps: boolean): ModuleCode {
  const widths = [(rows[0]?.length ?? 1) - 1, ...recipe.hidden, 1];
  const activation = recipe.activation === 'relu' ? 'nn.ReLU()' : 'nn.Tanh()';
  const layers = widths.slice(1).flatMap((width, l) => {
    const last = l + 2 === widths.length;
    const after = last ? (recipe.output === 'tanh' ? ['nn.Tanh()'] : []) : [activation];
    return [`nn.Linear(${widths[l] as number}, ${width})`, ...after];
  });
  const attributes = [
    'self.layers = nn.Sequential(',
    ...layers.map((layer) => `    ${layer},`),
    ')',
  ];
  const forward = keeps ? KEPT_FORWARD : ['return self.layers(x).squeeze(-1)'];
  return {
    blocks: [...(keeps ? [KEEP, NEURON] : []), moduleClass('MLP', attributes, 'x', forward)],
    name: 'MLP',
    place: placeInLayers,
    state: (values) => layerState(widths, values),
    gives: 'prediction',
  };
}

/** Of w2_3_1, the first weight of the second layer's third neuron, or b2_3, its bias; an activation stands between layers. */
function placeInLayers(label: string): string {
  const [, kind = '', ...numbers] = /^([wb])(\d+)_(\d+)(?:_(\d+))?$/.exec(label) ?? [];
  const [l = 0, j = 0, i = 0] = numbers.map((digits) => Number(digits) - 1);
  const layer = `model.layers[${2 * l}]`;
  return kind === 'w' ? `${layer}.weight[${j}, ${i}]` : `${layer}.bias[${j}]`;
}

/** Weights, a row a neuron, and biases, layer by layer; the values stand neuron by neuron, the bias last. */
function layerState(widths: readonly number[], values: readonly number[]): readonly string[] {
  let at = 0;
  return widths.slice(1).flatMap((width, l) => {
    const inputs = widths[l] as number;
    const neurons = Array.from({ length: width }, () => values.slice(at, (at += inputs + 1)));
    const list = (row: readonly number[]) => `[${row.map(float).join(', ')}]`;
    return [
      `"layers.${2 * l}.weight": [`,
      ...neurons.map((neuron) => `    ${list(neuron.slice(0, inputs))},`),
      '],',
      `"layers.${2 * l}.bias": ${list(neurons.map((neuron) => neuron[inputs] as number))},`,
    ];
  });
}
