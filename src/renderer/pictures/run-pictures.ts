import { labError } from '../../contract/errors';
import type { LabView } from '../../contract/lab-events';
import { updatesPerEpoch } from '../../contract/recipe';
import { type Line, lossLines, parameterLines, PARAMETER_STYLES } from '../charts/lines';
import { rateChanges } from '../charts/rate-changes';
import type { Direction } from '../graph/direction';
import type { GraphScene } from '../graph/scene';
import type { SeriesColumns } from '../lab-view';
import { messages } from '../messages/messages';
import type { PagePicture } from '../shown.svelte';
import { edgeText, placeText } from '../stepping/place-text';
import type { Stepper } from '../stepping/stepper.svelte';
import { chartPicture, lineSample, markSample } from './chart-picture';
import { graphPicture } from './graph-picture';
import { type LegendEntry, NOTE } from './legend';
import type { Pen, Type } from './pen';
import { drawn } from './picture-file';
import { pagePicture } from './page-picture';
import type { Picture } from './picture';

const t = messages.pictures;
const SYMBOL: Type = { face: 'serif', size: 14, italic: true };

export function drawGraph(
  stepper: Stepper,
  view: LabView,
  scene: GraphScene,
  direction: Direction,
): Promise<Picture> {
  const { nodes, edges } = scene.size;
  const { event, coming, secret, loaded, span } = stepper;
  const phase = span && scene.event ? messages.steps.phases[span.phase] : '';
  const edge = edgeText(stepper);
  const place = [placeText(stepper, view), phase, edge].filter((text) => text !== '').join(' · ');
  const words =
    loaded && event && scene.event
      ? [messages.steps.words(event, coming, loaded.head, secret !== null).words]
      : [];
  return drawn((pen) =>
    graphPicture(pen, scene, direction, {
      title: t.titles.graph,
      notes: [runNote(view), place, ...words],
      summary: t.graphSummary(nodes, edges),
    }),
  );
}

export function drawLoss(
  view: LabView,
  series: SeriesColumns,
  logarithmic: boolean,
): Promise<Picture> {
  const single = updatesPerEpoch(view.recipe) === 1;
  const lines = lossLines(series, view.series.stride, single);
  const { step, row } = view.snapshot;
  return drawn((pen) =>
    chartPicture(
      pen,
      { lines, step, logarithmic, unit: messages.charts.step, marks: markSteps(view) },
      {
        title: t.titles.loss,
        notes: chartNotes(view),
        upward: t.upward.loss(logarithmic),
        legend: [
          // The one curve there is, is what the title says.
          ...(lines.length > 1 ? lines.map((line) => entryOf(pen, line, NOTE)) : []),
          ...markEntries(pen, view),
        ],
        summary: messages.charts.lossSummary(step, row?.loss ?? null),
      },
    ),
  );
}

export function drawParameters(view: LabView, series: SeriesColumns): Promise<Picture> {
  const { parameters: names, parameterCount } = view;
  const { step, parameters } = view.snapshot;
  const many = names.length > PARAMETER_STYLES.length;
  // Print is finer than the screen: there is no need to draw many lines faint.
  const lines = parameterLines(series, names).map((line) => ({
    ...line,
    weight: 'strong' as const,
  }));
  return drawn((pen) =>
    chartPicture(
      pen,
      { lines, step, logarithmic: false, unit: messages.charts.step, marks: markSteps(view) },
      {
        title: t.titles.parameters(parameterCount),
        notes: chartNotes(view),
        upward: t.upward.parameters,
        named: many,
        legend: [
          ...(many
            ? [
                {
                  sample: null,
                  text: messages.charts.firstParameters(names.length, parameterCount),
                },
              ]
            : lines.map((line) => entryOf(pen, line, SYMBOL))),
          ...markEntries(pen, view),
        ],
        summary: messages.charts.parameterSummary(step, names, parameters),
      },
    ),
  );
}

/** A picture that stands in the page, as it stands there. @throws LabError export-failed where it does not */
export function drawPage(stepper: Stepper, view: LabView, key: PagePicture): Promise<Picture> {
  const panel = document.querySelector(`[data-picture="${key}"]`);
  const svg = panel?.querySelector<SVGSVGElement>('svg[data-drawing]');
  if (!panel || !svg) {
    throw labError('export-failed', `There is no ${key} on the page.`, key, {
      reason: 'not-drawn',
    });
  }
  const said = document.getElementById(panel.getAttribute('aria-describedby') ?? '')?.textContent;
  const summary = (said ?? svg.getAttribute('aria-label') ?? '').replaceAll(/\s+/g, ' ').trim();
  const notes = [runNote(view), placeText(stepper, view), summary];
  return drawn((pen) => pagePicture(pen, svg, { title: t.titles[key], notes, summary }));
}

function runNote({ library, recipe, branchedFrom }: LabView): string {
  return t.run(library.kept?.name ?? '', recipe, branchedFrom);
}

function chartNotes(view: LabView): readonly string[] {
  const { step, epoch } = view.snapshot;
  const place = messages.run.place(step, view.recipe.stop.steps, epoch);
  return [runNote(view), `${place} · ${messages.run.states[view.state]}`];
}

function entryOf(pen: Pen, line: Line, type: Type): LegendEntry {
  return { sample: lineSample(pen, line), text: line.name, type };
}

function markSteps(view: LabView): readonly number[] {
  return rateChanges(view).map(({ step }) => step);
}

function markEntries(pen: Pen, view: LabView): readonly LegendEntry[] {
  const changes = rateChanges(view).map((change) => messages.charts.rateChange(change));
  return changes.length === 0 ? [] : [{ sample: markSample(pen), text: t.rateChanges(changes) }];
}
