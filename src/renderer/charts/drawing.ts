import {
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type Scale,
} from 'chart.js';
import { brief, count } from '../format';
import { messages } from '../messages/messages';
import { type Medium, tokenColours, tokenPixels } from '../theme.svelte';
import type { Line, Point } from './lines';

Chart.register(LinearScale, LineController, LineElement, LogarithmicScale, PointElement);

export interface LinePicture {
  readonly lines: readonly Line[];
  readonly step: number;
  readonly logarithmic: boolean;
  /** What the horizontal axis counts. */
  readonly unit: string;
  /** Steps to mark by a vertical line. */
  readonly marks: readonly number[];
}

export interface Tick {
  /** Pixels along its axis. */
  readonly at: number;
  readonly text: string;
}

/** Where the parts of a chart stand, in pixels from its upper left corner. */
export interface LineLayout {
  readonly area: Readonly<Record<'left' | 'right' | 'top' | 'bottom', number>>;
  readonly across: readonly Tick[];
  readonly up: readonly Tick[];
  /** In the order of the picture's lines; a point that has no place is left out, and the line broken there. */
  readonly lines: readonly (readonly (readonly Point[])[])[];
  /** Of the vertical lines. */
  readonly marks: readonly number[];
}

/** Marks that are drawn: where a slider was dragged more lines would hide the curve. */
const MAX_MARKS = 40;

const MONO = 'IBM Plex Mono';
const TOKENS = [
  'accent',
  'series-w',
  'series-b',
  'positive',
  'negative',
  'soft',
  'faint',
  'line',
] as const;
type Colours = Record<(typeof TOKENS)[number], string>;

