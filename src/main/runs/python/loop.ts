import type { Change } from '../../../contract/intervention';
import { sumsLosses } from '../../../engine/batch-pass';
import { float, indented, text, truth } from './literals';
import type { RunParts } from './run-parts';

/** What the loop reads: how many steps, the learning rate, and the changes. */
export function settingLines({ recipe, result, changes }: RunParts): readonly string[] {
  const settings = [
    `steps = ${result.steps}`,
    `lr = ${float(recipe.learningRate)}`,
    'zeroing = True',
  ];
  if (changes.length === 0) return settings;
  return [
    ...settings,
    '',
    '# What was changed in the middle of the run, and from which step on it holds.',
    'changes = [',
    ...changes.map(({ step, change }) => `    (${step}, ${changed(change)}),`),
    ']',
  ];
}

function changed(change: Change): string {
  switch (change.kind) {
    case 'learning-rate':
      return `"lr", None, ${float(change.value)}`;
    case 'parameter':
      return `"parameter", ${text(change.name)}, ${float(change.value)}`;
    case 'zero-gradients':
      return `"zeroing", None, ${truth(change.on)}`;
  }
}

/** The stream from which samples are drawn, where the lab's stands before the first of them. */
export function seedLines({ recipe, words }: RunParts): readonly string[] {
  return [
    `random.seed(${recipe.seed})`,
    ...(words > 0
      ? [
          '# The examples and the initial values above were drawn first.',
          `random.getrandbits(${32 * words})`,
        ]
      : []),
  ];
}

/** Says which examples each step takes. */
export function drawLines({ recipe, size }: RunParts): readonly string[] {
  return [`draws = batches(len(examples), ${size}, ${truth(recipe.sampling === 'random')})`];
}

/** The loss of the step's batch. */
export function lossLines({ recipe, size }: RunParts): readonly string[] {
  if (size === 1) return ['[i] = next(draws)', 'loss = forward(examples[i])'];
  return [
    'batch = next(draws)',
    'loss = forward(examples[batch[0]])',
    'for i in batch[1:]:',
    '    loss = loss + forward(examples[i])',
    ...(sumsLosses(recipe)
      ? []
      : ['if len(batch) > 1:', '    loss = loss / Value(float(len(batch)))']),
  ];
}

/** The training; nothing of a run that made no step. */
export function loopLines(parts: RunParts): readonly string[] {
  const { recipe, result, changes } = parts;
  if (result.steps === 0) return [];
  const loss = lossLines(parts);
  return [
    'for step in range(1, steps + 1):',
    ...indented(changes.length === 0 ? [] : CHANGING),
    // A graph of its own for each step, unless the run used the first one again.
    ...indented(recipe.graph === 'rebuilt' ? loss : ['if step == 1:', ...indented(loss)]),
    '    if zeroing:',
    `        for p in ${recipe.graph === 'once-zeroed' ? 'loss.graph_map()' : 'parameters.values()'}:`,
    '            p.grad = 0.0',
    '    loss.backward()',
    '    for optimizer, p in zip(optimizers, parameters.values()):',
    '        p.data = optimizer.moved(p.data, p.grad, lr)',
  ];
}

const CHANGING = [
  'for at, kind, name, value in changes:',
  '    if at == step and kind == "lr":',
  '        lr = value',
  '    elif at == step and kind == "zeroing":',
  '        zeroing = value',
  '    elif at == step and name in parameters:',
  '        parameters[name].data = value',
];
