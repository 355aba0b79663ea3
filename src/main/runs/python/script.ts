import type { Change, Intervention } from '../../../contract/intervention';
import { batchSize, type MlpRecipe } from '../../../contract/recipe';
import type { RunResult } from '../../../contract/run-document';
import { sumsLosses } from '../../../engine/batch-pass';
import { buildModel } from '../../../engine/build-model';
import { examplesOf } from '../../../engine/datasets';
import type { Model } from '../../../engine/model';
import { Mt19937 } from '../../../engine/mt19937';
import type { OpName } from '../../../engine/ops';
import type { RunSource } from '../../../engine/replay';
import { Tape } from '../../../engine/tape';
import { pythonNames } from './names';
import runtime from './runtime.py?raw';

/** The run's stream, counted: what data and initial weights took of it, the script passes over. */
class CountedWords extends Mt19937 {
  words = 0;
  override word(): number {
    this.words += 1;
    return super.word();
  }
}

/**
 * A run as one Python script without packages: the seminar's Value class, the data, the model, and the loop with every change
 * that was made. `python3 script.py` prints each parameter after the run's last step, the same binary64, and compares its
 * checksum with the run's. Numbers are float literals; squares are x·x; exp, log and tanh are ours.
 */
export function pythonScript(program: string, run: RunSource, result: RunResult): string {
  const { recipe } = run;
  const random = new CountedWords(recipe.seed);
  const examples = examplesOf(recipe.dataset, random);
  const model = buildModel(recipe, examples.inputs, random);
  const tape = new Tape(model.root);
  const parameters = model.parameters.filter((node) => tape.has(node));
  const rows = Array.from({ length: examples.training }, (_, i) =>
    tuple(examples.columns.map((column) => float(column[i] as number))),
  );
  const size = batchSize(recipe);
  const changes = run.interventions.filter(({ step }) => step <= result.steps);
  return [
    `"""${title(recipe.model)} trained by gradient descent, as ${program} trained it; python3 and nothing else."""`,
    '',
    'import hashlib',
    'import math',
    'import random',
    'import struct',
    '',
    '',
    runtime.trim(),
    '',
    '',
    '# The training examples: inputs, then the target.',
    'examples = [',
    ...rows.map((row) => `    ${row},`),
    ']',
    '',
    '# What is trained, by name, with its initial value.',
    'parameters = {',
    ...parameters.map(({ label, data }) => `    ${text(label)}: Value(${float(data)}),`),
    '}',
    '',
    '',
    ...(recipe.model === 'mlp' ? layers(recipe, examples.inputs) : statements(model, tape)),
    '',
    '',
    `steps = ${result.steps}`,
    `lr = ${float(recipe.learningRate)}`,
    'zeroing = True',
    ...changedBefore(changes),
    '',
    `random.seed(${recipe.seed})`,
    ...(random.words > 0
      ? [
          '# The examples and the initial values above were drawn first.',
          `random.getrandbits(${32 * random.words})`,
        ]
      : []),
    `draws = batches(len(examples), ${size}, ${recipe.sampling === 'random' ? 'True' : 'False'})`,
    `optimizers = [Optimizer(${text(recipe.optimizer)}) for _ in parameters]`,
    ...(result.steps === 0
      ? []
      : [
          '',
          'for step in range(1, steps + 1):',
          ...indented(changeLines(changes)),
          ...indented(lossLines(recipe.graph !== 'rebuilt', size, sumsLosses(recipe))),
          ...indented(zeroLines(recipe.graph)),
          '    loss.backward()',
          '    for optimizer, p in zip(optimizers, parameters.values()):',
          '        p.data = optimizer.moved(p.data, p.grad, lr)',
        ]),
    '',
    'for name, p in parameters.items():',
    '    print(name, p.data)',
    ...(result.steps === 0 ? [] : ['print("loss", loss.data)']),
    '',
    '# The first 16 digits of SHA-256 over the steps and the parameters, as the run document has them.',
    'numbers = struct.pack(f"<Q{len(parameters)}d", steps, *(p.data for p in parameters.values()))',
    'checksum = hashlib.sha256(numbers).hexdigest()[:16]',
    `print("checksum", checksum, "as in the lab" if checksum == ${text(result.checksum)} else "other than in the lab")`,
    '',
  ].join('\n');
}

const title = (model: string) =>
  ({ perceptron: 'A perceptron', mlp: 'A multi-layer perceptron' })[model] ?? 'An expression';

/** The literal of a float: Python would take whole digits for an int. */
export function float(value: number): string {
  const written = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(written) ? `${written}.0` : written;
}

/** The literal of a text, in ASCII. */
function text(value: string): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/gu,
    (character) => `\\U${(character.codePointAt(0) as number).toString(16).padStart(8, '0')}`,
  );
}

const tuple = (cells: readonly string[]) => `(${cells.join(', ')}${cells.length === 1 ? ',' : ''})`;
const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`);

/** The graph node by node, as it was built. */
function statements(model: Model, tape: Tape): string[] {
  const names = pythonNames(tape.nodes.map(({ label }) => label));
  const name = (i: number) => names[i] as string;
  const columns = new Map(model.data.map(({ node, column }) => [node, column]));
  const trained = new Set(model.parameters);
  const lines = tape.nodes.map((node, i) => {
    if (node.op !== null) {
      const operands = tape.operandsOf(i).map(name);
      return `${name(i)} = ${written(node.op, operands)}`;
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
function written(op: OpName, [a = '', b = '']: readonly string[]): string {
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
function layers({ hidden, activation, output }: MlpRecipe, inputs: number): string[] {
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

/** The loss of the step's batch: a graph of its own for each step, unless the run used the first one again. */
function lossLines(once: boolean, size: number, sums: boolean): string[] {
  const one = ['[i] = next(draws)', 'loss = forward(examples[i])'];
  const several = [
    'batch = next(draws)',
    'loss = forward(examples[batch[0]])',
    'for i in batch[1:]:',
    '    loss = loss + forward(examples[i])',
    ...(sums ? [] : ['if len(batch) > 1:', '    loss = loss / Value(float(len(batch)))']),
  ];
  const built = size === 1 ? one : several;
  return once ? ['if step == 1:', ...indented(built)] : built;
}

function zeroLines(graph: string): string[] {
  const nodes = graph === 'once-zeroed' ? 'loss.graph_map()' : 'parameters.values()';
  return ['if zeroing:', `    for p in ${nodes}:`, '        p.grad = 0.0'];
}

/** What the learner changed, by the step from which it holds. */
function changedBefore(changes: readonly Intervention[]): string[] {
  if (changes.length === 0) return [];
  return [
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
      return `"zeroing", None, ${change.on ? 'True' : 'False'}`;
  }
}

function changeLines(changes: readonly Intervention[]): string[] {
  if (changes.length === 0) return [];
  return [
    'for at, kind, name, value in changes:',
    '    if at == step and kind == "lr":',
    '        lr = value',
    '    elif at == step and kind == "zeroing":',
    '        zeroing = value',
    '    elif at == step and name in parameters:',
    '        parameters[name].data = value',
  ];
}
