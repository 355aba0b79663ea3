import * as v from 'valibot';
import { exampleOrOwn, stepOrNow } from './looked-at';
import { fields, numberIn, oneOf } from './ranges';
import { nameSchema } from './recipe';

/** Which examples a loss is taken of: those of the step, or all that training has. */
export const lossExamples = ['step', 'all'] as const;
export type LossExamples = (typeof lossExamples)[number];

/** Values along one axis, at the most. */
export const MAX_AXIS = 201;

const count = numberIn({ min: 2, minIncluded: true, max: MAX_AXIS, integer: true });
const end = numberIn({ min: -1e300, minIncluded: true, max: 1e300, integer: false });
const RANGE = 'a range {min, max} with min < max, or null';
const range = v.nullable(
  v.pipe(
    fields({ min: end, max: end }),
    v.check(({ min, max }) => min < max, RANGE),
  ),
);
const INCLUDED = 'at most 16 numbers';
/** Numbers that a range which the lab chooses has to contain. */
const include = v.pipe(v.array(end, INCLUDED), v.maxLength(16, INCLUDED));
const AXES = '1 or 2 axes';
const axes = <const Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item, AXES), v.minLength(1, AXES), v.maxLength(2, AXES));
export const lossGridSchema = fields({
  step: stepOrNow,
  of: oneOf(lossExamples),
  example: exampleOrOwn,
  /** Different parameters. Where `range` is null the lab chooses one. */
  axes: axes(fields({ parameter: nameSchema, range, include, count })),
});
export type LossGridQuery = v.InferOutput<typeof lossGridSchema>;

export const predictionsSchema = fields({
  step: stepOrNow,
  /** One for each input, of a model with one or two; null: only the predictions at the examples. */
  grid: v.nullable(axes(fields({ range, count }))),
});
export type PredictionsQuery = v.InferOutput<typeof predictionsSchema>;

/** Values at equal distances, both ends included. */
export interface Axis {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

export interface ParameterAxis extends Axis {
  /** The parameter's value before the step. */
  readonly at: number;
  /** ∂L/∂parameter there, of the surface's own loss; not finite where it overflows. */
  readonly gradient: number;
  /** Its value after the coming update, by whatever the optimiser does; null: there is none, or it diverges. */
  readonly next: number | null;
}

/** Where the loss is least, if that has a closed form. */
export type Minimum =
  | { readonly kind: 'point'; readonly at: readonly number[] }
  /** All of slopes[0]·p₀ + slopes[1]·p₁ = offset. */
  | { readonly kind: 'line'; readonly slopes: readonly [number, number]; readonly offset: number };

/** The loss over one or two parameters, the others as they stand. */
export interface LossGrid {
  /** The step before which the run stands. */
  readonly step: number;
  readonly axes: readonly ParameterAxis[];
  /** Float64Array as base64, the first axis fastest; a value that overflows is Infinity or NaN. */
  readonly values: string;
  /** Where the parameters are now. */
  readonly loss: number;
  /** Examples of the surface, counted from 1; null: all that training has. */
  readonly examples: readonly number[] | null;
  /** Examples whose gradients move the coming update; null: not known while training runs. */
  readonly updateOf: readonly number[] | null;
  readonly minimum: Minimum | null;
}

/** What the model says. */
export interface Predictions {
  readonly step: number;
  /** At every example, training first: Float64Array as base64. Null: this model has no prediction. */
  readonly atExamples: string | null;
  readonly axes: readonly Axis[];
  /** Over the axes, the first fastest: Float64Array as base64; null without a grid. */
  readonly values: string | null;
}
