import { page, userEvent } from 'vitest/browser';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { toBase64 } from '../../../src/contract/base64';
import type { LabApi } from '../../../src/contract/lab-api';
import type { ComparedRun } from '../../../src/contract/library';
import type { LabView } from '../../../src/contract/lab-events';
import { ChartState } from '../../../src/renderer/charts/chart-state.svelte';
import Charts from '../../../src/renderer/charts/Charts.svelte';
import type { SeriesColumns } from '../../../src/renderer/lab-view';
import '../../../src/renderer/styles/base.css';
import '../../../src/renderer/styles/tokens.css';
import { spyLabApi } from '../../support/spy-lab-api';
import { afterOneStep, parameterColumns } from '../example-view';

/** A hundred thousand steps of which a point stands for a thousand; step k has the loss k / 7. */
const steps = Array.from({ length: 100 }, (_, i) => 1000 * (i + 1));
const series: SeriesColumns = {
  step: Float64Array.from(steps),
  lossMin: Float64Array.from(steps, (k) => (k - 999) / 7),
  lossMax: Float64Array.from(steps, (k) => k / 7),
  epochLoss: Float64Array.from(steps, (k) => k / 7),
  testLoss: new Float64Array(100).fill(NaN),
  ...parameterColumns([new Float64Array(100).fill(2), new Float64Array(100).fill(3)]),
};
const view: LabView = {
  ...afterOneStep,
  snapshot: { ...afterOneStep.snapshot, step: 100_000 },
  series: { ...afterOneStep.series, stride: 1000 },
};

function exactRows(answer: Promise<unknown> = Promise.resolve()): LabApi['exactRows'] {
  const names = ['sample', 'prediction', 'loss', 'learningRate', 'epochLoss', 'testLoss'];
  return async ({ first }) => {
    await answer;
    const row = [1, 0, first / 7, 0.1, first / 7, NaN, 1, 2, 0.1 + 0.2, -1 / 3, 1e-7, -5e-324];
    return {
      names: [...names, 'x', 'y', 'w', 'b', 'dw', 'db'],
      count: 1,
      columns: toBase64(Float64Array.from(row)),
    };
  };
}

async function shown(api: Partial<LabApi>) {
  const spied = spyLabApi(api);
  const charts = new ChartState(() => spied.api);
  await render(Charts, { charts, series, view });
  return { charts, ...spied };
}

const loss = page.getByRole('application', { name: /^Loss over the steps/ });
const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';

test('by keyboard it reads the range of its point, then every digit of its step, in all charts, and says it', async () => {
  let answer: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (answer = resolve));
  const { charts, calls } = await shown({ exactRows: exactRows(waiting) });
  await expect.poll(() => document.querySelectorAll('canvas').length).toBe(2);
  (loss.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}{ArrowLeft}');
  expect(charts.cross).toBe(99_999);
  await expect.poll(() => text('.reads')).toContain('14143 … 14285.7');
  expect(text('[data-read]')).toBe('');
  expect(calls).toContainEqual({
    method: 'exactRows',
    argument: { first: 100_000, last: 100_000 },
  });
  answer();
  await expect
    .poll(() => text('[data-read]'))
    .toBe('Step 99,999: loss 14285.57142857143, w 0.30000000000000004, b -0.3333333333333333');
  expect(document.querySelectorAll('.cross')).toHaveLength(2);
  expect(text('.reads')).toContain('14285.57142857143');

  await page.getByRole('button', { name: 'Gradients' }).click();
  await expect.poll(() => charts.curves).toBe('gradients');
  (loss.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  await expect.poll(() => text('[data-read]')).toContain('∂L/∂w 1e-7, ∂L/∂b -5e-324');
  await userEvent.keyboard('{Escape}');
  expect(charts.cross).toBeNull();
  expect(document.querySelectorAll('.cross')).toHaveLength(0);
});

test('the keys of the page do not fire while it stands, and do again when it is gone', async () => {
  const { charts } = await shown({ exactRows: exactRows() });
  const heard = vi.fn();
  addEventListener('keydown', heard);
  (loss.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}s f p{PageDown}{Escape}');
  expect(charts.cross).toBeNull();
  expect(heard).not.toHaveBeenCalled();
  await userEvent.keyboard('s');
  expect(heard).toHaveBeenCalledOnce();
  removeEventListener('keydown', heard);
});

test('keys zoom all charts to a stretch, which the lab is asked for; the crosshair takes it along; 0 shows all', async () => {
  const { charts, calls } = await shown({ exactRows: exactRows() });
  (loss.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  for (let i = 0; i < 12; i++) await userEvent.keyboard('+');
  const { first, last } = charts.range ?? { first: 0, last: 0 };
  expect(last).toBe(100_000);
  expect(last - first).toBeLessThan(40);
  await expect
    .poll(() =>
      calls.some(
        ({ method, argument }) =>
          method === 'series' && JSON.stringify(argument).includes(`"first":${first}`),
      ),
    )
    .toBe(true);
  await userEvent.keyboard('{Home}{ArrowLeft}{ArrowLeft}');
  expect(charts.cross).toBe(first - 2);
  expect(charts.range).toEqual({ first: first - 2, last: last - 2 });
  await expect
    .element(page.getByRole('group', { name: 'Steps shown' }))
    .toHaveTextContent(
      `steps ${(first - 2).toLocaleString('en')} – ${(last - 2).toLocaleString('en')}`,
    );
  await userEvent.keyboard('0');
  expect(charts.range).toBeNull();
});

test('an answer that is on its way is asked for again until it is there', async () => {
  const columns = toBase64(new Float64Array(15 * 2).fill(1));
  const progress = [0.25, 0.5, 1];
  const { charts, calls } = await shown({
    exactRows: exactRows(),
    series: () =>
      Promise.resolve({ count: 2, stride: 1, columns, progress: progress.shift() ?? 1 }),
  });
  charts.range = { first: 5000, last: 5001 };
  await expect.poll(() => charts.replaying).toBe(0.25);
  await expect.poll(() => charts.replaying).toBe(0.5);
  await expect.poll(() => charts.replaying).toBeNull();
  expect(calls.filter(({ method }) => method === 'series')).toHaveLength(3);
});

test('other runs stand in the legend and in what the crosshair reads, until they are taken out', async () => {
  const { charts } = await shown({ exactRows: exactRows() });
  const run: ComparedRun = {
    ...{ id: 'a', name: 'the other', tags: [], note: '', recipeName: 'pair', stored: true },
    ...{ created: null, modified: null, steps: 2, stop: 'steps', loss: 5, curve: [] },
    ...{ updatesPerEpoch: 1, changes: 0, parameters: [{ name: 'w', value: 8 }] },
    series: { count: 2, columns: toBase64(Float64Array.of(1, 2, 6, 5, 6, 5, 7, 8)) },
  };
  charts.keep([run, ...Array.from({ length: 8 }, (_, i) => ({ ...run, id: String(i) }))]);
  expect(charts.overlays).toHaveLength(7);
  charts.keep([run]);
  await expect.element(page.getByRole('list', { name: 'Other runs in the plots' })).toBeVisible();
  await expect
    .element(page.getByRole('img', { name: /^Curve of the loss/ }))
    .toHaveAccessibleName(/Beside it: the other\.$/);
  (loss.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}{ArrowRight}');
  await expect
    .poll(() => text('[data-read]'))
    .toContain('Step 2: loss 0.2857142857142857, the other 5');
  await page.getByRole('button', { name: 'Take the other out of the plots' }).click();
  expect(charts.overlays).toEqual([]);
});
