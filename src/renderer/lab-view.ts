import { fromBase64 } from '../contract/base64';
import { type Change, editedAtStart, withIntervention } from '../contract/intervention';
import {
  type LabEvent,
  type LabView,
  PARAMETER_COLUMNS,
  type Series,
  SERIES_COLUMNS,
  type SessionState,
} from '../contract/lab-events';
import type { Recipe } from '../contract/recipe';

export type SeriesColumns = Readonly<Record<(typeof SERIES_COLUMNS)[number], Float64Array>> & {
  /** Of the parameters shown: after the last step that a point stands for. */
  readonly parameters: readonly Float64Array[];
  /** Least and largest over all of its steps. */
  readonly parameterRanges: readonly ColumnRange[];
  readonly gradientRanges: readonly ColumnRange[];
};

export interface ColumnRange {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** What an event changes of the view. */
export function changedBy(
  event: Extract<LabEvent, { kind: 'state' | 'intervention' | 'speed' | 'library' }>,
  view: LabView,
): Partial<LabView> {
  if (event.kind === 'library') return { library: event.library };
  if (event.kind === 'speed') return { speed: event.speed };
  if (event.kind === 'intervention') {
    return { interventions: withIntervention(view.interventions, event.intervention) };
  }
  const { state, outcome, controls, rate } = event;
  return { state, outcome, controls, rate };
}

/** The controls after a change: at step 0 it edits the recipe, later only the learning rate is a control. */
export function withChange({ state, controls }: LabView, change: Change): Recipe {
  if (state !== 'idle' && change.kind !== 'learning-rate') return controls;
  return editedAtStart(controls, change) ?? controls;
}

/** A chart's columns by name. */
export function columnsOf(series: Pick<Series, 'count' | 'columns'> | undefined): SeriesColumns {
  const { count, columns } = series ?? { count: 0, columns: '' };
  const all = fromBase64(columns);
  const column = (i: number) => all.subarray(i * count, (i + 1) * count);
  const named = Object.fromEntries(SERIES_COLUMNS.map((name, i) => [name, column(i)]));
  const each = PARAMETER_COLUMNS.length;
  const shown = count === 0 ? 0 : (all.length / count - SERIES_COLUMNS.length) / each;
  const of = (name: (typeof PARAMETER_COLUMNS)[number]) =>
    Array.from({ length: shown }, (_, i) =>
      column(SERIES_COLUMNS.length + i * each + PARAMETER_COLUMNS.indexOf(name)),
    );
  const ranges = (min: readonly Float64Array[], max: readonly Float64Array[]) =>
    min.map((least, i) => ({ min: least, max: max[i] as Float64Array }));
  return {
    ...(named as Record<(typeof SERIES_COLUMNS)[number], Float64Array>),
    parameters: of('last'),
    parameterRanges: ranges(of('min'), of('max')),
    gradientRanges: ranges(of('gradientMin'), of('gradientMax')),
  };
}

/** Whether both have the same neurons. */
export function sameNetwork(a: Recipe, b: Recipe | undefined): boolean {
  return a.model === 'mlp' && b?.model === 'mlp' && a.hidden.join() === b.hidden.join();
}

export function isOver(state: SessionState): boolean {
  return state === 'finished' || state === 'diverged' || state === 'failed';
}
