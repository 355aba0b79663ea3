import type { ComparedRun, Comparison } from '../../contract/library';
import type { LinePicture } from '../charts/drawing';
import { brief, count } from '../format';
import { messages } from '../messages/messages';
import { equations } from '../messages/words';
import { chartPicture, lineSample } from './chart-picture';
import { drawn } from './picture-file';
import type { Picture } from './picture';

/** Parameters that are said of a run, at the most. */
const MOST_PARAMETERS = 4;

/** The loss curves of several runs over each other, and below them what each run is. @param chart the curves, in the runs' order */
export function drawComparison(comparison: Comparison, chart: LinePicture): Promise<Picture> {
  const { runs } = comparison;
  const t = messages.library.compare;
  const names = runs.map((run) => messages.library.name(run));
  return drawn((pen) =>
    chartPicture(pen, chart, {
      title: messages.pictures.titles.comparison(runs.length),
      notes: [],
      upward: messages.pictures.upward.loss(chart.logarithmic),
      legend: [],
      list: chart.lines.map((line, i) => ({
        sample: lineSample(pen, line),
        name: names[i] ?? '',
        details: detailsOf(comparison, i),
      })),
      summary: t.summary(
        names,
        runs.map(({ loss }) => loss),
      ),
    }),
  );
}

/** What the run is set to where others are not, and what came of it. */
function detailsOf({ runs, differences }: Comparison, i: number): string {
  const run = runs[i];
  if (!run) return '';
  const t = messages.library;
  const settings = differences.map(
    ({ field, values }) => `${t.compare.field(field)} ${t.compare.setting(values[i] ?? null)}`,
  );
  const loss = run.loss === null ? [] : [`${t.columns.loss} ${brief(run.loss)}`];
  const steps = `${count(run.steps)} ${t.columns.steps}`;
  return [...settings, steps, t.stops[run.stop], ...loss, ...parametersOf(run)].join(' · ');
}

function parametersOf({ parameters }: ComparedRun): readonly string[] {
  if (parameters.length > MOST_PARAMETERS) return [];
  return equations(
    parameters.map(({ name }) => name),
    parameters.map(({ value }) => value),
  );
}
