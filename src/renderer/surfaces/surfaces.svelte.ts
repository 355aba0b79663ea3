import { fromBase64 } from '../../contract/base64';
import type { ErrorData } from '../../contract/errors';
import type { LabApi } from '../../contract/lab-api';
import type { LabView } from '../../contract/lab-events';
import type {
  LossExamples,
  LossGrid,
  LossGridQuery,
  Predictions,
  PredictionsQuery,
} from '../../contract/surfaces';
import { workInTurn } from '../frame-turns';
import type { Stepper } from '../stepping/stepper.svelte';
import { type Band, bandsOf, levelsOf, overflowOf, planeOf } from './contour-bands';
import { LatestAnswer } from './latest-answer.svelte';

/** Values along each axis of a picture. */
const LANDSCAPE_COUNT = 49;
const SLICE_COUNT = 161;
const SURFACE_COUNT = 41;
const LINE_COUNT = 121;
/** Of a prediction between −1 and 1; beyond, a side is as sure as at the ends. */
const CLASS_LEVELS = [-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75];
/** Below every value. */
const LOWEST = -1e300;

export interface GridPicture extends Omit<LossGrid, 'values'> {
  readonly values: Float64Array;
  readonly of: LossExamples;
  /** Of a picture of two axes. */
  readonly bands: readonly Band[];
  /** Where its values are not finite; empty: nowhere. */
  readonly overflow: string;
}

export interface PredictionPicture extends Omit<Predictions, 'values' | 'atExamples'> {
  readonly values: Float64Array | null;
  readonly atExamples: Float64Array | null;
  /** Whether the bands are those of two classes, −1 and 1. */
  readonly classes: boolean;
  /** Of a picture of two axes: the lowest holds everything. */
  readonly bands: readonly Band[];
}

interface PredictionQuestion {
  readonly query: PredictionsQuery;
  readonly classes: boolean;
}

/** The newest picture, and whether it is the one that was asked for last. */
interface Answered<Picture> {
  readonly answer: Picture | null;
  readonly current: boolean;
  /** Why what was asked for last is not there. */
  readonly error: ErrorData | null;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Which moment of the run pictures show. */
export interface Where {
  /** The state before this step; null: the run as it trains. */
  readonly step: number | null;
  /** The example that is only looked at; null: the step's own. */
  readonly example: number | null;
  /** Whether that is where the run stands. */
  readonly stands: boolean;
  /** Changes whenever the same question may have another answer. */
  readonly key: string;
}

/** The step that is gone through, else the one that comes; of a run that trains, where it is. */
export function whereOf(view: LabView, { place, looking }: Stepper): Where {
  const { run, state, snapshot, interventions, recipe } = view;
  const stepped = place !== null && state !== 'running' ? place.step : null;
  const step = stepped ?? (state === 'running' ? null : snapshot.step + 1);
  const values = stepped === null ? snapshot.parameters.join(' ') : '';
  const changes = `${interventions.length} ${recipe.learningRate} ${snapshot.learningRate}`;
  return { step, example: looking, stands: stepped === null, key: `${run} ${changes} ${values}` };
}

/** What the window asks of the lab for pictures of the loss and of the model. */
export class SurfaceState {
  /** Whose loss the landscape shows. */
  of = $state<LossExamples>('all');
  /** Parameters that a learner chose for the axes; where the run has no such, its first. */
  axes = $state<readonly [string, string]>(['w', 'b']);
  sliced = $state('w');
  /** How much of the landscape is seen: 1 as the lab chose it, less is nearer. */
  zoom = $state(1);

  readonly #landscape: LatestAnswer<LossGridQuery, GridPicture>;
  readonly #slice: LatestAnswer<LossGridQuery, GridPicture>;
  readonly #predictions: LatestAnswer<PredictionQuestion, PredictionPicture>;

  /** Run and parameters that were asked for last. */
  #asked = '';
  /** The ranges that the lab chose for them. */
  #fitted: { readonly of: string; readonly ranges: readonly Range[] } | null = null;

