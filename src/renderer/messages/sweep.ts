import type { Recipe } from '../../contract/recipe';
import type { SweepActivation, SweepPlan, SweepRow } from '../../contract/sweep';
import { brief, count } from '../format';
import { lossText } from '../sweep/texts';
import { datasetWords, shortActivations } from './setup';

const activations: Readonly<Record<SweepActivation, string>> = {
  ...shortActivations,
  tanh: 'tanh',
};

const models = { perceptron: 'perceptron', mlp: 'MLP', expression: 'expression' } as const;

/** Of an expression, which has no activation of its own, it is the expression. */
const activation = (word: string | null): string =>
  word === null ? models.expression : activations[word as SweepActivation];

interface Run {
  readonly row: SweepRow;
  /** By which it is compared. */
  readonly loss: number | null;
}

const runs = (number: number) => (number === 1 ? '1 run' : `${count(number)} runs`);
const steps = (number: number) => (number === 1 ? '1 step' : `${count(number)} steps`);

const named = ({ activation: word, learningRate, seed }: SweepRow) =>
  `${activation(word)}, η ${brief(learningRate)}, seed ${seed}`;

const failedStep = ({ divergedAt, steps: taken }: SweepRow) => divergedAt?.step ?? taken + 1;

const ends = {
  steps: 'all steps',
  loss: 'loss small enough',
  stopped: 'stopped',
} as const;

/** How a run ended. */
function ended({ row, loss }: Run): string {
  if (row.stop === 'diverged') return `diverged in step ${count(failedStep(row))}`;
  return `${loss === null ? 'no loss' : `loss ${lossText(loss)}`} after ${steps(row.steps)}`;
}

/** What is said of sweeps. */
export const sweep = {
  button: 'Sweep…',
  title: 'Sweep',
  description: 'One recipe, trained at several learning rates and with several activations.',
  close: 'Close',

  plan: {
    label: 'Plan of the sweep',
    recipe: (recipe: Recipe) =>
      `As the setup stands: ${datasetWords(recipe)}, ${models[recipe.model]}, ${steps(recipe.stop.steps)}.`,
    rates: 'Learning rates η',
    ratesHint: 'Several, with spaces or commas between.',
    ratesAccepted: 'numbers above 0 and at most 1e12, such as 0.01, 0.03, 0.1',
    suggest: 'Suggest',
    suggestHint: 'The rate of the setup, rates around it, and the critical one where it is known',
    activations: 'Activations',
    noActivations: 'An expression has no activation to choose.',
    noneChosen: 'Choose at least one activation.',
    seeds: 'Seeds',
    seedsHint: 'One, several, or a range: 42, 43 or 0..9.',
    seedsAccepted: 'whole numbers from 0 to 9007199254740991, or a range of them, such as 0..9',
    refused: (part: string, accepted: string) =>
      part === '' ? `Type ${accepted}.` : `“${part}” is not accepted: type ${accepted}.`,
    count: ({ learningRates, activations: words, seeds }: SweepPlan) => {
      const of = (number: number, one: string) =>
        `${count(number)} ${one}${number === 1 ? '' : 's'}`;
      const parts = [
        of(learningRates.length, 'rate'),
        ...(words.length > 0 ? [of(words.length, 'activation')] : []),
        of(seeds.length, 'seed'),
      ];
      const product = learningRates.length * Math.max(1, words.length) * seeds.length;
      return `${parts.join(' × ')} = ${runs(product)}`;
    },
    tooMany: (number: number, most: number) =>
      `${runs(number)} are too many: at most ${count(most)}. Take fewer learning rates, activations or seeds.`,
    start: 'Start',
    cancel: 'Cancel',
    progress: 'Runs that are trained',
    percent: (progress: number) => `${Math.floor(progress * 100)} %`,
  },

  standing: {
    cancelled: 'Cancelled. What was trained so far is dropped.',
    done: (number: number) => `${runs(number)} done.`,
    failed: 'The sweep did not come to its end.',
  },

  empty: 'Press Start: every combination becomes one small curve here, and a click opens its run.',

  result: {
    label: 'Result of the sweep',
    heading: (number: number, recipe: Recipe) =>
      `${runs(number)} of ${datasetWords(recipe)}, ${models[recipe.model]}, up to ${steps(recipe.stop.steps)}`,
    caption: 'Curves of the loss: a row for each activation, a column for each learning rate',
    loss: 'loss, log',
    step: 'step',
    rate: (value: number) => `η ${brief(value)}`,
    critical: 'critical',
    activation,
    /** What the marks in the cells mean, of those that occur. */
    legend: {
      line: 'loss',
      mean: 'mean of the epoch',
      final: 'below: the mean of the last epoch',
      band: 'each step: least to largest',
      seeds: (seeds: number) =>
        `strong: of ${count(seeds)} seeds the one in the middle, which a click opens`,
      diverged: 'diverged: a number was not finite any more',
      above: 'above the scale',
      below: 'below the scale',
    },
    same: 'Every seed gave the same run: nothing in this recipe is drawn at random.',
    csv: 'Table as CSV',
    json: 'Table as JSON',
  },

  /** One cell, in the order in which it is read. */
  cell: {
    place: (row: SweepRow, seeds: number) => {
      const middle = seeds > 1 ? `, the middle one of ${count(seeds)} seeds` : '';
      return `${activation(row.activation)}, η ${brief(row.learningRate)}${middle}:`;
    },
    lowest: 'lowest',
    loss: 'loss',
    after: (row: SweepRow) => `after ${steps(row.steps)};`,
    diverged: (diverged: number, of: number) =>
      of === 1 ? 'diverged' : `${count(diverged)} of ${count(of)} diverged`,
    failed: (row: SweepRow, seeds: number) =>
      `${seeds > 1 ? 'this one ' : ''}in step ${count(failedStep(row))};`,
    open: 'open this run',
  },

  table: {
    heading: 'All runs',
    caption: 'All runs of the sweep',
    columns: {
      learningRate: 'η',
      activation: 'activation',
      seed: 'seed',
      steps: 'steps',
      stop: 'stop',
      mean: 'epoch’s mean',
      loss: 'loss',
    },
    stop: (row: SweepRow) =>
      row.stop === 'diverged' ? `✕ diverged in step ${count(failedStep(row))}` : ends[row.stop],
    run: (run: Run) => `${named(run.row)}: ${ended(run)}; open this run`,
    all: (number: number) => `Show all ${count(number)} runs`,
    first: (shown: number) => `The first ${count(shown)} in this order are shown.`,
    parameters: (shown: number, stated: number) =>
      shown < stated ? `The first ${shown} parameters; the file has ${stated} of each run.` : '',
  },

  ask: {
    title: 'Open this run?',
    run: named,
    text: (run: number, step: number, of: number) =>
      `Run ${count(run)} stands at step ${count(step)} of ${count(of)}. Opening another run ends it.`,
    open: 'Open it',
    keep: 'Keep the present run',
  },
};
