import type { LabView } from '../../contract/lab-events';
import { messages } from '../messages/messages';
import type { ShownSeries } from './chart-state.svelte';
import { gradientLines, type Line, lossLines, parameterLines } from './lines';
import { type OverlayColumns, overlayLosses, overlayParameters } from './overlays';
import type { StepRange } from './step-range';

/** What a chart over the steps draws, on the screen and as a picture that is kept: it is new only where its curves are. */
export interface ChartCurves {
  /** Of the open run. */
  readonly own: readonly Line[];
  /** Of the other runs, too. */
  readonly lines: readonly Line[];
  readonly first: number;
  /** The last step that is shown. */
  readonly step: number;
  readonly logarithmic: boolean;
  readonly upward: string;
  /** Steps at which the learning rate changed. */
  readonly marks: readonly number[];
  /** What a logarithmic axis cannot show; empty: nothing. */
  readonly note: string;
}

/** What part of the run a chart shows, and what stands beside it. */
export interface ChartPart {
  readonly range: StepRange | null;
  readonly overlays: readonly OverlayColumns[];
}

export const WHOLE: ChartPart = { range: null, overlays: [] };

/**
 * @param marks steps at which the learning rate changed
 * @param single whether an epoch is one step
 */
export function lossCurves(
  { columns, stride }: ShownSeries,
  part: ChartPart,
  marks: readonly number[],
  single: boolean,
  logarithmic: boolean,
): ChartCurves {
  const own = lossLines(columns, stride, single);
  return {
    ...frame(columns, part, marks),
    own,
    lines: [...own, ...overlayLosses(part.overlays)],
    logarithmic,
    upward: messages.charts.upward.loss(logarithmic),
    note: logarithmic ? zeroNote(columns, part.range) : '',
  };
}

/**
 * @param marks steps at which the learning rate changed
 * @param names of the parameters shown
 */
export function parameterCurves(
  { columns }: ShownSeries,
  part: ChartPart,
  marks: readonly number[],
  names: readonly string[],
): ChartCurves {
  const own = parameterLines(columns, names);
  return {
    ...frame(columns, part, marks),
    own,
    lines: [...own, ...overlayParameters(part.overlays, names)],
    upward: messages.charts.upward.parameters,
  };
}

/**
 * @param marks steps at which the learning rate changed
 * @param names of the parameters shown
 */
export function gradientCurves(
  { columns }: ShownSeries,
  part: ChartPart,
  marks: readonly number[],
  names: readonly string[],
): ChartCurves {
  const own = gradientLines(columns, names);
  return {
    ...frame(columns, part, marks),
    own,
    lines: own,
    upward: messages.charts.upward.gradients,
  };
}

/** The picture in a sentence or two, with the numbers of the step where the run stands. */
export function lossSummary(view: LabView, { range, overlays }: ChartPart, note: string): string {
  const t = messages.charts;
  const { step, row } = view.snapshot;
  return (
    t.lossSummary(step, row?.loss ?? null, range) +
    (note === '' ? '' : ` It is ${note}.`) +
    t.overlaySummary(overlays.map(({ name }) => name))
  );
}

export function parameterSummary(view: LabView, { range, overlays }: ChartPart): string {
  const t = messages.charts;
  const { step, parameters } = view.snapshot;
  const alike = overlays.filter((run) => view.parameters.some((name) => run.parameters.has(name)));
  return (
    t.parameterSummary(step, view.parameters, parameters, range) +
    t.overlaySummary(alike.map(({ name }) => name))
  );
}

export function gradientSummary(view: LabView, { range }: ChartPart): string {
  const { step, row } = view.snapshot;
  return messages.charts.gradientSummary(step, view.parameters, row?.gradients ?? [], range);
}

function frame(
  { step }: ShownSeries['columns'],
  { range }: ChartPart,
  marks: readonly number[],
): Pick<ChartCurves, 'first' | 'step' | 'marks' | 'logarithmic' | 'note'> {
  const { first, last } = range ?? { first: 0, last: step.at(-1) ?? 0 };
  return { first, step: last, marks, logarithmic: false, note: '' };
}

/** Where in the steps shown the loss is 0. */
function zeroNote(
  { step, lossMin, lossMax }: ShownSeries['columns'],
  range: StepRange | null,
): string {
  const inside = (i: number) =>
    !range || ((step[i] as number) >= range.first && (step[i] as number) <= range.last);
  const shown = Array.from(step.keys()).filter(inside);
  const first = shown.find((i) => lossMin[i] === 0);
  if (first === undefined) return '';
  const lastAbove = shown.findLastIndex((i) => lossMax[i] !== 0);
  const since = shown[lastAbove + 1];
  return messages.charts.zero(step[since ?? first] as number, since !== undefined);
}
