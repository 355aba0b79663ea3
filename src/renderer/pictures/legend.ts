import type { Pen, Type } from './pen';
import { moved } from './svg';

/** A sign of a picture, drawn from x = 0 on, around y = 0. */
export interface Sample {
  readonly svg: string;
  readonly width: number;
}

/** What a sign in the picture means. */
export interface LegendEntry {
  readonly sample: Sample | null;
  readonly text: string;
  readonly type?: Type;
}

/** A line of a list below the picture, and what is said of it. */
export interface ListEntry {
  readonly sample: Sample;
  readonly name: string;
  readonly details: string;
}

export const NOTE: Type = { face: 'sans', size: 12 };
const NAME: Type = { ...NOTE, weight: 600 };
/** From line to line. */
export const LINE = 18;
const BETWEEN = 18;

/** Something below a picture: drawn from its upper left corner on. */
export interface Block {
  readonly svg: string;
  readonly height: number;
}

/** The entries side by side, in as many rows as they need. */
export function legendBlock(pen: Pen, legend: readonly LegendEntry[], room: number): Block {
  const parts: string[] = [];
  let [x, y] = [0, LINE / 2];
  for (const { sample, text, type = NOTE } of legend) {
    const indent = sample ? sample.width + 6 : 0;
    const shown = pen.shortened(text, type, room - indent);
    const width = indent + pen.widthOf(shown, type);
    if (x > 0 && x + width > room) [x, y] = [0, y + LINE];
    const words = pen.centred({ text: shown, x: indent, y: 0, type, colour: 'soft' });
    parts.push(moved(x, y, sample?.svg ?? '', words));
    x += width + BETWEEN;
  }
  return { svg: parts.join(''), height: y + LINE / 2 };
}

/** The entries below each other, each with its name and its details in lines of their own. */
export function listBlock(pen: Pen, list: readonly ListEntry[], room: number): Block {
  const parts: string[] = [];
  let y = 0;
  for (const { sample, name, details } of list) {
    const indent = sample.width + 10;
    parts.push(moved(0, y + LINE / 2, sample.svg));
    const line = (text: string, type: Type, colour: 'ink' | 'soft') => {
      parts.push(pen.centred({ text, x: indent, y: y + LINE / 2, type, colour }));
      y += LINE;
    };
    for (const text of pen.lines(name, NAME, room - indent)) line(text, NAME, 'ink');
    for (const text of pen.lines(details, NOTE, room - indent)) line(text, NOTE, 'soft');
    y += 4;
  }
  return { svg: parts.join(''), height: y };
}
