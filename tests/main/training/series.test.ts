import { expect, test } from 'vitest';
import { fromBase64 } from '../../../src/contract/base64';
import type { LabApi } from '../../../src/contract/lab-api';
import { PARAMETER_COLUMNS, type Series, SERIES_COLUMNS } from '../../../src/contract/lab-events';
import { exercise10, type Recipe } from '../../../src/contract/recipe';
import type { SeriesStretch } from '../../../src/contract/series-stretch';
import { openLab } from './built-lab';

/** One update at η 0.25 takes (1, 2) to its minimum: whatever is set is a spike of one step. */
const atOnce: Recipe = {
  ...exercise10,
  learningRate: 0.25,
  stop: { steps: 400_000, lossBelow: 0 },
};

const parts = ['loss', 'w', 'dw', 'b', 'db'] as const;

/** Points whose largest loss is more than 100: the last step of each, and the ranges there. */
function spikes({ count, columns }: Pick<Series, 'count' | 'columns'>) {
  const all = fromBase64(columns);
  expect(all).toHaveLength(count * (SERIES_COLUMNS.length + 2 * PARAMETER_COLUMNS.length));
  const at = (column: number, i: number) => all[column * count + i] as number;
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => at(2, i) > 100)
    .map((i) => ({
      step: at(0, i),
      ...Object.fromEntries(
        parts.map((part, c) => {
          const column = [1, 6, 8, 11, 13][c] as number;
          return [part, [at(column, i), at(column + 1, i)]];
        }),
      ),
    }));
}

/** Asked until it is there, as the window does. */
async function whole(api: LabApi, first: number, last: number): Promise<SeriesStretch[]> {
  const answers: SeriesStretch[] = [];
  do answers.push(await api.series({ first, last, points: 512 }));
  while ((answers.at(-1)?.progress ?? 1) < 1);
  return answers;
}

test('a spike that an intervention makes is shown at every zoom: recorded, and replayed to the step', async () => {
  const { api, until, untilStep } = await openLab(atOnce);
  // Slow enough to be paused in its middle.
  await api.setSpeed({ stepsPerSecond: 300_000 });
  await api.play({});
  await untilStep(150_000);
  await api.pause({});
  await api.setSpeed({ stepsPerSecond: Infinity });
  await api.change({ change: { kind: 'parameter', name: 'w', value: 50 } });
  await api.play({});
  await until('finished');
  const view = await api.view({});
  const spike = view.interventions[0]?.step ?? 0;
  expect(spike).toBeGreaterThan(100_000);
  expect(spikes(view.series)).toHaveLength(1);

  for (let size = 400_000; size >= 2; size = Math.floor(size / 7)) {
    const first = Math.max(1, Math.min(spike - Math.floor(size / 3), 400_000 - size + 1));
    const answers = await whole(api, first, first + size - 1);
    for (const answer of answers) expect(spikes(answer)).toHaveLength(1);
    const found = spikes(answers.at(-1) as SeriesStretch)[0];
    expect(found?.step).toBeGreaterThanOrEqual(spike);
    if (size > 500) continue;
    // Down here a point is a step: its numbers are those of the exact row.
    const page = await api.exactRows({ first: spike, last: spike });
    const row = fromBase64(page.columns);
    const exact = parts.map((name) => [name, row[page.names.indexOf(name)]] as const);
    const ranges = Object.fromEntries(exact.map(([name, value]) => [name, [value, value]]));
    expect(found).toEqual({ step: spike, ...ranges });
  }
});

test('a stretch is answered while the run trains, and one after its end is empty', async () => {
  const { api, untilStep } = await openLab({
    ...atOnce,
    stop: { steps: 1e9, lossBelow: 0 },
  });
  await api.play({});
  await untilStep(1000);
  const answers = await whole(api, 1, 500);
  expect(answers.at(-1)).toMatchObject({ count: 500, stride: 1, progress: 1 });
  expect(await api.series({ first: 999_999_000, last: 1e9, points: 10 })).toMatchObject({
    count: 0,
  });
  await api.pause({});
});
