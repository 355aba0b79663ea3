import type { MlpRecipe } from '../../../contract/recipe';
import type { OpName } from '../../../engine/ops';
import { float, indented, text } from './literals';
import { pythonNames } from './names';
import type { RunParts } from './run-parts';

/** The graph of one example as a function. */
export function forwardLines({ recipe, rows, model, tape }: RunParts): readonly string[] {
  if (recipe.model === 'mlp') return layers(recipe, (rows[0]?.length ?? 1) - 1);
  return statements({ model, tape });
}

/** The graph node by node, as it was built. */
function statements({ model, tape }: Pick<RunParts, 'model' | 'tape'>): readonly string[] {
  const names = pythonNames(tape.nodes.map(({ label }) => label));
  const name = (i: number) => names[i] as string;
  const columns = new Map(model.data.map(({ node, column }) => [node, column]));
  const trained = new Set(model.parameters);
  const lines = tape.nodes.map((node, i) => {
    if (node.op !== null) {
      const operands = tape.operandsOf(i).map(name);
      return `${name(i)} = ${operation(node.op, operands)}`;
    }
    const column = columns.get(node);
    if (column !== undefined) return `${name(i)} = Value(example[${column}])`;
    if (trained.has(node)) return `${name(i)} = parameters[${text(node.label)}]`;
    return `${name(i)} = Value(${float(node.data)})`;
  });
  return [
    'def forward(example):',
    '    """The graph of one example, up to its loss."""',
    ...indented(lines),
    // A loss that is a parameter itself: a node of its own, so that its gradients add up as the others'.
    `    return ${name(tape.nodes.length - 1)}${model.root.op === null ? ' / Value(1.0)' : ''}`,
  ];
}

/** An operation as the Value class has it. */
export function operation(op: OpName, [a = '', b = '']: readonly string[]): string {
  switch (op) {
    case 'add':
      return `${a} + ${b}`;
    case 'subtract':
      return `${a} - ${b}`;
    case 'multiply':
      return `${a} * ${b}`;
    case 'divide':
      return `${a} / ${b}`;
    case 'negate':
      return `-${a}`;
    case 'power':
      return `${a} ** ${b}`;
    case 'absNotebook':
      return `${a}.abs_without_backward()`;
    case 'powerNotebook':
      throw new Error('The notebook’s pow is no part of a graph that is trained.');
    default:
      return `${a}.${op}()`;
  }
}

/** Neuron by neuron, each sum from its bias on, from left to right. */
function layers({ hidden, activation, output }: MlpRecipe, inputs: number): readonly string[] {
  const last = output === 'tanh' ? 'z.tanh()' : 'z';
  return [
    `widths = [${[...hidden, 1].join(', ')}]  # after ${inputs} input${inputs === 1 ? '' : 's'}`,
    '',
    '',
    'def forward(example):',
    '    """The graph of one example, up to its loss."""',
    '    *layer, target = [Value(number) for number in example]',
    '    left = iter(parameters.values())',
    '    for depth, width in enumerate(widths, 1):',
    '        neurons = []',
    '        for _ in range(width):',
    '            weights = [next(left) for _ in layer]',
    '            z = next(left)  # the bias',
    '            for weight, value in zip(weights, layer):',
    '                z = z + weight * value',
    `            neurons.append(${last} if depth == len(widths) else z.${activation}())`,
    '        layer = neurons',
    '    return (layer[0] - target).square()',
  ];
}
