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
import { messages } from '../messages/messages';
import { type Medium, tokenColours, tokenPixels } from '../theme.svelte';
import type { Line, Point } from './lines';
import { type AxisTick, BEYOND, linearTicks, logTicks, stepTicks, widthOf } from './ticks';

Chart.register(LinearScale, LineController, LineElement, LogarithmicScale, PointElement);

export interface LinePicture {
  readonly lines: readonly Line[];
  /** Where the axis begins; 0 when it is not said. */
  readonly first?: number;
  /** Where it ends. */
  readonly step: number;
  readonly logarithmic: boolean;
  /** What the horizontal axis counts. */
  readonly unit: string;
  /** What the vertical axis measures; on paper it is written by whoever draws the picture. */
  readonly upward?: string;
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

/** The plotted area in pixels of its canvas, and the steps at its left and right. */
export interface PlottedArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly first: number;
  readonly last: number;
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
  /** Of the numbers, in pixels. */
  #size = 11;
  /** Pixels left of the plotted area. */
  #gutter = 60;
  #picture: LinePicture = {
    lines: [],
    step: 0,
    logarithmic: false,
    unit: messages.charts.step,
    marks: [],
  };

  readonly #medium: Medium;
  readonly #onLaid: (area: PlottedArea) => void;
  #laid = '';

  /** @param medium on the screen it fills its place; for print it is as large as the canvas */
  constructor(
    canvas: HTMLCanvasElement,
    medium: Medium = 'screen',
    onLaid: (area: PlottedArea) => void = () => undefined,
  ) {
    this.#medium = medium;
    this.#onLaid = onLaid;
    this.#colours = tokenColours(TOKENS, medium);
    this.#chart = new Chart(canvas, this.#configuration());
    // A canvas does not wait for its fonts.
    void document.fonts.load(`11px "${MONO}"`).then(() => {
      if (this.#drawn) this.#chart.update();
    });
  }

  show(picture: LinePicture): void {
    const { logarithmic, unit, upward } = this.#picture;
    this.#picture = picture;
    // A chart takes new points into a curve that it has much faster than a new curve.
    const curves = this.#chart.data.datasets;
    curves.length = Math.min(curves.length, picture.lines.length);
    picture.lines.forEach((line, i) => {
      curves[i] = Object.assign(curves[i] ?? { data: [] }, this.#dataset(line));
    });
    const other =
      picture.logarithmic !== logarithmic || picture.unit !== unit || picture.upward !== upward;
    if (other) this.#chart.options = this.#options();
    const x = this.#chart.options.scales?.['x'];
    if (x) {
      x.min = picture.first ?? 0;
      x.max = Math.max(picture.step, 1);
    }
    // In the mode 'none' points would keep the radius that they had first.
    this.#chart.update();
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
    // A logarithm has no place for 0.
    const placed = this.#picture.logarithmic ? points.filter(({ y }) => y > 0) : points;
    // A step's least and largest are two points in one place, between which there is no line.
    const alone = placed.length > 0 && placed[0]?.x === placed.at(-1)?.x;
    return {
      label: name,
      data: placed,
      borderColor: weight === 'faint' ? faded(colour) : colour,
      backgroundColor: colour,
      borderWidth: weight === 'strong' ? 2 : 1,
      borderDash: [...dash],
      pointRadius: alone ? 2.5 : 0,
      // Pixels beyond the axes: a dot at the last step is whole.
      clip: alone ? 3 : 1,
      // The lowest is drawn last: a dashed curve stays visible on a whole one.
      order: weight === 'faint' ? 2 : dash.length > 0 ? 0 : 1,
    };
  }

  #configuration(): ChartConfiguration<'line', Point[]> {
    const markChanges = {
      id: 'markChanges',
      beforeDatasetsDraw: (chart: Chart) => this.#drawMarks(chart),
      afterDraw: (chart: Chart) => this.#drawUnit(chart),
      afterUpdate: (chart: Chart) => this.#tellArea(chart),
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
    // Of the numbers one is measured: their axes are as wide and as high as is said here.
    const ticks = { color: soft, font, maxRotation: 0, sampleSize: 1 };
    const { logarithmic, upward } = this.#picture;
    const title = this.#medium === 'screen' ? upward : undefined;
    let across: AxisTick[] = [];
    let up: AxisTick[] = [];
    this.#size = size;
    return {
      animation: false,
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      ...(this.#medium === 'print' && { responsive: false, devicePixelRatio: 1 }),
      events: [],
      // Half of the last step's number stands to the right of the axis.
      layout: { padding: { top: 4, right: BEYOND * size } },
      scales: {
        x: {
          type: 'linear',
          min: this.#picture.first ?? 0,
          max: Math.max(this.#picture.step, 1),
          border: { color: line },
          grid: { display: false, tickLength: 2 },
          afterBuildTicks: (scale) => {
            const width = scale.chart.width - this.#gutter - BEYOND * size;
            across = stepTicks(scale.min, scale.max, width, size);
            scale.ticks = across.map(({ value }) => ({ value }));
          },
          ticks: {
            ...ticks,
            autoSkip: false,
            callback: (_, i) => across[i]?.text ?? '',
          },
        },
        y: {
          type: logarithmic ? 'logarithmic' : 'linear',
          border: { display: false },
          grid: { color: line, tickLength: 0 },
          ...(title !== undefined && {
            title: {
              display: true,
              text: title,
              color: soft,
              font: { family: 'Inter Variable', size },
              padding: 0,
            },
          }),
          afterBuildTicks: (scale) => {
            const { min, max } = scale;
            const height = scale.chart.height - 3 * size;
            up = (logarithmic ? logTicks : linearTicks)(min, max, height, size);
            scale.ticks = up.map(({ value }) => ({ value }));
          },
          // Numbers change while nothing moves, unless they are so long that they would be clipped.
          afterFit: (scale) => {
            const named = title === undefined ? 0 : 1.3 * size;
            scale.width = Math.max(14 + 4 * size, 12 + widthOf(up, size)) + named;
            this.#gutter = scale.width;
          },
          ticks: {
            ...ticks,
            autoSkip: false,
            padding: 6,
            callback: (_, i) => up[i]?.text ?? '',
          },
        },
      },
    };
  }

  #marks(): readonly number[] {
    const { marks, first = 0, step } = this.#picture;
    return marks.filter((mark) => mark >= first && mark <= step).slice(-MAX_MARKS);
  }

  /** What the horizontal axis counts stands left of its numbers: a line of its own would cost a small chart a fifth. */
  #drawUnit({ ctx, chartArea }: Chart): void {
    if (this.#medium === 'print') return;
    const size = this.#size;
    ctx.save();
    ctx.fillStyle = this.#colours.soft;
    ctx.font = `${size}px "Inter Variable"`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'middle';
    // Two pixels of a tick, three between it and its number.
    ctx.fillText(this.#picture.unit, 2, chartArea.bottom + 5 + 0.6 * size);
    ctx.restore();
  }

  #tellArea({ chartArea, scales }: Chart): void {
    const { x } = scales;
    if (!x) return;
    const { left, right, top, bottom } = chartArea;
    const area = { left, right, top, bottom, first: x.min, last: x.max };
    const laid = Object.values(area).join(' ');
    if (laid === this.#laid) return;
    this.#laid = laid;
    this.#onLaid(area);
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
