import type { RunResult } from '../../../contract/run-document';
import type { RunSource } from '../../../engine/replay';
import { float, indented } from '../python/literals';
import { partsOf, type RunParts } from '../python/run-parts';
import { runtime } from '../python/runtime';
import { titles } from '../python/titles';
import { parametersOf } from '../result';
import { moduleOf, type ModuleCode } from './modules';
import { drawsExamples, keepsGradients, loopLines, preparationLines } from './training';

/** Updates up to which an MLP's numbers are promised. */
const PROMISED_STEPS = 100;

/**
 * A run as a PyTorch script: an nn.Module in float64 that is trained on the same data, in the same order, by the same updates.
 * It prints every parameter and the loss, each with its distance from the run's result.
 */
export function pytorchScript(program: string, run: RunSource, result: RunResult): string {
  const parts = partsOf(program, run, result);
  const module = moduleOf(parts, keepsGradients(parts));
  const draws = drawsExamples(parts) && result.steps > 0;
  const loop = loopLines(parts, module);
  const gap = ['', ''];
  return [
    ...docstring(parts),
    '',
    ...(draws ? ['import random', ''] : []),
    'import torch',
    'from torch import nn',
    '',
    'torch.set_default_dtype(torch.float64)',
    ...gap,
    ...(draws ? [runtime.batches, ...gap] : []),
    ...module.blocks.flatMap((block) => [...block, ...gap]),
    ...exampleLines(parts, module),
    '',
    ...modelLines(parts, module),
    ...(loop.length === 0 ? [] : [...preparationLines(parts, module), '', ...loop]),
    '',
    ...comparedLines(parts, module),
    '',
  ].join('\n');
}

function docstring(parts: RunParts): readonly string[] {
  const { recipe, program } = parts;
  return [
    `"""${titles[recipe.model]} trained by gradient descent in PyTorch, as ${program} trained it.`,
    '',
    "The data, the initial values, the order of the examples and the updates are the lab's, in float64. At the end stands each",
    ...promise(parts),
    ...(recipe.graph === 'rebuilt' ? [] : ['', ...ONCE]),
    ...(keepsGradients(parts) ? KEPT : []),
    '"""',
  ];
}

const ONCE = [
  'The graph is built in the first step and used again in every other, without a new forward pass: a mistake that the lab can',
  'show. PyTorch throws a graph away after its backward pass, and raises an error in the second one; retain_graph=True keeps it.',
];
const KEPT = [
  'PyTorch keeps gradients of parameters only. Those of the nodes between are kept by a hook on each, so that they add up.',
];

/** How near the lab's numbers are promised to be. */
function promise({ recipe, result }: RunParts): readonly string[] {
  const small = recipe.model === 'mlp' && result.steps <= PROMISED_STEPS;
  const plain = recipe.graph === 'rebuilt' && result.stop !== 'diverged';
  if ((recipe.model === 'perceptron' || small) && plain) {
    return [
      "parameter with its distance from the lab's result: at most 1e-9 where the run converges.",
    ];
  }
  return [
    "parameter with its distance from the lab's result. PyTorch adds up in another order and rounds otherwise, and in this run",
    'such differences may grow: no distance is promised.',
  ];
}

function exampleLines({ rows, recipe }: RunParts, { gives }: ModuleCode): readonly string[] {
  const columns = recipe.model === 'mlp' ? 'examples[:, :-1], examples[:, -1]' : 'examples.T';
  return [
    '# The training examples: inputs, then the target.',
    'examples = torch.tensor([',
    ...rows.map((row) => `    [${row.map(float).join(', ')}],`),
    '])',
    ...(gives === 'prediction' ? [`x, y = ${columns}`] : []),
  ];
}

function modelLines({ recipe, parameters }: RunParts, module: ModuleCode): readonly string[] {
  const model = `model = ${module.name}()`;
  if (recipe.model !== 'mlp') return [model];
  return [
    '# The initial values: of each layer the weights, a row a neuron, and the biases.',
    'initial = {',
    ...indented(module.state(parameters.map(({ data }) => data))),
    '}',
    model,
    'model.load_state_dict({name: torch.tensor(values) for name, values in initial.items()})',
  ];
}

function comparedLines({ result }: RunParts, { state }: ModuleCode): readonly string[] {
  return [
    "# The lab's result, and how far this one is from it.",
    'lab = {',
    ...indented(state(parametersOf(result))),
    '}',
    'for name, parameter in model.named_parameters():',
    '    distance = (parameter - torch.tensor(lab[name])).abs().max().item()',
    '    print(name, parameter.tolist(), "distance", distance)',
    ...(result.loss === null
      ? []
      : [`print("loss", loss.item(), "distance", abs(loss.item() - ${float(result.loss)}))`]),
  ];
}
