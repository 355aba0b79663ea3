import { columnNames } from '../../../contract/dataset';
import type { Intervention } from '../../../contract/intervention';
import type { Activation, Recipe } from '../../../contract/recipe';
import { sumsLosses } from '../../../engine/batch-pass';
import { latexName } from '../../../engine/describe';
import type { RunParts } from '../python/run-parts';
import { parametersOf } from '../result';
import { equation, listed, math, number } from './formulas';

/** Parameters, or changes, up to which all are named. */
const MOST = 8;

export function dataWords({ recipe, rows, heldOut }: RunParts): readonly string[] {
  const [first = []] = rows;
  const columns = columnNames(first.length - 1);
  const inputs = columns.slice(0, -1).map((name) => math(latexName(name)));
  const numbers = listed(columns.map((name, i) => equation(name, first[i] as number)));
  const each = `${inputs.length === 1 ? 'an input' : 'the inputs'} ${listed(inputs)} and a target ${math('y')}`;
  const drawn = typeof recipe.dataset === 'object' && recipe.dataset.kind !== 'points';
  return [
    rows.length === 1
      ? `There is one example: ${numbers}. The model shall learn to give ${math('y')} when it is given ${listed(inputs)}.`
      : `There are ${rows.length} examples. Each has ${each}; the first is ${numbers}. The model shall learn to give ${math('y')} when it is given ${listed(inputs)}.`,
    ...(drawn ? [`The lab drew them at random, from the seed ${recipe.seed}.`] : []),
    ...(heldOut > 0
      ? [
          `${heldOut} more ${heldOut === 1 ? 'was' : 'were'} held out to test the model. Training never sees ${heldOut === 1 ? 'it' : 'them'}, so ${heldOut === 1 ? 'it does' : 'they do'} not stand here.`,
        ]
      : []),
  ];
}

/** What a perceptron makes of x, in a sentence. */
export const predictions: Readonly<Record<Activation, string>> = {
  identity: String.raw`Its prediction is $\hat y = x \cdot w + b$.`,
  relu: String.raw`It computes $z = x \cdot w + b$ and predicts $\hat y = \mathrm{ReLU}(z)$: that is $z$ where $z$ is positive, else 0.`,
  'relu-abs': String.raw`It computes $z = x \cdot w + b$ and predicts $\hat y = \frac{z + |z|}{2}$: that is $z$ where $z$ is positive, else 0.`,
  'relu-notebook': String.raw`It computes $z = x \cdot w + b$ and predicts $\hat y = \frac{z + |z|}{2}$, with an $|z|$ whose backward rule was forgotten: nothing flows back through it, so half of the gradient is lost where $z$ is positive.`,
};

const LOSS = String.raw`The loss is the square of the error, $\mathrm{loss} = (\hat y - y)^2$.`;

export function modelWords({ recipe, rows, parameters }: RunParts): readonly string[] {
  const start = `${parameters.length > 1 ? 'They start' : 'It starts'} at ${firstFew(
    parameters.map(({ label, data }) => equation(label, data)),
  )}.`;
  switch (recipe.model) {
    case 'perceptron':
      return [
        `A perceptron has two parameters, the weight $w$ and the bias $b$. ${predictions[recipe.activation]} ${LOSS}`,
        start,
      ];
    case 'mlp': {
      const inputs = (rows[0]?.length ?? 1) - 1;
      const widths = recipe.hidden.map(String);
      const hidden =
        recipe.activation === 'relu' ? String.raw`\mathrm{ReLU}(z)` : String.raw`\tanh(z)`;
      const output = recipe.output === 'tanh' ? String.raw`\tanh(z)` : 'z';
      return [
        `A multi-layer perceptron is made of neurons. Each adds up its weighted inputs, starting from its bias: $z = b + w_1 x_1 + w_2 x_2 + \\dots$ A hidden neuron gives $h = ${hidden}$ to the next layer, the last one gives the prediction $\\hat y = ${output}$.`,
        `After ${inputs} input${inputs === 1 ? '' : 's'} come${widths.length === 1 ? ` a hidden layer of ${widths[0] ?? ''} neuron${widths[0] === '1' ? '' : 's'}` : ` hidden layers of ${listed(widths)} neurons`} and one neuron at the end: ${parameters.length} parameters in all. Weights start between −1 and 1, drawn from the seed ${recipe.seed}; biases start at 0. ${LOSS}`,
      ];
    }
    case 'expression':
      return [
        'The model is an expression that was typed into the lab:',
        recipe.text
          .split('\n')
          .map((line) => `    ${line}`)
          .join('\n'),
        ...(parameters.length > 0
          ? [
              `It has ${parameters.length} parameter${parameters.length === 1 ? '' : 's'}, which ${parameters.length === 1 ? 'is' : 'are'} trained. ${start}`,
            ]
          : ['No name in it is a parameter, so nothing is trained.']),
      ];
  }
}

