import { tokenColours, tokenTexts } from '../theme.svelte';
import { plainColour } from './plain-colour';
import { element, escaped } from './svg';

const COLOURS = [
  'panel',
  'ink',
  'soft',
  'faint',
  'line',
  'line-strong',
  'mark',
  'mark-line',
  'mark-soft',
  'positive',
  'negative',
  'positive-marked',
  'negative-marked',
  'accent',
  'accent-soft',
  'series-w',
  'series-b',
  'edge',
] as const;
export type Colour = (typeof COLOURS)[number];

const FACES = ['sans', 'mono', 'serif'] as const;

/** A kind of lettering; sizes in pixels. */
export interface Type {
  readonly face: (typeof FACES)[number];
  readonly size: number;
  readonly weight?: number;
  readonly italic?: boolean;
}

export interface Lettering {
  readonly text: string;
  readonly x: number;
  /** Of the line that the letters stand on: other programs know no other. */
  readonly y: number;
  readonly type: Type;
  readonly colour: Colour;
  /** What of the text stands at x. */
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** From a line's middle down to where its letters stand, as a share of their size. */
const DROP = 0.36;

/** What pictures are drawn with: the print medium's colours and faces, and how wide their letters are. */
export class Pen {
  readonly #colours: Readonly<Record<Colour, string>> = tokenColours(COLOURS, 'print');
  readonly #faces = tokenTexts(FACES, 'print');
  readonly #context: CanvasRenderingContext2D | null = document
    .createElement('canvas')
    .getContext('2d');

  colour(name: Colour): string {
    return plainColour(this.#colours[name])?.hex ?? this.#colours[name];
  }

  /** As CSS writes it, in short. */
  #font({ face, size, weight = 400, italic = false }: Type): string {
    return `${italic ? 'italic ' : ''}${weight} ${size}px ${this.#faces[face]}`;
  }

  /** In pixels. The type's face must have been loaded. */
  widthOf(text: string, type: Type): number {
    if (!this.#context) return text.length * type.size * 0.6;
    this.#context.font = this.#font(type);
    return this.#context.measureText(text).width;
  }

  text({ text, x, y, type, colour, anchor = 'start' }: Lettering): string {
    const { face, size, weight = 400, italic = false } = type;
    const attributes = {
      x,
      y,
      'font-family': this.#faces[face],
      'font-size': size,
      'font-weight': weight === 400 ? null : weight,
      'font-style': italic ? 'italic' : null,
      'text-anchor': anchor === 'start' ? null : anchor,
      fill: this.colour(colour),
    };
    return element('text', attributes, escaped(text));
  }

  /** The same with y as the middle of the line. */
  centred(lettering: Lettering): string {
    return this.text({ ...lettering, y: lettering.y + DROP * lettering.type.size });
  }

  /** The type, smaller where the text would else not fit. */
  fitted(text: string, type: Type, room: number, least = 0): Type {
    const width = this.widthOf(text, type);
    if (width <= room) return type;
    return { ...type, size: Math.max(least, Math.floor((type.size * room * 10) / width) / 10) };
  }

  /** The text, or as much of its beginning as fits. */
  shortened(text: string, type: Type, room: number): string {
    if (this.widthOf(text, type) <= room) return text;
    const letters = Array.from(text);
    while (letters.length > 0 && this.widthOf(`${letters.join('')}…`, type) > room) letters.pop();
    return `${letters.join('').trimEnd()}…`;
  }

  /** The text in lines that fit, broken between words; a word that is too long is broken itself. */
  lines(text: string, type: Type, room: number): readonly string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(/\s+/).flatMap((one) => this.#pieces(one, type, room))) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && this.widthOf(longer, type) > room) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return line === '' ? lines : [...lines, line];
  }

  #pieces(word: string, type: Type, room: number): readonly string[] {
    if (this.widthOf(word, type) <= room) return [word];
    const pieces: string[] = [];
    let piece = '';
    for (const letter of word) {
      if (piece !== '' && this.widthOf(piece + letter, type) > room) {
        pieces.push(piece);
        piece = letter;
      } else piece += letter;
    }
    return [...pieces, piece];
  }
}
