import { labError } from '../../contract/errors';
import type { LabView } from '../../contract/lab-events';
import { updatesPerEpoch } from '../../contract/recipe';
import type { ShownSeries } from '../charts/chart-state.svelte';
import {
  type ChartCurves,
  type ChartPart,
  gradientCurves,
  gradientSummary,
  lossCurves,
  lossSummary,
  parameterCurves,
  parameterSummary,
  WHOLE,
} from '../charts/content';
import type { LinePicture } from '../charts/drawing';
import { type Line, PARAMETER_STYLES } from '../charts/lines';
import { type OverlayColumns, overlayStyle } from '../charts/overlays';
import { rateChanges } from '../charts/rate-changes';
import type { Direction } from '../graph/direction';
import type { GraphScene } from '../graph/scene';
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
  series: ShownSeries,
  logarithmic: boolean,
  part: ChartPart = WHOLE,
): Promise<Picture> {
  const single = updatesPerEpoch(view.recipe) === 1;
  const curves = lossCurves(series, part, marksOf(view), single, logarithmic);
  const { own, note } = curves;
  return drawn((pen) =>
    chartPicture(pen, pictureOf(curves), {
      title: t.titles.loss,
      notes: [...chartNotes(view, part), ...(note === '' ? [] : [note])],
      upward: t.upward.loss(logarithmic),
      legend: [
        // The one curve there is, is what the title says.
        ...(own.length > 1 ? own.map((line) => entryOf(pen, line, NOTE)) : []),
        ...markEntries(pen, view),
        ...overlayEntries(pen, part),
      ],
      summary: lossSummary(view, part, note),
    }),
  );
}

export function drawParameters(
  view: LabView,
  series: ShownSeries,
  part: ChartPart = WHOLE,
): Promise<Picture> {
  return drawCurves(view, parameterCurves(series, part, marksOf(view), view.parameters), part, {
    summary: parameterSummary(view, part),
    title: t.titles.parameters(view.parameterCount),
    upward: t.upward.parameters,
    name: (name) => name,
  });
}

export function drawGradients(
  view: LabView,
  series: ShownSeries,
  part: ChartPart = WHOLE,
): Promise<Picture> {
  // What is kept of other runs has no gradients.
  const own = { ...part, overlays: [] };
  return drawCurves(view, gradientCurves(series, own, marksOf(view), view.parameters), own, {
    summary: gradientSummary(view, own),
    title: t.titles.gradients(view.parameterCount),
    upward: t.upward.gradients,
    name: messages.charts.gradientName,
  });
}

function drawCurves(
  view: LabView,
  curves: ChartCurves,
  part: ChartPart,
  words: {
    readonly summary: string;
    readonly title: string;
    readonly upward: string;
    readonly name: (parameter: string) => string;
  },
): Promise<Picture> {
  const { parameters: names, parameterCount } = view;
  const many = names.length > PARAMETER_STYLES.length;
  // Print is finer than the screen: there is no need to draw many lines faint.
  const strong = (line: Line): Line =>
    line.weight === 'faint' ? { ...line, weight: 'strong' } : line;
  const named = curves.own.map((line) => strong({ ...line, name: words.name(line.name) }));
  const lines = [...named, ...curves.lines.slice(curves.own.length)];
  return drawn((pen) =>
    chartPicture(pen, pictureOf({ ...curves, lines }), {
      title: words.title,
      notes: chartNotes(view, part),
      upward: words.upward,
      named: many,
      legend: [
        ...(many
          ? [{ sample: null, text: messages.charts.firstParameters(names.length, parameterCount) }]
          : named.map((line) => entryOf(pen, line, SYMBOL))),
        ...markEntries(pen, view),
        ...overlayEntries(pen, part, (run) => names.some((name) => run.parameters.has(name))),
      ],
      summary: words.summary,
    }),
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

function pictureOf({ lines, first, step, logarithmic, marks }: ChartCurves): LinePicture {
  return { lines, first, step, logarithmic, unit: messages.charts.step, marks };
}

/** A run's dashes say which it is, in whatever colour. */
function overlayEntries(
  pen: Pen,
  { overlays }: ChartPart,
  drawnOf: (run: OverlayColumns) => boolean = () => true,
): readonly LegendEntry[] {
  return overlays.flatMap((run, i) => {
    if (!drawnOf(run)) return [];
    const sample = lineSample(pen, { ...overlayStyle(i), weight: 'thin' });
    return [{ sample, text: run.name, type: NOTE }];
  });
}

function runNote({ library, recipe, branchedFrom }: LabView): string {
  return t.run(library.kept?.name ?? '', recipe, branchedFrom);
}

function chartNotes(view: LabView, { range }: ChartPart): readonly string[] {
  const { step, epoch } = view.snapshot;
  const place = messages.run.place(step, view.recipe.stop.steps, epoch);
  const shown = range ? [messages.charts.zoom.range(range.first, range.last)] : [];
  return [runNote(view), [place, messages.run.states[view.state], ...shown].join(' · ')];
}

function entryOf(pen: Pen, line: Line, type: Type): LegendEntry {
  return { sample: lineSample(pen, line), text: line.name, type };
}

function marksOf({ interventions, snapshot }: LabView): readonly number[] {
  return rateChanges(interventions, snapshot.step).map(({ step }) => step);
}

function markEntries(pen: Pen, { interventions, snapshot }: LabView): readonly LegendEntry[] {
  const changes = rateChanges(interventions, snapshot.step).map((change) =>
    messages.charts.rateChange(change),
  );
  return changes.length === 0 ? [] : [{ sample: markSample(pen), text: t.rateChanges(changes) }];
}
