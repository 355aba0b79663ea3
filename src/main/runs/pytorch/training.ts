import type { Change } from '../../../contract/intervention';
import type { Optimizer } from '../../../contract/recipe';
import { sumsLosses } from '../../../engine/batch-pass';
import { float, indented, truth } from '../python/literals';
import { seedLines } from '../python/loop';
import type { RunParts } from '../python/run-parts';
import type { ModuleCode } from './modules';

const optimizers: Readonly<Record<Optimizer, (lr: string) => string>> = {
  sgd: (lr) => `torch.optim.SGD(model.parameters(), lr=${lr})`,
  momentum: (lr) => `torch.optim.SGD(model.parameters(), lr=${lr}, momentum=0.9)`,
  adam: (lr) => `torch.optim.Adam(model.parameters(), lr=${lr})`,
};

/** Whether the zeroing of gradients was turned off or on. */
function switchesZeroing({ changes }: Pick<RunParts, 'changes'>): boolean {
  return changes.some(({ change }) => change.kind === 'zero-gradients');
}

/** Whether the nodes between loss and parameters keep gradients that PyTorch would not keep. */
export function keepsGradients(parts: Pick<RunParts, 'recipe' | 'changes'>): boolean {
  const { graph } = parts.recipe;
  return graph === 'once' || (graph === 'once-zeroed' && switchesZeroing(parts));
}

/** Whether the steps differ in the examples that they take. */
export function drawsExamples({ rows, size }: Pick<RunParts, 'rows' | 'size'>): boolean {
  return size < rows.length;
}

/** Optimiser, loss and what the loop counts on. */
export function preparationLines(parts: RunParts, { gives }: ModuleCode): readonly string[] {
  const { recipe, rows, size, parameters } = parts;
  const trains = parameters.length > 0;
  const reduction = sumsLosses(recipe) ? 'reduction="sum"' : '';
  return [
    ...(trains ? [`optimizer = ${optimizers[recipe.optimizer](float(recipe.learningRate))}`] : []),
    ...(gives === 'prediction' && !countsOneByOne(parts)
      ? [`criterion = nn.MSELoss(${reduction})`]
      : []),
    ...(trains && switchesZeroing(parts) ? ['zeroing = True'] : []),
    ...(drawsExamples(parts)
      ? [
          '',
          ...seedLines(parts),
          `draws = batches(${rows.length}, ${size}, ${truth(recipe.sampling === 'random')})`,
        ]
      : []),
  ];
}

export function loopLines(parts: RunParts, module: ModuleCode): readonly string[] {
  const { recipe, result, parameters } = parts;
  if (result.steps === 0) return [];
  const once = recipe.graph !== 'rebuilt';
  const loss = lossLines(parts, module);
  const trains = parameters.length > 0;
  return [
    `for step in range(1, ${result.steps + 1}):`,
    ...indented(changingLines(parts, module)),
    ...indented(once ? ['if step == 1:', ...indented(guarded(loss, parts))] : loss),
    ...(trains
      ? indented([
          ...zeroLines(parts),
          `loss.backward(${once ? 'retain_graph=True' : ''})`,
          'optimizer.step()',
        ])
      : []),
  ];
}

/** An MLP whose nodes keep their gradients is computed number by number. */
function countsOneByOne(parts: RunParts): boolean {
  return parts.recipe.model === 'mlp' && keepsGradients(parts);
}

/** The loss of the step's batch. */
function lossLines(parts: RunParts, { gives }: ModuleCode): readonly string[] {
  const draws = drawsExamples(parts);
  if (countsOneByOne(parts)) {
    const index = draws ? 'i' : '0';
    return [
      ...(draws ? ['[i] = next(draws)'] : []),
      `loss = keep(model(x[${index}]) - y[${index}]) ** 2`,
    ];
  }
  const taken = draws ? '[batch]' : '';
  return [
    ...(draws ? ['batch = next(draws)'] : []),
    gives === 'loss'
      ? `loss = model(examples${taken}).mean()`
      : `loss = criterion(model(x${taken}), y${taken})`,
  ];
}

/** A perceptron's graph needs none of the tensors that an update changes. */
function guarded(loss: readonly string[], { recipe }: RunParts): readonly string[] {
  if (recipe.model === 'perceptron') return loss;
  return [
    '# Backward shall see the parameters as they are by then; PyTorch would refuse those that an update changed.',
    'with torch.autograd.graph.saved_tensors_hooks(lambda tensor: tensor, lambda tensor: tensor):',
    ...indented(loss),
  ];
}

function zeroLines(parts: RunParts): readonly string[] {
  const zero = [
    'optimizer.zero_grad()',
    ...(parts.recipe.graph === 'once-zeroed' && keepsGradients(parts)
      ? ['for total in kept:', '    total.zero_()']
      : []),
  ];
  return switchesZeroing(parts) ? ['if zeroing:', ...indented(zero)] : zero;
}

/** What the learner changed, before the step from which it holds. */
function changingLines(parts: RunParts, module: ModuleCode): readonly string[] {
  const bySteps = new Map<number, string[]>();
  for (const { step, change } of parts.changes) {
    const lines = changeLines(change, parts, module);
    if (lines.length > 0) bySteps.set(step, [...(bySteps.get(step) ?? []), ...lines]);
  }
  return [...bySteps].flatMap(([step, lines]) => [`if step == ${step}:`, ...indented(lines)]);
}

function changeLines(change: Change, { parameters }: RunParts, { place }: ModuleCode) {
  if (parameters.length === 0) return [];
  switch (change.kind) {
    case 'learning-rate':
      return [`optimizer.param_groups[0]["lr"] = ${float(change.value)}`];
    case 'zero-gradients':
      return [`zeroing = ${truth(change.on)}`];
    case 'parameter':
      if (!parameters.some(({ label }) => label === change.name)) return [];
      return ['with torch.no_grad():', `    ${place(change.name)}.fill_(${float(change.value)})`];
  }
}
