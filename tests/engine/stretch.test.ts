import { beforeAll, describe, expect, test } from 'vitest';
import { History } from '../../src/engine/history';
import { recordedStretch, type Stretch, StretchBuckets } from '../../src/engine/stretch';

const STEPS = 10_000_000;
const SPIKE = 7_654_321;
const POINTS = 512;

/** A loss that falls, with one step out of ten millions at which it is a thousand. */
const lossAt = (step: number) => (step === SPIKE ? 1000 : 1 / step);

/** Buckets whose largest value is the spike, as the steps that each covers. */
function spiked({ columns: [loss], from, stride, count, to }: Stretch): [number, number][] {
  return Array.from({ length: count }, (_, i): [number, number] => [
    from + i * stride,
    Math.min(from + (i + 1) * stride - 1, to),
  ]).filter((_, i) => loss?.max[i] === 1000);
}

describe('a run of ten million steps with one spike', () => {
  const history = new History(1);
  beforeAll(() => {
    const row = new Float64Array(1);
    for (let step = 1; step <= STEPS; step++) {
      row[0] = lossAt(step);
      history.record(row);
    }
  });

  /** As the lab answers: what is recorded where that is fine enough, else the rows of the stretch. */
  function answered(first: number, last: number): Stretch {
    const recorded = recordedStretch(history, first, last, POINTS);
    if (recorded.fine) return recorded;
    // The coarse one, which is there at once, shows it, too.
    expect(spiked(recorded)).toHaveLength(1);
    const replayed = new StretchBuckets(1, first, last, POINTS, STEPS);
    const row = new Float64Array(1);
    for (let step = replayed.from; step <= replayed.to; step++) {
      row[0] = lossAt(step);
      replayed.add(row, step);
    }
    return replayed;
  }

  test('shows the spike at every zoom, down to two steps, wherever in the window it stands', () => {
    let levels = 0;
    for (let size = STEPS; size >= 2; size = Math.floor(size / 2)) {
      levels += 1;
      for (const share of [0, 0.37, 1]) {
        const first = Math.max(
          1,
          Math.min(SPIKE - Math.floor(share * (size - 1)), STEPS - size + 1),
        );
        const stretch = answered(first, first + size - 1);
        expect(stretch.count).toBeLessThanOrEqual(POINTS);
        const [only, ...others] = spiked(stretch);
        expect(others).toEqual([]);
        expect(only?.[0]).toBeLessThanOrEqual(SPIKE);
        expect(only?.[1]).toBeGreaterThanOrEqual(SPIKE);
        if (size <= POINTS) expect(only).toEqual([SPIKE, SPIKE]);
        // As finely as the points allow, to a factor of two at each of two roundings.
        expect(stretch.stride).toBeLessThanOrEqual(Math.max(1, (4 * size) / POINTS));
      }
    }
    expect(levels).toBe(23);
  });

  test('a bucket shows the spike only where it covers it', () => {
    expect(spiked(answered(1, SPIKE - 5000))).toEqual([]);
    expect(spiked(answered(SPIKE + 1, SPIKE + 200))).toEqual([]);
  });
});

describe('of a short run', () => {
  const history = new History(2);
  for (let step = 1; step <= 4_000; step++) history.record(Float64Array.of(step, -step));

  test('every step is recorded, so that no replay is needed', () => {
    const { fine, stride, from, to, count, columns } = recordedStretch(history, 3_001, 3_500, 512);
    expect({ fine, stride, from, to, count }).toEqual({
      ...{ fine: true, stride: 1, from: 3_001, to: 3_500, count: 500 },
    });
    expect([...(columns[1]?.min ?? [])]).toEqual(
      Array.from({ length: 500 }, (_, i) => -(3_001 + i)),
    );
  });

  test('buckets stay the same while the stretch is moved', () => {
    const one = recordedStretch(history, 1_001, 3_000, 100);
    const next = recordedStretch(history, 1_100, 3_099, 100);
    expect(next.stride).toBe(one.stride);
    expect((next.from - 1) % next.stride).toBe(0);
    const shift = (next.from - one.from) / one.stride;
    expect(next.columns[0]?.max[0]).toBe(one.columns[0]?.max[shift]);
  });

  test('ends where the run ends; after it there is nothing', () => {
    expect(recordedStretch(history, 3_990, 6_000, 512)).toMatchObject({ count: 11, to: 4_000 });
    expect(recordedStretch(history, 4_001, 6_000, 512)).toMatchObject({ count: 0, fine: true });
  });
});
