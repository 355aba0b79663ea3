import type { SeriesQuery } from '../../contract/series-stretch';
import type { RunSource } from '../../engine/replay';
import type { ReplayCache } from '../../engine/replay-cache';
import { StretchBuckets } from '../../engine/stretch';
import { Trainer } from '../../engine/trainer';
import type { SeriesColumns } from './messages';
import { stretchSeries } from './report';

/** Milliseconds that one answer may take: a newer question waits no longer. */
const ANSWER_MS = 150;
/** Node computations between two looks at the clock, about: 10 ms of the tape. */
const WORK = 200_000;

export interface ReplayedStretch {
  /** Null: it is on its way. */
  readonly series: SeriesColumns | null;
  /** 0 … 1 */
  readonly progress: number;
}

interface UnderWay {
  readonly key: string;
  readonly cache: ReplayCache;
  readonly trainer: Trainer;
  readonly buckets: StretchBuckets;
}

/** Exact series of stretches of a run, by replay: a little with every answer, until it is there. */
export class StretchReplay {
  #underWay: UnderWay | null = null;

  /** @param steps of the run, committed: what is asked for ends there at the latest, and begins before */
  answer(
    cache: ReplayCache,
    source: RunSource,
    { first, last, points }: SeriesQuery,
    steps: number,
  ): ReplayedStretch {
    const due = performance.now() + ANSWER_MS;
    const end = Math.min(last, steps);
    const key = `${first} ${end} ${points} ${steps}`;
    let work = this.#underWay;
    if (work?.key !== key || work.cache !== cache) {
      this.#underWay = null;
      const fresh = new Trainer(source.recipe, source.interventions);
      const buckets = new StretchBuckets(fresh.row.length, first, end, points, steps);
      if (!reached(cache, buckets.from - 1, due)) {
        return { series: null, progress: cache.covered / buckets.to };
      }
      fresh.restore(cache.at(buckets.from - 1).save(true));
      work = { key, cache, trainer: fresh, buckets };
    }
    const { trainer, buckets } = work;
    const chunk = Math.max(
      1,
      Math.floor(WORK / (trainer.tape.nodes.length * trainer.batch.length)),
    );
    while (trainer.step < buckets.to && trainer.ended === null && performance.now() < due) {
      trainer.advance(Math.min(chunk, buckets.to - trainer.step), (row, step) =>
        buckets.add(row, step),
      );
    }
    if (trainer.step < buckets.to && trainer.ended === null) {
      this.#underWay = work;
      return { series: null, progress: trainer.step / buckets.to };
    }
    this.#underWay = null;
    return { series: stretchSeries(buckets, trainer), progress: 1 };
  }
}

function reached(cache: ReplayCache, step: number, due: number): boolean {
  while (cache.covered < step && cache.ended === null) {
    if (performance.now() >= due) return false;
    cache.extend(step);
  }
  return true;
}
