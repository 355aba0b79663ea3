import type { Intervention } from '../../contract/intervention';
import { brief, count } from '../format';
import { equations, list } from './words';

/** Which curves are shown beside the loss. */
type Curves = 'parameters' | 'gradients';

/** Steps that are shown; null: all. */
type Part = { readonly first: number; readonly last: number } | null;

const upTo = (step: number, part: Part) =>
  part === null
    ? `up to update ${count(step)}`
    : `from update ${count(part.first)} to ${count(part.last)} of ${count(step)}`;

/** What is said of the curves over the steps. */
export const charts = {
  label: 'Plots',
  loss: 'Loss',
  logarithmic: 'log',
  eachStep: 'each step',
  epochMean: 'epoch mean',
  testLoss: 'test loss',
  firstParameters: (shown: number, all: number) =>
    shown < all ? `the first ${shown} of ${count(all)}` : `all ${all}`,
  parameters: 'Parameters',
  curves: { parameters: 'Parameters', gradients: 'Gradients' } satisfies Record<Curves, string>,
  curvesLabel: 'Curves of',
  gradientName: (name: string) => `∂L/∂${name}`,
  upward: {
    loss: (logarithmic: boolean) => (logarithmic ? 'loss (log)' : 'loss'),
    parameters: 'value',
    gradients: 'gradient',
  },
  step: 'step',
  rateChange: ({ step, change }: Intervention) =>
    change.kind === 'learning-rate' ? `η ${brief(change.value)} from step ${count(step)}` : '',

  /** What a chart is, and how it is read by keyboard. */
  chart: (name: string) =>
    `${name} over the steps: the arrow keys move the crosshair, plus and minus zoom, 0 shows all`,
  lossSummary: (step: number, loss: number | null, part: Part = null) =>
    loss === null
      ? 'Curve of the loss, still empty.'
      : `Curve of the loss ${upTo(step, part)}: it is now ${brief(loss)}.`,
  parameterSummary: (
    step: number,
    names: readonly string[],
    values: readonly number[],
    part: Part = null,
  ) => `Curves of ${list(names)} ${upTo(step, part)}: now ${list(equations(names, values))}.`,
  gradientSummary: (
    step: number,
    names: readonly string[],
    gradients: readonly number[],
    part: Part = null,
  ) => {
    if (gradients.length === 0) return 'Curves of the gradients, still empty.';
    const last = equations(
      names.map((name) => `∂L/∂${name}`),
      gradients,
    );
    return `Curves of the gradients of ${list(names)} ${upTo(step, part)}: in update ${count(step)} ${list(last)}.`;
  },
  overlaySummary: (names: readonly string[]) =>
    names.length === 0 ? '' : ` Beside it: ${list(names)}.`,
  empty: 'Press Next, Step or Play',
  /** @param still whether it has been 0 ever since */
  zero: (step: number, still: boolean) =>
    still
      ? `exactly 0 since step ${count(step)}: not on a log axis`
      : `exactly 0 at times, first at step ${count(step)}: not on a log axis`,

  zoom: {
    label: 'Steps shown',
    range: (first: number, last: number) =>
      last < 1 ? '' : `steps ${count(first)} – ${count(last)}`,
    replaying: (progress: number) => `exact: ${Math.floor(100 * progress)} %`,
    in: 'Fewer steps',
    out: 'More steps',
    earlier: 'Earlier steps',
    later: 'Later steps',
    all: 'All',
    allHint: 'All steps (double click, or 0)',
  },

  read: {
    step: (step: number) => `step ${count(step)}`,
    between: (least: number, most: number) => `${brief(least)} … ${brief(most)}`,
    /** For whoever hears it. */
    said: (step: number, values: readonly (readonly [name: string, text: string])[]) =>
      `Step ${count(step)}: ${values.map(([name, text]) => `${name} ${text}`).join(', ')}`,
    failed: (why: string) => `not read: ${why}`,
  },

  overlays: {
    label: 'Other runs in the plots',
    remove: (name: string) => `Take ${name} out of the plots`,
  },
};
