import type { Box } from './box';
import {
  type Block,
  type LegendEntry,
  legendBlock,
  LINE,
  listBlock,
  type ListEntry,
  NOTE,
} from './legend';
import type { Pen, Type } from './pen';
import { element, escaped, moved, rounded } from './svg';

/** A whole picture; sizes in pixels. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What is said around what is shown. */
export interface PictureTexts {
  readonly title: string;
  /** What the picture is of: the run, the step; each begins a line. */
  readonly notes: readonly string[];
  /** The picture in a sentence, for whoever does not see it. */
  readonly summary: string;
}

export interface PictureParts extends PictureTexts {
  readonly body: { readonly svg: string; readonly box: Box };
  readonly legend: readonly LegendEntry[];
  /** What needs more words than a legend's entry. */
  readonly list?: readonly ListEntry[];
}

const MARGIN = 20;
/** No picture is narrower inside its margins. */
const LEAST_WIDTH = 360;
const TITLE: Type = { face: 'sans', size: 15, weight: 600 };
const GAP = 14;

/** Title and notes, what is shown, and what its signs mean, below each other on white. */
export function picture(pen: Pen, parts: PictureParts): Picture {
  const { left, right, top, bottom } = parts.body.box;
  const room = Math.max(LEAST_WIDTH, right - left);
  const body = moved((room - (right - left)) / 2 - left, -top, parts.body.svg);
  const blocks = [
    head(pen, parts, room),
    { svg: body, height: bottom - top },
    legendBlock(pen, parts.legend, room),
    listBlock(pen, parts.list ?? [], room),
  ].filter(({ svg }) => svg !== '');
  let y = MARGIN;
  const placed = blocks.map(({ svg, height }) => {
    const at = y;
    y += height + GAP;
    return moved(MARGIN, at, svg);
  });
  const width = Math.ceil(room + 2 * MARGIN);
  const height = Math.ceil(y - GAP + MARGIN);
  const ground = element('rect', { width, height, fill: pen.colour('panel') });
  return { svg: svgDocument(width, height, parts, ground + placed.join('')), width, height };
}

function head(pen: Pen, { title, notes }: PictureTexts, room: number): Block {
  const lines = [
    ...pen.lines(title, TITLE, room).map((text) => ({ text, type: TITLE, colour: 'ink' as const })),
    ...notes
      .flatMap((note) => pen.lines(note, NOTE, room))
      .map((text) => ({ text, type: NOTE, colour: 'soft' as const })),
  ];
  const texts = lines.map((line, i) => pen.centred({ ...line, x: 0, y: (i + 0.5) * LINE }));
  return { svg: texts.join(''), height: lines.length * LINE };
}

function svgDocument(
  width: number,
  height: number,
  { title, summary }: Omit<PictureTexts, 'notes'>,
  content: string,
): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
    role: 'img',
  };
  const names = element('title', {}, escaped(title)) + element('desc', {}, escaped(summary));
  return element('svg', attributes, names, content);
}