const moves: Readonly<Record<Recipe['optimizer'], string>> = {
  sgd: String.raw`moves every parameter against its gradient $g$: $p \leftarrow p - \eta \cdot g$`,
  momentum: String.raw`moves every parameter by its velocity, which remembers earlier gradients: $v \leftarrow 0.9 \cdot v + g$ (in the first step $v = g$), then $p \leftarrow p - \eta \cdot v$`,
  adam: String.raw`moves every parameter as Adam does: $m \leftarrow 0.9 \cdot m + 0.1 \cdot g$ and $s \leftarrow 0.999 \cdot s + 0.001 \cdot g^2$, then $p \leftarrow p - \frac{\eta}{1 - 0.9^k} \cdot \frac{m}{\sqrt{s} / \sqrt{1 - 0.999^k} + 10^{-8}}$ in step $k$`,
};

export function loopWords(parts: RunParts): readonly string[] {
  const { recipe, result, changes } = parts;
  if (result.steps === 0) return ['The run made no step, so there is no loop here.'];
  const once = recipe.graph !== 'rebuilt';
  return [
    `Training does this ${result.steps === 1 ? 'once' : `${result.steps} times`}. Each step`,
    [
      `1. takes ${samplingWords(parts)}${once ? ', but only in the first step' : ''};`,
      `2. builds the graph and computes the loss${once ? ', also only in the first step' : ''};`,
      `3. sets the gradients to 0${recipe.graph === 'once-zeroed' ? ', those of all nodes,' : ''} and calls \`backward()\`;`,
      `4. ${moves[recipe.optimizer]}. The learning rate is $\\eta = ${number(recipe.learningRate)}$.`,
    ].join('\n'),
    ...(once
      ? [
          'Building the graph once is a mistake that this run makes on purpose: without a new forward pass the loss stays what it was, whatever the parameters are by then.',
        ]
      : []),
    ...(changes.length > 0
      ? [
          'In the middle of the run something was changed:',
          changes
            .slice(0, MOST)
            .map((change) => `- ${changeWords(change)}`)
            .join('\n'),
          ...(changes.length > MOST
            ? [`The other ${changes.length - MOST} stand in \`changes\`.`]
            : []),
        ]
      : []),
  ];
}

function samplingWords({ recipe, rows, size }: RunParts): string {
  const reduction = sumsLosses(recipe) ? 'sum' : 'mean';
  if (size === rows.length && size > 1)
    return `all ${size} examples: the loss is the ${reduction} of theirs`;
  if (size === 1) {
    if (rows.length === 1) return 'the example';
    return recipe.sampling === 'random'
      ? `one example at random, drawn from the seed ${recipe.seed}`
      : 'the next example';
  }
  const shuffled =
    recipe.sampling === 'random'
      ? `, shuffled anew each time all were seen (seed ${recipe.seed})`
      : '';
  return `the next ${size} examples${shuffled}: the loss is the ${reduction} of theirs`;
}

export function changeWords({ step, change }: Intervention): string {
  switch (change.kind) {
    case 'learning-rate':
      return `from step ${step} on the learning rate is ${math(number(change.value))}`;
    case 'parameter':
      return `before step ${step}, ${math(latexName(change.name))} is set to ${math(number(change.value))}`;
    case 'zero-gradients':
      return change.on
        ? `from step ${step} on the gradients are set to 0 again`
        : `from step ${step} on the gradients are no longer set to 0, so that each step adds to what the steps before left`;
  }
}

export function resultWords({ result, parameters }: RunParts): readonly string[] {
  const values = parametersOf(result);
  const came = firstFew(parameters.map(({ label }, i) => equation(label, values[i] as number)));
  const diverged = result.divergedAt;
  return [
    `After ${result.steps} step${result.steps === 1 ? '' : 's'} the lab stood at ${parameters.length > 0 ? came : 'no parameters'}${result.loss === null ? '' : `; the loss before the last update was ${math(number(result.loss))}`}.`,
    ...(diverged
      ? [
          `There the run ended: in step ${diverged.step}, ${math(latexName(diverged.node))} was the first number that was not finite.`,
        ]
      : []),
    'The cell prints every digit. The checksum is made of all the bits of the parameters: one bit that differs gives another one.',
  ];
}

function firstFew(parts: readonly string[]): string {
  if (parts.length <= MOST) return listed(parts);
  return `${parts.slice(0, MOST).join(', ')} and so on`;
}
