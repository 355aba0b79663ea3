import type { Optimizer } from '../../contract/recipe';
import type { Minimum } from '../../contract/surfaces';
import { brief, signed } from '../format';
import type { GridPicture, PredictionPicture } from '../surfaces/surfaces.svelte';
import { list } from './words';

function examplesWords(examples: readonly number[]): string {
  if (examples.length === 1) return `example ${examples[0] ?? ''}`;
  if (examples.length <= 5) return `examples ${list(examples.map(String))}`;
  return `a batch of ${examples.length} examples`;
}

function valley(names: readonly string[], minimum: Extract<Minimum, { kind: 'line' }>): string {
  const [a, b] = minimum.slopes;
  const term = (slope: number, name: string) => (slope === 1 ? name : `${brief(slope)}·${name}`);
  return `${term(a, names[0] ?? '')} + ${term(b, names[1] ?? '')} = ${brief(minimum.offset)}`;
}

const point = (names: readonly string[], values: readonly number[]) =>
  `(${names.join(', ')}) = (${values.map(brief).join(', ')})`;

/** What is said of the pictures of loss and model. */
export const surfaces = {
  tabs: { landscape: 'Landscape', slice: 'Slice', data: 'Data' },
  label: 'More plots',
  failed: 'The picture could not be computed:',

  landscape: {
    label: 'Loss landscape: the arrow keys move the cross, Enter starts a run there',
    none: 'A landscape needs two parameters.',
    of: 'Loss of',
    surfaces: { all: 'all examples', step: 'the step’s example' },
    axis: { x: 'Horizontal parameter', y: 'Vertical parameter' },
    zoomIn: 'Nearer',
    zoomOut: 'Further away',
    fit: 'Whole',
    computing: 'The landscape is being computed.',
    update: (optimizer: Optimizer) =>
      optimizer === 'sgd' ? 'next update −η∇L' : `next update (${optimizer})`,
    summary: (
      { axes, loss, minimum }: GridPicture,
      at: readonly number[],
      arrow: boolean,
    ): string => {
      const names = axes.map(({ name }) => name);
      const next = axes.map((axis) => axis.next ?? NaN);
      const leads = arrow ? `; the next update leads to (${next.map(brief).join(', ')})` : '';
      const parts = [`At ${point(names, at)} this loss is ${brief(loss)}${leads}.`];
      if (minimum?.kind === 'line') {
        parts.push(`Along the dashed valley ${valley(names, minimum)} it is least.`);
      } else if (minimum) parts.push(`The cross marks the minimum ${point(names, minimum.at)}.`);
      return parts.join(' ');
    },
    /** Whose loss the surface is, and whose the arrow. */
    whose: ({ examples, updateOf }: GridPicture, training: number): string => {
      const surface = examples ? examplesWords(examples) : 'all training examples';
      if (!updateOf) return `Surface: ${surface}.`;
      const same = examples
        ? examples.join() === updateOf.join()
        : new Set(updateOf).size === training;
      if (same) return `Surface and arrow: ${surface}.`;
      return `Surface: ${surface}; arrow: ${examplesWords(updateOf)}, so it need not point downhill here.`;
    },
    lines: (levels: readonly number[]) =>
      `Lines at loss ${levels.map(brief).join(', ')}; the deeper the colour, the less.`,
    overflow: 'In the grey area the loss is no finite number.',
    cross: (names: readonly string[], { x, y, loss }: { x: number; y: number; loss: number }) =>
      `${names[0] ?? ''} ${brief(Number(x.toPrecision(3)))}, ${names[1] ?? ''} ${brief(Number(y.toPrecision(3)))}: loss ${brief(loss)}. Click or Enter: start from there.`,
  },

  slice: {
    label: 'Slice of the loss along one parameter',
    parameter: 'Parameter',
    none: 'A slice needs a parameter.',
    loss: 'loss',
    computing: 'The slice is being computed.',
    tangent: (name: string, slope: number) => `∂L/∂${name} = ${signed(slope)}`,
    summary: ({ axes, loss, examples, step }: GridPicture): string => {
      const [axis] = axes;
      if (!axis) return '';
      const { name, at, gradient } = axis;
      const of = examples ? examplesWords(examples) : 'all training examples';
      const way =
        gradient === 0
          ? 'the curve is level there'
          : `the loss falls where ${name} ${gradient > 0 ? 'gets less' : 'grows'}`;
      return `Loss of ${of} before step ${step}, along ${name} alone: at ${name} = ${brief(at)} it is ${brief(loss)} and its tangent has the slope ∂L/∂${name} = ${brief(gradient)}, so ${way}.`;
    },
    overflow: 'Where the curve breaks off the loss is no finite number.',
  },

  data: {
    label: 'Data and model',
    computing: 'The predictions are being computed.',
    none: 'This expression names no prediction ŷ: write a line ŷ = … or y_pred = ….',
    key: {
      training: 'training',
      test: 'test',
      residual: 'residual ŷ − y',
      positive: 'y = 1',
      negative: 'y = −1',
    },
    line: (
      { atExamples }: PredictionPicture,
      targets: ArrayLike<number>,
      sample: number,
    ): string => {
      const prediction = atExamples?.[sample - 1];
      const target = targets[sample - 1];
      if (prediction === undefined || target === undefined) {
        return 'The line is what the model predicts now; dashed lines lead from the targets to it.';
      }
      return `The line is what the model predicts now. At example ${sample} it says ${brief(prediction)} where y is ${brief(target)}: the residual is ${brief(prediction - target)}.`;
    },
    surface: (
      { atExamples }: PredictionPicture,
      targets: ArrayLike<number>,
      training: number,
      classes: boolean,
    ): string => {
      const all = [...(atExamples ?? [])];
      const right = all.filter((value, i) => value > 0 === (targets[i] ?? 0) > 0).length;
      if (!classes)
        return `Bands of the prediction over the inputs, and the ${all.length} examples.`;
      const tested = all.length - training;
      const test = all
        .slice(training)
        .filter((value, i) => value > 0 === (targets[training + i] ?? 0) > 0).length;
      const rest = tested > 0 ? `, of the ${tested} test examples ${test}` : '';
      return `The model says y > 0 in the blue area marked + and y < 0 in the orange one marked −; of ${all.length} examples ${right} lie on their own side${rest}.`;
    },
    table: {
      caption: 'Predictions at the examples',
      example: 'example',
      target: 'y',
      prediction: 'ŷ',
      residual: 'ŷ − y',
      summary: (largest: number) =>
        `The largest distance between a prediction and its target is ${brief(largest)}.`,
    },
  },
};
