import { fromBase64 } from '../contract/base64';
import { type Change, editedAtStart, withIntervention } from '../contract/intervention';
import { type LabEvent, type LabView, type Series, SERIES_COLUMNS } from '../contract/lab-events';
import type { Recipe } from '../contract/recipe';

export type SeriesColumns = Readonly<Record<(typeof SERIES_COLUMNS)[number], Float64Array>> & {
  /** Of the parameters shown. */
  readonly parameters: readonly Float64Array[];
};

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
export function columnsOf(series: Series | undefined): SeriesColumns {
  const { count, columns } = series ?? { count: 0, columns: '' };
  const all = fromBase64(columns);
  const column = (i: number) => all.subarray(i * count, (i + 1) * count);
  const named = Object.fromEntries(SERIES_COLUMNS.map((name, i) => [name, column(i)]));
  const first = SERIES_COLUMNS.length;
  const shown = count === 0 ? 0 : all.length / count - first;
  const parameters = Array.from({ length: shown }, (_, i) => column(first + i));
  return { ...(named as Record<(typeof SERIES_COLUMNS)[number], Float64Array>), parameters };
}
