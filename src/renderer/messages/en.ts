import type { ErrorData } from '../../contract/errors';
import type { Verdict } from '../../contract/answer';
import type { CheckedLeaf, GraphView } from '../../contract/explanation';
import type { NumberRange } from '../../contract/ranges';
import type { Recipe } from '../../contract/recipe';
import { brief, count } from '../format';
import type { PlaySpeed } from '../stepping/speeds';
import { charts } from './charts';
import { data } from './data';
import { failure, happened } from './happened';
import { help } from './help';
import { library } from './library';
import { network } from './network';
import { pictures } from './pictures';
import { rate } from './rate';
import { datasetWords, modelName, setup } from './setup';
import { steps } from './steps';
import { surfaces } from './surfaces';
import { sweep } from './sweep';
import { minus } from './words';

/** Every string a person reads in the window. */
export const en = {
  brand: 'Chainrule',
  opening: 'Opening the lab…',

  transport: {
    label: 'Transport',
    play: 'Play',
    pause: 'Pause',
    back: 'Back',
    backHint: 'Back by one calculation (←)',
    next: 'Next',
    nextHint: 'One calculation (→)',
    finishPhase: 'Finish phase',
    finishPhaseHint: 'To the end of this phase (F)',
    step: 'Step',
    stepHint: 'One update (S)',
    reset: 'Reset',
    export: 'Export',
    speed: 'Speed',
    speedWords: ({ of, perSecond }: PlaySpeed) => {
      if (perSecond === Infinity) return 'as fast as possible';
      const what = of === 'steps' ? 'step' : 'calculation';
      if (perSecond < 1) return `one ${what} every ${count(1 / perSecond)} seconds`;
      return perSecond === 1 ? `1 ${what} a second` : `${count(perSecond)} ${what}s a second`;
    },
    speedShort: ({ of, perSecond }: PlaySpeed) =>
      perSecond === Infinity
        ? 'max'
        : of === 'steps'
          ? `${count(perSecond)}/s`
          : `${count(perSecond)} calc/s`,
  },
  export: {
    csv: 'Every step as CSV',
    json: 'Run document (JSON)',
    python: 'Python script',
    pytorch: 'PyTorch script',
    notebook: 'Jupyter notebook',
    derivation: 'This step, worked out (Markdown)',
    worksheet: 'This step as a worksheet (to print)',
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
    projector: 'Projector: large, high contrast',
  },
  dismiss: 'Dismiss',
  sheet: { close: 'Close' },

  run: {
    title: (
      number: number,
      recipe: Recipe,
      from: { readonly run: number; readonly step: number } | null,
      name: string,
    ) => {
      const origin = from ? ` · from run ${from.run}, step ${count(from.step)}` : '';
      if (name !== '') return `${name}${origin}`;
      return `Run ${number} · ${datasetWords(recipe)} · ${modelName(recipe)}${origin}`;
    },
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

  setup,
  data,

  graph: {
    label: 'Computation graph',
    fit: 'Fit',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    data: 'data',
    grad: 'grad',
    notYet: 'not yet',
    notDefined: 'not defined',
    order: (place: number) => `number ${count(place)} in the backward pass`,
    tooLarge: (nodes: number, edges: number) =>
      `This network’s graph has ${count(nodes)} nodes and ${count(edges)} edges: too many to draw as cards. Training, plots and exports work; a smaller network is drawn.`,
    roles: { data: 'data', parameter: 'parameter', constant: 'constant', input: 'typed value' },
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
      tanh: 'tanh',
      sigmoid: 'sigmoid',
      exp: 'exp',
      log: 'log',
      sqrt: 'square root',
      powerNotebook: 'power',
    } as Readonly<Record<string, string>>,
    legend: {
      positive: '+ gradient',
      negative: '− gradient',
      width: 'width: size',
      sources: 'where the numbers come from',
      badge: 'order of the backward pass',
    },
  },

  workbench: {
    label: 'The step',
    tabs: { graph: 'Graph', table: 'Table', python: 'Python' },
    plots: 'Plots',
    setup: 'Setup',
    view: 'View of the graph',
    views: {
      compact: 'Compact',
      notebook: 'As the notebook builds it',
    } satisfies Record<GraphView, string>,
    onlyCompact: 'A graph that is used again is shown as it is trained.',
    direction: 'Direction of the graph',
    directions: { right: 'Left to right', down: 'Top down' },
    hide: 'Hide answers',
  },
  find: { label: 'Find a node', placeholder: 'Find…' },
  leaf: {
    label: (name: string) => `Node ${name}`,
    value: (name: string) => `Value of ${name}`,
    editsStart: 'At step 0 this is the initial value.',
    editsNext: 'It holds from the next update on and is recorded in the run.',
    editsData: 'A new run begins with the examples as points of your own, this number changed.',
    drawsAnew:
      'Its initial weights, and which examples only test, are drawn anew: these examples were drawn before them.',
    tooMany: 'This dataset has too many examples to be edited one by one.',
    over: 'The run is over: press Reset to change values.',
    backward: 'Backward from here',
    close: 'Close',
  },
  details: {
    check: 'check',
    checked: ({ numeric, agrees, reason }: CheckedLeaf) =>
      agrees === true
        ? `${brief(numeric)} ✓`
        : agrees === false
          ? `${brief(numeric)} ≠`
          : { kink: 'at a kink', 'not-defined': 'not defined', 'not-resolved': 'not resolved' }[
              reason ?? 'not-defined'
            ],
    seminarNames: { ŷ: 'y_pred' } as Readonly<Record<string, string>>,
    noRule: 'This abs has no backward rule: nothing flows through it.',
    kinks: {
      abs: 'At 0 its derivative is taken as 0.',
      relu: 'At 0 its derivative is taken as 0.',
    },
    powerNotebook: 'The notebook’s rule for the exponent lacks the factor ln of the base.',
    data: 'Data is given, not updated. Enter or a double click edits it.',
    edit: 'Enter or a double click edits it.',
  },
  table: {
    caption: 'The nodes of the graph, with values and gradients',
    columns: {
      order: 'order',
      node: 'node',
      op: 'op',
      children: 'children',
      value: 'value',
      gradient: 'gradient',
      check: 'check',
    },
  },
  python: {
    label: 'Python of this step',
    empty: 'Press Next: the code of the step stands here, with the line that is being done.',
  },
  diagnosis: {
    goTo: (step: number) => `Look at step ${count(step)}`,
    revive: (w: number) => `Start at w = ${brief(w)}, where it is alive`,
  },
  help,
  timeline: {
    label: 'Timeline of the run',
    step: (at: number, last: number) => `step ${count(at)} of ${count(last)}`,
    branch: (step: number) => `New run from step ${count(step)}`,
    leave: 'To the present',
  },
  steps,
  sweep,
  answer: {
    check: 'Check',
    verdicts: {
      right: 'Right.',
      sign: 'Right in size, but the sign is the other one.',
      square: 'Half of it: the derivative of a square has a factor 2.',
      early: 'That is what arrives before this edge: multiply it by the local derivative.',
      'other-factor':
        'You multiplied by the other factor: a product changes with one factor as much as the other one is.',
      road: 'One road is missing: this node is used more than once, and all contributions add up.',
      wrong: 'Not yet: multiply what arrives by the local derivative of this edge.',
      'no-number':
        'That is no number: type digits, with a point or a comma, and a minus in front if need be.',
    } satisfies Record<Verdict | 'no-number', string>,
  },

  panels: { setup: 'Width of the setup', plots: 'Width of the plots' },

  charts,

  outputs: { step: 'step', loss: 'loss', testLoss: 'test loss', label: 'Where the run stands' },

  happened,
  library,
  network,
  surfaces,
  pictures,

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

  rate,
  expressionError: ({ params, message }: ErrorData): string =>
    params['atLine'] === undefined
      ? message
      : `Line ${params['atLine']}, column ${params['atColumn'] ?? ''}: ${params['accepted'] ?? ''}`,

  error: (error: ErrorData): string => {
    switch (error.code) {
      case 'invalid-value':
        return `${error.where === 'graph' ? 'The graph is too large' : `${error.where ?? 'A value'} was refused`}. Accepted: ${error.params['accepted'] ?? ''}.`;
      case 'wrong-state':
        return 'That is not possible now: the run is over, or still going. Press Pause or Reset first.';
      case 'no-loss':
        return 'This expression has no loss, so there is nothing to train: write a line loss = ….';
      case 'worker-failed':
        return failure(error);
      case 'export-failed':
        return error.params['reason'] === 'ENOSPC'
          ? 'The file could not be written: the disk is full.'
          : (pictures.failures[error.params['reason'] ?? ''] ??
              `The file could not be written (${error.params['reason'] ?? ''}).`);
      case 'invalid-file':
        return `${error.params['file'] ?? 'The file'} cannot be opened: ${error.where ?? 'it'} was refused. Accepted: ${error.params['accepted'] ?? ''}.`;
      case 'not-kept':
        return library.notKept(error);
      case 'disconnected':
        return 'The connection to the lab is lost.';
      case 'unknown-method':
      case 'invalid-frame':
      case 'internal':
        return 'The lab made a mistake. What you see may be old; Reset starts afresh.';
    }
  },
};
