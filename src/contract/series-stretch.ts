import * as v from 'valibot';
import type { Series } from './lab-events';
import { fieldRule, fields, numberIn } from './ranges';
import { recipeNumbers } from './recipe';

/** Points that one answer carries at the most: as many as a chart has pixels to show. */
export const MAX_SERIES_POINTS = 512;

const step = numberIn(recipeNumbers.steps);

/** Steps first … last in at most so many points. */
export const seriesSchema = v.pipe(
  fields({
    first: step,
    last: step,
    points: numberIn({ min: 2, minIncluded: true, max: MAX_SERIES_POINTS, integer: true }),
  }),
  fieldRule<{ first: number; last: number; points: number }>(
    'last',
    'a step after first',
    ({ first, last }) => last > first,
  ),
);
export type SeriesQuery = v.InferOutput<typeof seriesSchema>;

/**
 * The series of a stretch of the run, every point with the least and the largest of all of its steps. Its first and last
 * points may stand for steps around the stretch, too.
 */
export interface SeriesStretch extends Series {
  /**
   * Less than 1: it is still replayed, how far that is; the series is the nearest that is recorded. An answer takes a
   * fraction of a second, and the next one with the same question goes on.
   */
  readonly progress: number;
}
