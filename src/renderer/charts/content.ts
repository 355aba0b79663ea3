import type { LabView } from '../../contract/lab-events';
import { updatesPerEpoch } from '../../contract/recipe';
import { messages } from '../messages/messages';
import type { ShownSeries } from './chart-state.svelte';
import { gradientLines, type Line, lossLines, parameterLines } from './lines';
import { type OverlayColumns, overlayLosses, overlayParameters } from './overlays';
import { rateChanges } from './rate-changes';
import type { StepRange } from './step-range';

/** A chart over the steps, on the screen and as a picture that is kept. */
export interface ChartContent {
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
  readonly summary: string;
}

/** What part of the run a chart shows, and what stands beside it. */
export interface ChartPart {
  readonly range: StepRange | null;
  readonly overlays: readonly OverlayColumns[];
}

export const WHOLE: ChartPart = { range: null, overlays: [] };

export function lossContent(
  view: LabView,
  { columns, stride }: ShownSeries,
  { range, overlays }: ChartPart,
  logarithmic: boolean,
): ChartContent {
  const t = messages.charts;
  const { step, row } = view.snapshot;
  const own = lossLines(columns, stride, updatesPerEpoch(view.recipe) === 1);
  const note = logarithmic ? zeroNote(columns, range) : '';
  const beside = t.overlaySummary(overlays.map(({ name }) => name));
  return {
    ...frame(view, range),
    own,
    lines: [...own, ...overlayLosses(overlays)],
    logarithmic,
    upward: t.upward.loss(logarithmic),
    note,
    summary:
      t.lossSummary(step, row?.loss ?? null, range) +
      (note === '' ? '' : ` It is ${note}.`) +
      beside,
  };
}

export function parameterContent(
  view: LabView,
  { columns }: ShownSeries,
  { range, overlays }: ChartPart,
): ChartContent {
  const t = messages.charts;
  const { step, parameters } = view.snapshot;
  const own = parameterLines(columns, view.parameters);
  const alike = overlays.filter((run) => view.parameters.some((name) => run.parameters.has(name)));
  return {
    ...frame(view, range),
    own,
    lines: [...own, ...overlayParameters(overlays, view.parameters)],
    upward: t.upward.parameters,
    summary:
      t.parameterSummary(step, view.parameters, parameters, range) +
      t.overlaySummary(alike.map(({ name }) => name)),
  };
}

export function gradientContent(
  view: LabView,
  { columns }: ShownSeries,
  { range }: ChartPart,
): ChartContent {
  const t = messages.charts;
  const { step, row } = view.snapshot;
  const own = gradientLines(columns, view.parameters);
  return {
    ...frame(view, range),
    own,
    lines: own,
    upward: t.upward.gradients,
    summary: t.gradientSummary(step, view.parameters, row?.gradients ?? [], range),
  };
}

function frame(view: LabView, range: StepRange | null) {
  const marks = rateChanges(view).map(({ step }) => step);
  const { first, last } = range ?? { first: 0, last: view.snapshot.step };
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
