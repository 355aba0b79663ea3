import type { LegendEntry } from './legend';
import type { Pen } from './pen';
import { type Picture, picture, type PictureTexts } from './picture';
import { plainColour } from './plain-colour';
import { rounded } from './svg';

/** What decides how a part of an SVG looks, where style sheets may have said it; a part has its parent's unless it has its own. */
const INHERITED = [
  'fill',
  'fill-opacity',
  'fill-rule',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'letter-spacing',
  'paint-order',
  'stroke',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-opacity',
  'stroke-width',
  'text-anchor',
  'visibility',
] as const;
/** … and what a part has by itself, with what it has where nothing was said. */
const OWN = {
  'dominant-baseline': 'auto',
  opacity: '1',
  overflow: 'hidden',
  'stop-color': 'rgb(0, 0, 0)',
  'stop-opacity': '1',
  'vector-effect': 'none',
} as const;
/** Colours, each with what says how much it covers. */
const PAINTS = { fill: 'fill-opacity', stroke: 'stroke-opacity' } as const;

type Looks = Map<string, string>;

/**
 * An SVG of the page as a picture that can stand alone, as large as it is there: in the print medium's colours, with every look
 * that style sheets gave it written into it, and without what is hidden. Its texts must be SVG texts.
 */
export function pagePicture(
  pen: Pen,
  shown: SVGSVGElement,
  texts: PictureTexts,
  legend: readonly LegendEntry[] = [],
): Picture {
  const { width, height } = shown.getBoundingClientRect();
  const copy = forPrint(shown);
  copy.setAttribute('width', rounded(width));
  copy.setAttribute('height', rounded(height));
  if (!copy.hasAttribute('viewBox')) {
    copy.setAttribute('viewBox', `0 0 ${rounded(width)} ${rounded(height)}`);
  }
  const svg = new XMLSerializer().serializeToString(copy);
  const box = { left: 0, top: 0, right: width, bottom: height };
  return picture(pen, { ...texts, body: { svg, box }, legend });
}

function forPrint(shown: SVGSVGElement): SVGSVGElement {
  const print = document.createElement('div');
  print.className = 'for-print';
  // A box of its own would move what stands there.
  print.style.display = 'contents';
  const copy = shown.cloneNode(true) as SVGSVGElement;
  print.append(copy);
  // Beside the original, so that the same style sheets hold for it.
  shown.after(print);
  try {
    const parts = [copy, ...copy.querySelectorAll('*')];
    const hidden = parts.filter((part) => getComputedStyle(part).display === 'none');
    const looks = new Map(parts.map((part) => [part, looksOf(part)] as const));
    // Written only when all are read, since a part's class may decide how others look.
    for (const [part, own] of looks) write(part, own, looks.get(part.parentElement as Element));
    for (const part of hidden) part.remove();
  } finally {
    print.remove();
  }
  return copy;
}

function looksOf(part: Element): Looks {
  const style = getComputedStyle(part);
  const names = [...INHERITED, ...Object.keys(OWN)];
  const looks: Looks = new Map(names.map((name) => [name, style.getPropertyValue(name)]));
  for (const [paint, opacity] of Object.entries(PAINTS)) {
    const colour = plainColour(looks.get(paint) ?? '');
    if (!colour) continue;
    looks.set(paint, colour.hex);
    looks.set(opacity, String(colour.alpha * Number(looks.get(opacity))));
  }
  return looks;
}

function write(part: Element, looks: Looks, parent: Looks | undefined): void {
  for (const name of ['class', 'style']) part.removeAttribute(name);
  for (const name of INHERITED) {
    const value = looks.get(name) ?? '';
    if (value === parent?.get(name)) part.removeAttribute(name);
    else part.setAttribute(name, value);
  }
  for (const [name, usual] of Object.entries(OWN)) {
    const value = looks.get(name) ?? usual;
    // Only an SVG within another can cut off what stands outside.
    const idle = name === 'overflow' && part.tagName !== 'svg';
    if (value === usual || idle) part.removeAttribute(name);
    else part.setAttribute(name, value);
  }
}