  constructor(api: () => LabApi | null) {
    const grid = async (query: LossGridQuery): Promise<GridPicture | null> => {
      const answer = await api()?.lossGrid(query);
      if (!answer) return null;
      const values = fromBase64(answer.values);
      const picture = { ...answer, values, of: query.of };
      const over = planeOf(answer.axes, values);
      if (!over) return { ...picture, bands: [], overflow: '' };
      // Apart from the change that shows them: together they would be the window's longest task.
      const areas = await workInTurn({}, () => ({
        bands: bandsOf(over, levelsOf(values)),
        overflow: overflowOf(over),
      }));
      return { ...picture, ...areas };
    };
    this.#landscape = new LatestAnswer(async (query) => {
      const of = this.#asked;
      const picture = await grid(query);
      if (picture && query.axes.every(({ range }) => range === null)) {
        this.#fitted = { of, ranges: picture.axes };
      }
      return picture;
    });
    this.#slice = new LatestAnswer(grid);
    this.#predictions = new LatestAnswer(async ({ query, classes }) => {
      const answer = await api()?.predictions(query);
      const numbers = (text: string | null) => (text === null ? null : fromBase64(text));
      if (!answer) return null;
      const values = numbers(answer.values);
      const picture = { ...answer, values, atExamples: numbers(answer.atExamples), classes };
      const over = values && planeOf(answer.axes, values);
      if (!over) return { ...picture, bands: [] };
      const levels = classes ? CLASS_LEVELS : levelsOf(values);
      const bands = await workInTurn({}, () => bandsOf(over, [LOWEST, ...levels]));
      return { ...picture, bands };
    });
  }

  get landscape(): Answered<GridPicture> {
    return this.#landscape;
  }

  get slice(): Answered<GridPicture> {
    return this.#slice;
  }

  get predictions(): Answered<PredictionPicture> {
    return this.#predictions;
  }

  /** The two parameters of the plane; null: the model has fewer. */
  plane(names: readonly string[]): readonly [string, string] | null {
    const [first, second] = names;
    if (first === undefined || second === undefined) return null;
    const [x, y] = this.axes;
    return names.includes(x) && names.includes(y) && x !== y ? this.axes : [first, second];
  }

  /** @param paths numbers that should be seen, of each axis */
  wantLandscape(
    { step, example, stands, key }: Where,
    names: readonly [string, string],
    paths: readonly [readonly number[], readonly number[]],
  ): void {
    const picture = `${key.split(' ')[0] ?? ''} ${names.join(' ')}`;
    const seen = paths.map((path) => path.filter(Number.isFinite).slice(0, 16));
    const fits = (ranges: readonly Range[]) =>
      ranges.every(({ min, max }, i) =>
        (seen[i] ?? []).every((value) => value >= min && value <= max),
      );
    // While the run moves inside the picture, the picture stays as it is.
    const ranges =
      this.#fitted?.of === picture && fits(this.#fitted.ranges) ? this.#fitted.ranges : null;
    this.#asked = picture;
    const axes = names.map((parameter, i) => ({
      parameter,
      range: ranges ? zoomed(ranges[i] as Range, this.zoom) : null,
      include: seen[i] ?? [],
      count: LANDSCAPE_COUNT,
    }));
    this.#landscape.want(asOfNow({ step, of: this.of, example, axes }, stands), key);
  }

  wantSlice({ step, example, key }: Where, parameter: string): void {
    const axes = [{ parameter, range: null, include: [], count: SLICE_COUNT }];
    this.#slice.want([{ step, of: 'step', example, axes }], key);
  }

  /**
   * @param inputs inputs of the model
   * @param classes whether every target is −1 or 1
   */
  wantPredictions({ step, stands, key }: Where, inputs: number, classes: boolean): void {
    const count = inputs === 1 ? LINE_COUNT : SURFACE_COUNT;
    const axis = { range: null, count };
    const grid = inputs > 2 ? null : Array.from({ length: inputs }, () => axis);
    // Without an update to come, the run as it stands says it all.
    this.#predictions.want([{ query: { step: stands ? null : step, grid }, classes }], key);
  }
}

/** Of a run that stands: at once what needs no replay, then the update to come. */
function asOfNow(query: LossGridQuery, stands: boolean): readonly LossGridQuery[] {
  return query.step !== null && stands ? [{ ...query, step: null }, query] : [query];
}

function zoomed({ min, max }: Range, zoom: number): Range {
  const middle = (min + max) / 2;
  const half = ((max - min) / 2) * zoom;
  return { min: middle - half, max: middle + half };
}
