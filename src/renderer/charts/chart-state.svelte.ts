import { fromBase64 } from '../../contract/base64';
import type { LabApi } from '../../contract/lab-api';
import type { LabView } from '../../contract/lab-events';
import type { ComparedRun } from '../../contract/library';
import { MAX_SERIES_POINTS, type SeriesQuery } from '../../contract/series-stretch';
import { columnsOf, type SeriesColumns } from '../lab-view';
import { LatestAnswer } from '../surfaces/latest-answer.svelte';
import { type OverlayColumns, overlayColumns } from './overlays';
import { panned, type StepRange, zoomed } from './step-range';

/** Other runs that the plots show at the most. */
export const MAX_OVERLAYS = 7;

/** One step's row, in every digit. */
export interface ExactRow {
  readonly run: number;
  readonly step: number;
  readonly loss: number;
  /** NaN inside an epoch. */
  readonly epochLoss: number;
  readonly testLoss: number;
  readonly parameters: readonly number[];
  readonly gradients: readonly number[];
}

interface StretchAnswer {
  readonly query: SeriesQuery;
  readonly run: number;
  readonly columns: SeriesColumns;
  readonly stride: number;
  readonly progress: number;
}

/** A series for the charts, and how many steps a point of it stands for. */
export interface ShownSeries {
  readonly columns: SeriesColumns;
  readonly stride: number;
}

/** What all charts over the steps share: the steps that they show, the crosshair, and other runs. */
export class ChartState {
  /** Null: all steps. */
  range = $state.raw<StepRange | null>(null);
  /** The step that the crosshair stands on. */
  cross = $state<number | null>(null);
  curves = $state<'parameters' | 'gradients'>('parameters');
  overlays = $state.raw<readonly ComparedRun[]>([]);
  /** Their numbers, one for each. */
  readonly others: readonly OverlayColumns[] = $derived(this.overlays.map(overlayColumns));

  readonly #stretch: LatestAnswer<SeriesQuery, StretchAnswer>;
  readonly #row: LatestAnswer<number, ExactRow>;
  #view: LabView | null = null;

  constructor(api: () => LabApi | null) {
    this.#stretch = new LatestAnswer(async (query) => {
      const run = this.#view?.run ?? 0;
      const answer = await api()?.series(query);
      if (!answer) return null;
      const { stride, progress } = answer;
      return { query, run, columns: columnsOf(answer), stride, progress };
    });
    this.#row = new LatestAnswer(async (step) => {
      const view = this.#view;
      const page = await api()?.exactRows({ first: step, last: step });
      if (!page || !view) return null;
      const row = fromBase64(page.columns);
      const named = (name: string) => row[page.names.indexOf(name)] ?? Number.NaN;
      // An input may be called as a parameter is: they stand at the end, before their gradients.
      const shown = view.parameters.length;
      const from = row.length - 2 * shown;
      return {
        run: view.run,
        step,
        loss: named('loss'),
        epochLoss: named('epochLoss'),
        testLoss: named('testLoss'),
        parameters: [...row.subarray(from, from + shown)],
        gradients: [...row.subarray(from + shown)],
      };
    });
  }

  /** Another run: its steps are others. Other runs stay beside it. */
  begin(): void {
    this.range = null;
    this.cross = null;
  }

  zoom(steps: number, factor: number, around: number): void {
    this.range = zoomed(this.range, steps, factor, around);
  }

  pan(steps: number, by: number): void {
    this.range = panned(this.range, steps, by);
  }

  /** Asks for what the charts need: of the steps shown, and of the one that the crosshair stands on. */
  want(view: LabView): void {
    this.#view = view;
    const { range, cross } = this;
    const { run } = view;
    if (range && view.series.stride > 1) {
      const query = { ...range, points: MAX_SERIES_POINTS };
      const { answer } = this.#stretch;
      // An answer that is on its way is asked for again: the lab goes on where it was.
      const reached = answer && answer.progress < 1 ? answer.progress : '';
      this.#stretch.want([query], `${run} ${reached}`);
    }
    if (cross !== null && cross <= view.snapshot.step) this.#row.want([cross], String(run));
  }

  /** How far a replay of the steps shown is; null: they are there. */
  get replaying(): number | null {
    const { answer } = this.#stretch;
    const { range } = this;
    if (!range || (answer?.progress ?? 1) >= 1) return null;
    const { first, last } = range;
    return answer?.query.first === first && answer.query.last === last ? answer.progress : null;
  }

  /** The exact row that the crosshair stands on; null: it is not there yet. */
  rowOf(run: number): ExactRow | null {
    const { answer } = this.#row;
    return answer?.run === run && answer.step === this.cross ? answer : null;
  }

  /** Why there is no exact row. */
  get rowError() {
    return this.cross === null ? null : this.#row.error;
  }

  /** The finest that is known of the steps shown. @param whole what the lab says of the whole run */
  shown(view: LabView, whole: SeriesColumns): ShownSeries {
    const { range } = this;
    const { answer } = this.#stretch;
    const { stride } = view.series;
    if (!range || answer?.run !== view.run || answer.stride >= stride) {
      return { columns: whole, stride };
    }
    const from = (answer.columns.step[0] ?? Infinity) - answer.stride + 1;
    const to = answer.columns.step.at(-1) ?? -Infinity;
    const covers = from <= range.first && to >= Math.min(range.last, view.snapshot.step);
    return covers ? { columns: answer.columns, stride: answer.stride } : { columns: whole, stride };
  }

  /** Keeps other runs beside this one. @param runs at most MAX_OVERLAYS of them are kept, the first */
  keep(runs: readonly ComparedRun[]): void {
    this.overlays = runs.slice(0, MAX_OVERLAYS);
  }

  remove(id: string): void {
    this.overlays = this.overlays.filter((run) => run.id !== id);
  }
}