/** Curves over the steps of a run, on a canvas. */
export class LineDrawing {
  readonly #chart: Chart<'line', Point[]>;
  #colours: Colours;
  #drawn = true;
  #picture: LinePicture = {
    lines: [],
    step: 0,
    logarithmic: false,
    unit: messages.charts.step,
    marks: [],
  };

  readonly #medium: Medium;

  /** @param medium on the screen it fills its place; for print it is as large as the canvas */
  constructor(canvas: HTMLCanvasElement, medium: Medium = 'screen') {
    this.#medium = medium;
    this.#colours = tokenColours(TOKENS, medium);
    this.#chart = new Chart(canvas, this.#configuration());
    // A canvas does not wait for its fonts.
    void document.fonts.load(`11px "${MONO}"`).then(() => {
      if (this.#drawn) this.#chart.update('none');
    });
  }

  show(picture: LinePicture): void {
    const { logarithmic, unit } = this.#picture;
    this.#picture = picture;
    // A chart takes new points into a curve that it has much faster than a new curve.
    const curves = this.#chart.data.datasets;
    curves.length = Math.min(curves.length, picture.lines.length);
    picture.lines.forEach((line, i) => {
      curves[i] = Object.assign(curves[i] ?? { data: [] }, this.#dataset(line));
    });
    const other = picture.logarithmic !== logarithmic || picture.unit !== unit;
    if (other) this.#chart.options = this.#options();
    const x = this.#chart.options.scales?.['x'];
    if (x) x.max = Math.max(picture.step, 1);
    this.#chart.update('none');
  }

  /** Draws in the colours of the theme; `_version` says that they changed. */
  paint(_version: number): void {
    this.#colours = tokenColours(TOKENS, this.#medium);
    this.#chart.options = this.#options();
    this.show(this.#picture);
  }

  /** Where everything stands after `show`. */
  layout(): LineLayout {
    const { chartArea, scales, data } = this.#chart;
    const ticks = (scale: Scale | undefined): Tick[] =>
      scale?.ticks.map(({ label }, i) => ({
        at: scale.getPixelForTick(i),
        text: String(label ?? ''),
      })) ?? [];
    const { x, y } = scales;
    return {
      area: chartArea,
      across: ticks(x),
      up: ticks(y),
      lines: data.datasets.map((_, i) => unbroken(this.#chart.getDatasetMeta(i).data)),
      marks: x ? this.#marks().map((step) => x.getPixelForValue(step)) : [],
    };
  }

  destroy(): void {
    this.#drawn = false;
    this.#chart.destroy();
  }

  #dataset({ name, token, weight, dash, points }: Line): ChartDataset<'line', Point[]> {
    const colour = this.#colours[token];
    const alone = points.length === 1;
    return {
      label: name,
      // A logarithm has no place for 0.
      data: this.#picture.logarithmic ? points.filter(({ y }) => y > 0) : points,
      borderColor: weight === 'faint' ? faded(colour) : colour,
      backgroundColor: colour,
      borderWidth: weight === 'faint' ? 1 : 2,
      borderDash: [...dash],
      pointRadius: alone ? 2.5 : 0,
      // The lowest is drawn last: a dashed curve stays visible on a whole one.
      order: weight === 'faint' ? 2 : dash.length > 0 ? 0 : 1,
    };
  }

  #configuration(): ChartConfiguration<'line', Point[]> {
    const markChanges = {
      id: 'markChanges',
      beforeDatasetsDraw: (chart: Chart) => this.#drawMarks(chart),
    };
    return {
      type: 'line',
      data: { datasets: [] },
      options: this.#options(),
      plugins: [markChanges],
    };
  }

  #options(): NonNullable<ChartConfiguration<'line', Point[]>['options']> {
    const { soft, line } = this.#colours;
    const size = tokenPixels('text-small', this.#medium);
    const font = { family: MONO, size };
    const ticks = { color: soft, font, maxRotation: 0 };
    return {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      ...(this.#medium === 'print' && { responsive: false, devicePixelRatio: 1 }),
      events: [],
      // Half of the last step's number stands to the right of the axis.
      layout: { padding: { top: 4, right: 1.8 * size } },
      scales: {
        x: {
          type: 'linear',
          min: 0,
          max: Math.max(this.#picture.step, 1),
          border: { color: line },
          grid: { display: false },
          title: {
            display: true,
            text: this.#picture.unit,
            color: soft,
            font: { family: 'Inter Variable', size },
            padding: 0,
          },
          ticks: {
            ...ticks,
            maxTicksLimit: 6,
            sampleSize: 2,
            callback: (value) => (Number.isInteger(Number(value)) ? short(Number(value)) : ''),
          },
        },
        y: {
          type: this.#picture.logarithmic ? 'logarithmic' : 'linear',
          border: { display: false },
          grid: { color: line, tickLength: 0 },
          // Numbers change while nothing moves.
          afterFit: (scale) => {
            scale.width = 14 + 4 * size;
          },
          ticks: {
            ...ticks,
            maxTicksLimit: 6,
            sampleSize: 2,
            padding: 6,
            callback: (value) => tickText(Number(value)),
          },
        },
      },
    };
  }

  #marks(): readonly number[] {
    return this.#picture.marks.slice(-MAX_MARKS);
  }

  #drawMarks(chart: Chart): void {
    const { ctx, chartArea, scales } = chart;
    const x = scales['x'];
    if (!x) return;
    ctx.save();
    ctx.strokeStyle = this.#colours.faint;
    ctx.setLineDash([4, 3]);
    ctx.beginPath();
    for (const step of this.#marks()) {
      const at = Math.round(x.getPixelForValue(step)) + 0.5;
      ctx.moveTo(at, chartArea.top);
      ctx.lineTo(at, chartArea.bottom);
    }
    ctx.stroke();
    ctx.restore();
  }
}

/** The stretches of a line between points that are no numbers. */
function unbroken(points: readonly Point[]): Point[][] {
  const stretches: Point[][] = [[]];
  for (const { x, y } of points) {
    if (Number.isFinite(x) && Number.isFinite(y)) stretches.at(-1)?.push({ x, y });
    else stretches.push([]);
  }
  return stretches.filter(({ length }) => length > 0);
}

function faded(colour: string): string {
  return `color-mix(in srgb, ${colour} 34%, transparent)`;
}

/** Three digits; small numbers as powers of ten, so that they fit. */
function tickText(value: number): string {
  const rounded = Number(value.toPrecision(3));
  if (rounded === 0 || Math.abs(rounded) >= 1e-3) return brief(rounded);
  return rounded.toExponential().replaceAll('-', '−');
}

function short(value: number): string {
  if (value >= 1e6) return `${brief(value / 1e6)}M`;
  return value >= 1e4 ? `${brief(value / 1e3)}k` : count(value);
}
