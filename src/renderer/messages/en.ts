import type { Intervention } from '../../contract/intervention';
import type { ErrorData } from '../../contract/errors';
import type { Outcome, Snapshot } from '../../contract/lab-events';
import type { NumberRange } from '../../contract/ranges';
import { brief, count } from '../format';

const minus = (text: string) => text.replaceAll('-', '−');

/** Every string a person reads in the window. */
export const en = {
  brand: 'Chainrule',
  opening: 'Opening the lab…',

  transport: {
    label: 'Transport',
    play: 'Play',
    pause: 'Pause',
    step: 'Step',
    reset: 'Reset',
    export: 'Export',
    speed: 'Speed',
    asFastAsPossible: 'as fast as possible',
    stepsPerSecond: (rate: number) =>
      rate === 1 ? '1 step a second' : `${count(rate)} steps a second`,
    speedShort: (rate: number) => (rate === Infinity ? 'max' : `${count(rate)}/s`),
  },
  export: {
    csv: 'Every step as CSV',
    json: 'Run document (JSON)',
    running: (name: string, progress: number) => `Writing ${name}: ${Math.floor(progress * 100)} %`,
    done: (name: string) => `${name} is written.`,
    cancelled: (name: string) => `${name} was not written.`,
    failed: (name: string) => `${name} could not be written.`,
    cancel: 'Cancel',
  },
  theme: {
    button: 'Theme',
    light: 'Light',
    dark: 'Dark',
    system: 'As the system',
  },
  dismiss: 'Dismiss',

  run: {
    title: (number: number, activation: string, dataset: string) =>
      `Run ${number} · ${dataset} · ${activation}`,
    place: (step: number, steps: number, epoch: number) =>
      `Step ${count(step)} of ${count(steps)}${epoch > 0 ? ` · epoch ${count(epoch)}` : ''}`,
    states: {
      idle: 'Ready',
      running: 'Training',
      paused: 'Paused',
      finished: 'Finished',
      diverged: 'Diverged',
      failed: 'Stopped',
    },
  },

  setup: {
    label: 'Setup',
    model: 'Model',
    activation: 'Activation',
    activations: {
      identity: 'identity',
      relu: 'ReLU',
      'relu-abs': 'ReLU as (z + |z|) / 2',
      'relu-notebook': 'the same, as the notebook wrote it',
    },
    shortActivations: {
      identity: 'identity',
      relu: 'ReLU',
      'relu-abs': 'ReLU by abs',
      'relu-notebook': 'notebook’s ReLU',
    },
    notes: {
      identity: 'The loss is the full square, without a ½.',
      relu: 'ReLU′(0) = 0: from w = b = 0 nothing moves.',
      'relu-abs': 'abs′(0) = 0: at z = 0 half of the gradient comes through.',
      'relu-notebook':
        'Its abs has no backward rule: half of the gradient comes through, whatever z is.',
    },
    data: 'Data',
    dataset: 'Dataset',
    datasets: { one: 'one example', pair: 'pair', integers: 'integers 1–3' },
    rule: 'y = 2x',
    sampling: 'Sampling',
    samplings: { 'in-order': 'in order', random: 'at random' },
    batch: 'Batch',
    batches: { '1': 'one at a time', '2': 'two examples', full: 'all examples' },
    optimizer: 'Optimizer',
    optimizers: { sgd: 'SGD', momentum: 'momentum 0.9', adam: 'Adam' },
    samplingForced: 'Integers are always drawn at random.',
    table: { x: 'x', y: 'y', prediction: 'ŷ', loss: 'loss', caption: 'Examples' },
    learningRate: 'Learning rate',
    learningRateSlider: 'η on a logarithmic scale',
    learningRateNote: 'A change takes effect at the next step.',
    startAndStop: 'Start and stop',
    w: 'Initial w',
    b: 'Initial b',
    seed: 'Seed',
    steps: 'Steps',
    lossBelow: 'Stop below loss',
    newRun: 'Every other change starts a new run.',
  },

  graph: {
    label: 'Computation graph',
    fit: 'Fit',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    data: 'data',
    grad: 'grad',
    notYet: 'not yet',
    order: (place: number) => `number ${place} in the backward pass`,
    roles: { data: 'data', parameter: 'parameter', constant: 'constant' },
    ops: {
      add: 'add',
      subtract: 'subtract',
      multiply: 'multiply',
      divide: 'divide',
      negate: 'negate',
      power: 'power',
      square: 'square',
      abs: 'abs',
      absNotebook: 'abs, no backward',
      relu: 'ReLU',
    } as Readonly<Record<string, string>>,
    legend: {
      gradient: 'gradient',
      badge: 'place in the backward pass',
    },
  },

  charts: {
    label: 'Plots',
    tabs: { graph: 'Graph', plots: 'Plots' },
    loss: 'Loss',
    logarithmic: 'log',
    eachStep: 'each step',
    epochMean: 'mean of the epoch',
    parameters: 'Parameters',
    step: 'step',
    rateChange: ({ step, change }: Intervention) =>
      change.kind === 'learning-rate' ? `η ${brief(change.value)} from step ${count(step)}` : '',
    lossSummary: (step: number, loss: number | null) =>
      loss === null
        ? 'Curve of the loss, still empty.'
        : `Curve of the loss up to update ${count(step)}: it is now ${brief(loss)}.`,
    parameterSummary: (step: number, w: number, b: number) =>
      `Curves of w and b up to update ${count(step)}: now w = ${brief(w)} and b = ${brief(b)}.`,
    empty: 'Press Step or Play',
  },

  outputs: { step: 'step', w: 'w', b: 'b', loss: 'loss', label: 'Where the run stands' },

  happened: {
    label: 'What happened',
    ready: (x: string, y: string) =>
      `Press Step: the example x = ${x}, y = ${y} goes forward to the loss, the gradients come back, and w and b move.`,
    readyRandom:
      'Press Step: an example is drawn and goes forward to the loss, the gradients come back, and w and b move.',
    running: (snapshot: Snapshot) =>
      snapshot.stepsPerSecond === null
        ? 'Training.'
        : `Training at about ${count(Number(snapshot.stepsPerSecond.toPrecision(2)))} steps a second.`,
    step: (step: number, sample: number, x: number, y: number, prediction: number, loss: number) =>
      `Step ${count(step)} took example ${sample}, x = ${brief(x)} and y = ${brief(y)}: ŷ = ${brief(prediction)}, so the loss was ${brief(loss)}.`,
    batch: (step: number, loss: number) =>
      `Step ${count(step)} took a batch of examples: the mean of their losses was ${brief(loss)}.`,
    update: (dw: number, db: number, learningRate: number, w: number, b: number) =>
      `∂L/∂w = ${brief(dw)} and ∂L/∂b = ${brief(db)}; with η = ${brief(learningRate)}, w is now ${brief(w)} and b ${brief(b)}.`,
    noGradient:
      'Both gradients were 0, so w and b did not move: no gradient comes through this ReLU.',
    ended: (outcome: Outcome, step: number): string => {
      switch (outcome.kind) {
        case 'steps':
          return `Finished: all ${count(step)} steps are done.`;
        case 'loss':
          return `Finished at step ${count(step)}: the loss of the epoch is below the limit.`;
        case 'diverged':
          return `Diverged: at step ${count(outcome.at.step)} ${outcome.at.node} was the first number that is not finite. You see the last finite state, step ${count(step)}. Try a smaller learning rate, then press Reset.`;
        case 'failed':
          return `${failure(outcome.error)} The run up to step ${count(step)} is kept and can be exported. Press Reset to train again.`;
      }
    },
  },

  disconnected: {
    'no-token': {
      title: 'This page needs the address that Chainrule printed',
      text: 'Open the address that was printed when the lab was started; it carries the key to the lab.',
    },
    lost: {
      title: 'The lab has ended',
      text: 'The connection is lost. Start Chainrule again and open the address it prints.',
    },
    again: 'Try again',
  },

  accepted: (range: NumberRange): string => {
    const kind = range.integer ? 'a whole number' : 'a number';
    const [min, max] = [minus(String(range.min)), minus(String(range.max))];
    const to =
      range.max >= 1e12 && !range.integer ? minus(range.max.toExponential()).replace('+', '') : max;
    const from = range.min <= -1e12 ? minus(range.min.toExponential()).replace('+', '') : min;
    return range.minIncluded
      ? `${kind} from ${from} to ${to}`
      : `${kind} above ${from} and at most ${to}`;
  },
  notAccepted: (text: string, accepted: string) =>
    text.trim() === ''
      ? `Type ${accepted}.`
      : `“${text.trim()}” is not accepted: type ${accepted}.`,

  error: (error: ErrorData): string => {
    switch (error.code) {
      case 'invalid-value':
        return `${error.where ?? 'A value'} was refused. Accepted: ${error.params['accepted'] ?? ''}.`;
      case 'wrong-state':
        return 'That is not possible now: the run is over, or still going. Press Pause or Reset first.';
      case 'worker-failed':
        return failure(error);
      case 'export-failed':
        return error.params['reason'] === 'ENOSPC'
          ? 'The file could not be written: the disk is full.'
          : `The file could not be written (${error.params['reason'] ?? ''}).`;
      case 'disconnected':
        return 'The connection to the lab is lost.';
      case 'unknown-method':
      case 'invalid-frame':
      case 'internal':
        return 'The lab made a mistake. What you see may be old; Reset starts afresh.';
    }
  },
};

function failure({ params }: ErrorData): string {
  switch (params['reason']) {
    case 'hung':
      return 'The training worker hung for two seconds and was ended.';
    case 'out-of-memory':
      return 'The training worker ran out of memory.';
    case 'exited':
      return 'The training worker ended by itself.';
    default:
      return `The training worker made a mistake (${params['detail'] ?? ''}).`;
  }
}
