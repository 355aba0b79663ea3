import { LineDrawing, type LineLayout, type LinePicture } from '../charts/drawing';
import type { Line, Point } from '../charts/lines';
import { hull } from './box';
import { endLabels } from './end-labels';
import { cutTo } from './cut';
import type { LegendEntry, ListEntry, Sample } from './legend';
import type { Pen, Type } from './pen';
import { type Picture, picture, type PictureTexts } from './picture';
import { element, rounded } from './svg';

export interface ChartTexts extends PictureTexts {
  /** What the vertical axis measures. */
  readonly upward: string;
  readonly legend: readonly LegendEntry[];
  /** Each line's name stands beside its end. */
  readonly named?: boolean;
  readonly list?: readonly ListEntry[];
}

type LineStyle = Pick<Line, 'token' | 'dash' | 'weight'>;

/** Pixels: the width of a column of print at 96 to the inch. */
const SIZE = { width: 640, height: 360 } as const;
const TICK: Type = { face: 'mono', size: 11 };
const AXIS: Type = { face: 'sans', size: 12 };
/** Above the vertical axis, for what it measures. */
const HEAD = 20;

/** Curves over the steps of runs, on the axes that Chart.js makes for them on the screen. */
export function chartPicture(pen: Pen, chart: LinePicture, texts: ChartTexts): Picture {
  const layout = layoutOf(chart);
  const { area } = layout;
  const names = texts.named ? endLabels(pen, chart.lines, layout) : null;
  const unit = {
    text: chart.unit,
    x: (area.left + area.right) / 2,
    y: area.bottom + 34,
    type: AXIS,
    colour: 'soft',
    anchor: 'middle',
  } as const;
  const upward = { text: texts.upward, x: 0, y: -HEAD / 2, type: AXIS, colour: 'soft' } as const;
  const body = [
    pen.centred(upward),
    ...axes(pen, layout),
    ...layout.marks.map((x) => mark(pen, x, area)),
    ...inDrawingOrder(chart.lines).map((i) => curve(pen, chart.lines[i], layout.lines[i] ?? [])),
    pen.centred(unit),
    names?.svg ?? '',
  ];
  const box = { left: 0, right: SIZE.width, top: -HEAD, bottom: area.bottom + 44 };
  return picture(pen, {
    ...texts,
    body: { svg: element('g', {}, ...body), box: names ? hull([box, names.box]) : box },
  });
}

/** A line as the legend shows it. */
export function lineSample(pen: Pen, line: LineStyle): Sample {
  const ends = { x1: 0, x2: 26, y1: 0, y2: 0 };
  return { width: 26, svg: element('line', { ...ends, ...strokeOf(pen, line) }) };
}

/** A vertical line that marks a step, as the legend shows it. */
export function markSample(pen: Pen): Sample {
  return { width: 8, svg: vertical(pen, 4, -7, 7) };
}

function layoutOf(chart: LinePicture): LineLayout {
  const drawing = new LineDrawing(Object.assign(document.createElement('canvas'), SIZE), 'print');
  drawing.show(chart);
  const layout = drawing.layout();
  drawing.destroy();
  // Where a part of a run is shown, its curves go on beyond the axes.
  const { left, right, top, bottom } = layout.area;
  const area = { left: left - 1, right: right + 1, top: top - 1, bottom: bottom + 1 };
  const lines = layout.lines.map((stretches) => stretches.flatMap((points) => cutTo(area, points)));
  return { ...layout, lines };
}

function axes(pen: Pen, { area, across, up }: LineLayout): readonly string[] {
  const ends = { x1: area.left, x2: area.right };
  const grid = up.map(({ at }) =>
    element('line', { ...ends, y1: at, y2: at, stroke: pen.colour('line') }),
  );
  const base = element('line', {
    ...ends,
    y1: area.bottom,
    y2: area.bottom,
    stroke: pen.colour('line-strong'),
  });
  const numbers = [
    ...up.map(({ at, text }) => ({ text, x: area.left - 8, y: at, anchor: 'end' as const })),
    ...across.map(({ at, text }) => ({
      text,
      x: at,
      y: area.bottom + 14,
      anchor: 'middle' as const,
    })),
  ].filter(({ text }) => text !== '');
  const short = across
    .filter(({ text }) => text !== '')
    .map(({ at }) =>
      element('line', {
        x1: at,
        x2: at,
        y1: area.bottom,
        y2: area.bottom + 4,
        stroke: pen.colour('line-strong'),
      }),
    );
  return [
    ...grid,
    base,
    ...short,
    ...numbers.map((one) => pen.centred({ ...one, type: TICK, colour: 'soft' })),
  ];
}

function mark(pen: Pen, x: number, { top, bottom }: LineLayout['area']): string {
  return vertical(pen, x, top, bottom);
}

function vertical(pen: Pen, x: number, from: number, to: number): string {
  return element('line', {
    x1: x,
    x2: x,
    y1: from,
    y2: to,
    stroke: pen.colour('faint'),
    'stroke-dasharray': '4 3',
  });
}

function curve(pen: Pen, line: Line | undefined, stretches: readonly (readonly Point[])[]): string {
  if (!line || stretches.length === 0) return '';
  const to = ({ x, y }: Point) => `${rounded(x)} ${rounded(y)}`;
  const [only] = stretches[0] ?? [];
  if (stretches.length === 1 && stretches[0]?.length === 1 && only) {
    return element('circle', { cx: only.x, cy: only.y, r: 2.5, fill: pen.colour(line.token) });
  }
  const path = stretches.map((points) => `M${points.map(to).join('L')}`).join('');
  return element('path', {
    d: path,
    fill: 'none',
    ...strokeOf(pen, line),
    'stroke-linejoin': 'round',
  });
}

function strokeOf(pen: Pen, { token, dash, weight }: LineStyle) {
  return {
    stroke: pen.colour(token),
    'stroke-width': weight === 'strong' ? 2 : 1,
    'stroke-opacity': weight === 'faint' ? 0.34 : null,
    'stroke-dasharray': dash.length > 0 ? dash.join(' ') : null,
  };
}

/** The faint first, a dashed line last: it stays visible on a whole one. */
function inDrawingOrder(lines: readonly Line[]): readonly number[] {
  const rank = ({ weight, dash }: Line) => (weight === 'faint' ? 0 : dash.length > 0 ? 2 : 1);
  return lines
    .map((line, i) => ({ rank: rank(line), i }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ i }) => i);
}
