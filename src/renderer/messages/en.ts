import type { Intervention } from '../../contract/intervention';
import type { ErrorData } from '../../contract/errors';
import { datasetName, inputCount } from '../../contract/dataset';
import type { DeadUnits, RateDiagnosis } from '../../contract/diagnosis';
import type { Verdict } from '../../contract/answer';
import type { CheckedLeaf, GraphView } from '../../contract/explanation';
import type { Outcome, Snapshot } from '../../contract/lab-events';
import type { NumberRange } from '../../contract/ranges';
import type { Activation, Recipe } from '../../contract/recipe';
import { brief, count } from '../format';
import type { PlaySpeed } from '../stepping/speeds';
import { steps } from './steps';

/** "a", "a and b", "a, b and c" */
function list(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** "x = 1 and y = 2" */
const equations = (names: readonly string[], values: readonly number[]) =>
  names.map((name, i) => `${name} = ${brief(values[i] ?? NaN)}`);

const shortActivations: Readonly<Record<Activation, string>> = {
  identity: 'identity',
  relu: 'ReLU',
  'relu-abs': 'ReLU by abs',
  'relu-notebook': 'notebook’s ReLU',
};

const datasets = {
  one: 'one example',
  pair: 'pair',
  integers: 'integers 1–3',
  karpathy: 'Karpathy’s four',
  line: 'noisy line',
  moons: 'moons',
  circles: 'circles',
  xor: 'XOR',
  spiral: 'spiral',
  points: 'your own points',
};

function modelName(recipe: Recipe): string {
  if (recipe.model === 'expression') return 'expression';
  if (recipe.model === 'perceptron') return shortActivations[recipe.activation];
  const shape = [inputCount(recipe.dataset), ...recipe.hidden, 1].join('-');
  return `MLP ${shape} ${recipe.activation === 'relu' ? 'ReLU' : 'tanh'}`;
}

const moving = (few: readonly string[] | null) =>
  few === null
    ? 'the parameters move'
    : few.length === 1
      ? `${list(few)} moves`
      : `${list(few)} move`;

const minus = (text: string) => text.replaceAll('-', '−');

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

  run: {
    title: (
      number: number,
      recipe: Recipe,
      from: { readonly run: number; readonly step: number } | null,
    ) => {
      const origin = from ? ` · from run ${from.run}, step ${count(from.step)}` : '';
      return `Run ${number} · ${datasets[datasetName(recipe.dataset)]} · ${modelName(recipe)}${origin}`;
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

  setup: {
    label: 'Setup',
    model: 'Model',
    models: { perceptron: 'Perceptron', mlp: 'MLP', expression: 'Expression' },
    activation: 'Activation',
    activations: {
      identity: 'identity',
      relu: 'ReLU',
      'relu-abs': 'ReLU as (z + |z|) / 2',
      'relu-notebook': 'the same, as the notebook wrote it',
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
    datasets,
    rules: { perceptron: 'y = 2x', mlp: '', expression: '' },
    count: 'Examples',
    noise: 'Noise',
    test: 'Test examples',
    points: 'Points, one a line',
    pointsAccepted: 'one example a line, inputs first, then the target, with commas between: 1, 2',
    mlp: {
      hidden: 'Hidden layers',
      accepted: 'one to six whole numbers from 1 to 64, such as 4, 4',
      output: 'Output',
      outputs: { linear: 'linear', tanh: 'tanh' },
      loss: 'Loss of a batch',
      reductions: { mean: 'mean', sum: 'sum' },
      activations: { tanh: 'tanh', relu: 'ReLU' },
      parameters: (number: number) => `${count(number)} parameters`,
    },
    expression: {
      label: 'Expression',
      note: 'One assignment a line. The line loss = … is what is trained.',
      roles: { parameter: 'parameter', input: 'typed value' } as Readonly<Record<string, string>>,
      column: (name: string) => `data: ${name}`,
      initial: (name: string) => `Initial ${name}`,
      value: (name: string) => `Value of ${name}`,
    },
    sampling: 'Sampling',
    samplings: { 'in-order': 'in order', random: 'at random' },
    batch: 'Batch',
    batches: { '1': 'one at a time', mini: 'mini-batches', full: 'all examples' },
    batchSize: 'Batch size',
    optimizer: 'Optimizer',
    optimizers: { sgd: 'SGD', momentum: 'momentum 0.9', adam: 'Adam' },
    samplingForced: 'Integers are always drawn at random.',
    table: {
      prediction: 'ŷ',
      loss: 'loss',
      caption: 'Examples',
      look: 'look at it',
      lookAt: (sample: number) => `Show example ${count(sample)} in the graph`,
      more: (more: number, training: number, test: number) =>
        [
          ...(more > 0 ? [`and ${count(more)} more`] : []),
          ...(test > 0 ? [`${count(training)} to train with, ${count(test)} to test with`] : []),
        ].join('; '),
    },
    learningRate: 'Learning rate',
    learningRateSlider: 'η on a logarithmic scale',
    learningRateNote: 'A change takes effect at the next step.',
    zeroGradients: 'Zero the gradients before each step',
    zeroGradientsOff:
      'Forgotten: each step’s gradients of the parameters are added to the old ones.',
    graph: {
      reuse: 'Reuse the graph of the first step',
      oneAtATime: 'A graph is reused with one example at a time.',
      zeroed: 'Zeroed gradients',
      zeroedWords: { once: 'parameters', 'once-zeroed': 'every node' },
      notes: {
        once: 'No forward pass after the first: the loss stands still, and every other node adds each step’s gradient to its old one, so the updates grow.',
        'once-zeroed':
          'No forward pass after the first: the loss stands still, and so do the gradients; the parameters run away in equal steps.',
      },
      nothingZeroed:
        'No forward pass after the first, and nothing is zeroed: the loss stands still, and every gradient grows.',
    },
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
  help: {
    button: 'Help',
    title: 'Keys and words',
    keys: 'Keys',
    words: 'Words',
    close: 'Close',
    shortcuts: [
      { keys: 'Space', does: 'Play, Pause' },
      { keys: '→  PgDn', does: 'Next: one calculation' },
      { keys: '←  PgUp', does: 'Back by one calculation' },
      { keys: 'F', does: 'Finish phase; in the order it skips to its end' },
      { keys: 'S', does: 'Step: one update' },
      { keys: 'Esc', does: 'Back to the present' },
      { keys: 'Ctrl+F', does: 'Find a node by its name' },
      { keys: 'P', does: 'Projector mode: large, in high contrast' },
      { keys: '← → ↑ ↓', does: 'On a node or a row of the table: along the graph’s edges' },
      { keys: 'Enter', does: 'On a node: edit its value, or go backward from it' },
    ],
    glossary: [
      {
        word: 'Node',
        means: 'A value in the graph: given, trained, or computed from its children.',
      },
      { word: 'Forward', means: 'Every node is computed from its children, up to the loss.' },
      {
        word: 'Gradient',
        means: 'How much the loss changes when the node changes a little: ∂L/∂node.',
      },
      { word: 'Local derivative', means: 'How much a node changes with one of its children.' },
      {
        word: 'Chain rule',
        means:
          'What arrives at a node, times the local derivative, goes on to the child; all roads add up.',
      },
      {
        word: 'Topological order',
        means:
          'A map of the graph in which each node stands after its children; backward goes through it in reverse.',
      },
      {
        word: 'Step',
        means: 'One update of the parameters: each moves against its gradient, η times as far.',
      },
      { word: 'Epoch', means: 'As many steps as it takes to go through the examples once.' },
    ],
  },
  timeline: {
    label: 'Timeline of the run',
    step: (at: number, last: number) => `step ${count(at)} of ${count(last)}`,
    branch: (step: number) => `New run from step ${count(step)}`,
    leave: 'To the present',
  },
  steps,
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

  charts: {
    label: 'Plots',
    loss: 'Loss',
    logarithmic: 'log',
    eachStep: 'each step',
    epochMean: 'mean of the epoch',
    testLoss: 'test loss',
    firstParameters: (shown: number, all: number) =>
      shown < all ? `the first ${shown} of ${count(all)}` : `all ${all}`,
    parameters: 'Parameters',
    step: 'step',
    rateChange: ({ step, change }: Intervention) =>
      change.kind === 'learning-rate' ? `η ${brief(change.value)} from step ${count(step)}` : '',
    lossSummary: (step: number, loss: number | null) =>
      loss === null
        ? 'Curve of the loss, still empty.'
        : `Curve of the loss up to update ${count(step)}: it is now ${brief(loss)}.`,
    parameterSummary: (step: number, names: readonly string[], values: readonly number[]) =>
      `Curves of ${list(names)} up to update ${count(step)}: now ${list(equations(names, values))}.`,
    empty: 'Press Next, Step or Play',
  },

  outputs: { step: 'step', loss: 'loss', testLoss: 'test loss', label: 'Where the run stands' },

  happened: {
    label: 'What happened',
    replay: (progress: number) =>
      `Training again up to that step: ${Math.floor(progress * 100)} %.`,
    ready: (names: readonly string[], values: readonly number[], few: readonly string[] | null) =>
      `Press Next: the example ${equations(names, values).join(', ')} goes forward to the loss, the gradients come back, and ${moving(few)}.`,
    readyRandom: (few: readonly string[] | null) =>
      `Press Next: an example is drawn and goes forward to the loss, the gradients come back, and ${moving(few)}.`,
    readyBatch: (size: number, few: readonly string[] | null) =>
      `Press Next: ${count(size)} examples go forward to their loss, the gradients come back and add up, and ${moving(few)}.`,
    noLoss:
      'This expression has no loss: every node is computed, and nothing can be trained. A line loss = … makes it trainable.',
    running: (snapshot: Snapshot) =>
      snapshot.stepsPerSecond === null
        ? 'Training.'
        : `Training at about ${count(Number(snapshot.stepsPerSecond.toPrecision(2)))} steps a second.`,
    step: (
      step: number,
      sample: number,
      names: readonly string[],
      values: readonly number[],
      prediction: number | null,
      loss: number,
    ) => {
      const what = `Step ${count(step)} took example ${count(sample)}, ${list(equations(names, values))}`;
      return prediction === null
        ? `${what}: the loss was ${brief(loss)}.`
        : `${what}: ŷ = ${brief(prediction)}, so the loss was ${brief(loss)}.`;
    },
    batch: (step: number, loss: number, sum: boolean) =>
      `Step ${count(step)} took a batch of examples: the ${sum ? 'sum' : 'mean'} of their losses was ${brief(loss)}.`,
    update: (
      names: readonly string[],
      gradients: readonly number[],
      learningRate: number,
      values: readonly number[],
    ) => {
      const slopes = names.map((name, i) => `∂L/∂${name} = ${brief(gradients[i] ?? NaN)}`);
      const now = names.map(
        (name, i) => `${name}${i === 0 ? ' is now' : ''} ${brief(values[i] ?? NaN)}`,
      );
      return `${list(slopes)}; with η = ${brief(learningRate)}, ${list(now)}.`;
    },
    updateAll: (number: number, learningRate: number) =>
      `All ${count(number)} parameters moved against their gradients, with η = ${brief(learningRate)}.`,
    noGradient: (names: readonly string[]) =>
      names.length === 2
        ? `Both gradients were 0, so ${list(names)} did not move: no gradient comes through.`
        : `Every gradient was 0, so ${list(names)} did not move: no gradient comes through.`,
    dead: ({ count: number, of, names }: DeadUnits) =>
      of === 1
        ? 'The ReLU is dead: in the whole last epoch no gradient came through it on any example. As long as that is so, its weights stay where they are: start with other values.'
        : `${count(number)} of ${count(of)} ReLUs are dead: in the whole last epoch no gradient came through them on any example (${names.slice(0, 5).join(', ')}${number > 5 ? ', …' : ''}).`,
    ended: (outcome: Outcome, step: number): string => {
      switch (outcome.kind) {
        case 'steps':
          return `Finished: all ${count(step)} steps are done.`;
        case 'loss':
          return `Finished at step ${count(step)}: the loss of the epoch is below the limit.`;
        case 'diverged': {
          const { step: at, node, domain } = outcome.at;
          const undefinedThere = domain
            ? ` (${domain.op} of ${list(domain.operands.map(brief))} is not defined)`
            : '';
          return `Diverged: at step ${count(at)} ${node} was the first number that is not finite${undefinedThere}. You see the last finite state, step ${count(step)}. Try a smaller learning rate, then press Reset.`;
        }
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

  /** What is known of the learning rate. */
  rate: ({ order, critical, regime, activeSideOnly }: RateDiagnosis): string => {
    const { rate, standsStillAt, flipsAloneAt } = critical;
    const where = {
      'in-order': 'In this order',
      'full-batch': 'With all examples at once',
      random: '',
    };
    const side = activeSideOnly ? ' This holds on the active side of the ReLU.' : '';
    if (critical.kind === 'safe-below') {
      return `Drawn at random, the run is safe below η = ${brief(rate)}. ${
        regime === 'safe' ? 'Above it a run may blow up.' : 'At this η it may blow up.'
      }${side}`;
    }
    const settles = `${where[order] || 'Here'} the run settles below η = ${brief(rate)}.`;
    const still =
      standsStillAt.length > 0 ? ` At η = ${list(standsStillAt.map(brief))} it stands still.` : '';
    const alone = flipsAloneAt
      ? ` The example x = ${brief(flipsAloneAt.x)} alone would flip for ever at η = ${brief(flipsAloneAt.rate)}.`
      : '';
    const now = {
      settles: '',
      safe: '',
      'stands-still': ' That is this η.',
      'flips-for-ever': ' At this η it flips for ever.',
      diverges: ' At this η it diverges.',
      'may-blow-up': '',
    }[regime];
    return settles + now + still + alone + side;
  },
  expressionError: ({ params, message }: ErrorData): string =>
    params['atLine'] === undefined
      ? message
      : `Line ${params['atLine']}, column ${params['atColumn'] ?? ''}: ${params['accepted'] ?? ''}`,

  error: (error: ErrorData): string => {
    switch (error.code) {
      case 'invalid-value':
        return `${error.where ?? 'A value'} was refused. Accepted: ${error.params['accepted'] ?? ''}.`;
      case 'wrong-state':
        return 'That is not possible now: the run is over, or still going. Press Pause or Reset first.';
      case 'no-loss':
        return 'This expression has no loss, so there is nothing to train: write a line loss = ….';
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
