import { columnNames } from '../../contract/dataset';
import type {
  Axis,
  LossGrid,
  LossGridQuery,
  Minimum,
  Predictions,
  PredictionsQuery,
} from '../../contract/surfaces';
import { lossMinimum } from '../../engine/loss-minimum';
import { LossSurface, PredictionSurface } from '../../engine/loss-surface';
import type { Trainer } from '../../engine/trainer';
import { Refusal } from './refusal';
import { type StandingNow, standsBefore } from './standing-now';
import { rangeOf } from './surface-range';

/** What one answer takes, in computations of a node by the tape, about: half a second. */
const WORK = 60_000_000;
/** Values along an axis that a picture has at the least. */
const FEWEST = 5;

export type LossGridNumbers = Omit<LossGrid, 'values'> & { readonly values: Float64Array };
export type PredictionNumbers = Omit<Predictions, 'values' | 'atExamples'> & {
  readonly atExamples: Float64Array | null;
  readonly values: Float64Array | null;
};

/**
 * @param trainer stands before the step that is asked for; where `now` is given only its model and examples count
 * @throws Refusal for a parameter or example that is not there
 */
export function lossGrid(
  trainer: Trainer,
  { of, example, axes }: Omit<LossGridQuery, 'step'>,
  now: StandingNow | null,
): LossGridNumbers {
  const { parameterNames, examples } = trainer;
  const indices = axes.map(({ parameter }) => parameterNames.indexOf(parameter));
  if (indices.includes(-1) || new Set(indices).size < indices.length) {
    throw new Refusal('axes', `different ones of ${parameterNames.slice(0, 20).join(', ')}`);
  }
  if (example !== null && example > examples.count) {
    throw new Refusal('example', `1 … ${examples.count}`);
  }
  const { parameters, updateOf, next, step } = comingUpdate(trainer, now);
  const own = example ?? now?.sample ?? null;
  const every = Array.from({ length: examples.training }, (_, i) => i);
  const ofStep = own === null ? (now ? every : trainer.batch) : [own - 1];
  const samples = of === 'all' ? every : ofStep;

  const surface = new LossSurface(trainer, samples, size(axes));
  surface.at(parameters);
  const loss = surface.loss();
  const gradient = surface.gradient();
  const found = lossMinimum(trainer, samples);
  const minimum = found && asAxes(found, indices);
  const shared = Math.sqrt(WORK / surface.work / size(axes));
  const drawn = axes.map((axis, i) => {
    const index = indices[i] as number;
    const at = parameters[index] as number;
    const after = next?.[index] ?? null;
    const core = [
      at,
      ...(after === null ? [] : [after]),
      ...nearest(minimum, i, indices, parameters),
    ];
    return {
      name: axis.parameter,
      ...(axis.range ?? rangeOf(core, axis.include)),
      count: counted(axis.count, axes.length === 1 ? shared * shared : shared),
      ...{ at, gradient: gradient[index] as number, next: after },
    };
  });

  const points = gridOf(drawn);
  const values = Float64Array.from({ length: size(drawn) }, (_, place) => {
    points.forEach((column, i) => surface.set(indices[i] as number, column[place] as number));
    return surface.loss();
  });
  const shownExamples = of === 'all' || samples === every ? null : samples.map((i) => i + 1);
  return { step, axes: drawn, values, loss, examples: shownExamples, updateOf, minimum };
}

/**
 * @param trainer as for lossGrid
 * @throws Refusal for another number of axes than the model has inputs
 */
export function predictions(
  trainer: Trainer,
  { grid }: Omit<PredictionsQuery, 'step'>,
  now: StandingNow | null,
): PredictionNumbers {
  const { examples, parameterNames } = trainer;
  const { parameters, step } = standsBefore(trainer, now);
  if (grid && grid.length !== examples.inputs) {
    throw new Refusal('grid', `one axis for each of the ${examples.inputs} inputs`);
  }
  if (!trainer.model.prediction) return { step, atExamples: null, axes: [], values: null };
  const surface = new PredictionSurface(trainer, examples.count + (grid ? size(grid) : 0));
  surface.at(new Map(parameterNames.map((name, i) => [name, parameters[i] as number])));
  const atExamples = surface.over(examples.columns);
  if (!grid) return { step, atExamples, axes: [], values: null };
  const names = columnNames(examples.inputs);
  const shared = Math.sqrt(WORK / surface.work / size(grid));
  const axes = grid.map((axis, i) => ({
    name: names[i] as string,
    ...(axis.range ?? rangeOf([...(examples.columns[i] as Float64Array)], [])),
    count: counted(axis.count, grid.length === 1 ? shared * shared : shared),
  }));
  return { step, atExamples, axes, values: surface.over(gridOf(axes)) };
}

interface Standing {
  readonly step: number;
  readonly parameters: Float64Array;
  /** Examples of the coming update, from 1; null: not known. */
  readonly updateOf: readonly number[] | null;
  /** The parameters after it; null: there is none, or it diverges. */
  readonly next: Float64Array | null;
}

/** Where the coming step goes, by taking it and going back; of a run that trains that is not known. */
function comingUpdate(trainer: Trainer, now: StandingNow | null): Standing {
  const place = standsBefore(trainer, now);
  if (now) return { ...place, updateOf: null, next: null };
  const goesOn = trainer.ended === null && trainer.model.trains;
  const updateOf = goesOn ? trainer.batch.map((i) => i + 1) : null;
  const checkpoint = trainer.save(true);
  trainer.advance(1);
  const next = trainer.step === place.step ? trainer.committed.slice() : null;
  trainer.restore(checkpoint);
  return { ...place, updateOf, next };
}

/** The minimum in the order of the axes; null where they are not all of the parameters. */
function asAxes(minimum: Minimum, indices: readonly number[]): Minimum | null {
  if (indices.length !== 2) return null;
  const [first, second] = indices as [number, number];
  if (minimum.kind === 'line') {
    const { slopes, offset } = minimum;
    return { kind: 'line', slopes: [slopes[first] as number, slopes[second] as number], offset };
  }
  return { kind: 'point', at: indices.map((index) => minimum.at[index] as number) };
}

/** Axis i's value of the minimum, or of the point of a valley that is nearest to where the parameters are. */
function nearest(
  minimum: Minimum | null,
  i: number,
  indices: readonly number[],
  parameters: Float64Array,
): readonly number[] {
  if (!minimum) return [];
  if (minimum.kind === 'point') return [minimum.at[i] as number];
  const { slopes, offset } = minimum;
  const at = indices.map((index) => parameters[index] as number) as [number, number];
  const away = offset - slopes[0] * at[0] - slopes[1] * at[1];
  const along = (slopes[i] as number) / (slopes[0] * slopes[0] + slopes[1] * slopes[1]);
  return [(at[i] as number) + away * along];
}

function counted(wanted: number, share: number): number {
  return Math.max(Math.min(wanted, FEWEST), Math.floor(wanted * Math.min(1, share)));
}

/** Points of a grid. */
function size(axes: readonly { readonly count: number }[]): number {
  return axes.reduce((all, { count }) => all * count, 1);
}

/** Each axis's coordinate of the grid's points, the first axis fastest. */
function gridOf(axes: readonly Omit<Axis, 'name'>[]): Float64Array[] {
  let repeated = 1;
  return axes.map(({ min, max, count }) => {
    const stride = repeated;
    repeated *= count;
    return Float64Array.from({ length: size(axes) }, (_, place) => {
      const at = Math.floor(place / stride) % count;
      return at === count - 1 ? max : min + ((max - min) * at) / (count - 1);
    });
  });
}
