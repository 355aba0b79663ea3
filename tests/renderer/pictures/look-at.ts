import { expect, onTestFinished } from 'vitest';
import '../../../src/renderer/styles/fonts.css';
import '../../../src/renderer/styles/tokens.css';
import type { Picture } from '../../../src/renderer/pictures/picture';

/** The picture's document, as an XML parser reads it. */
export function parsed(svg: string): Document {
  const read = new DOMParser().parseFromString(svg, 'application/xml');
  expect(read.querySelector('parsererror')?.textContent).toBeUndefined();
  expect(read.documentElement.namespaceURI).toBe('http://www.w3.org/2000/svg');
  return read;
}

/** Its texts, in the order in which they are drawn. */
export function textsOf(svg: string): readonly string[] {
  return [...parsed(svg).querySelectorAll('text')].map(({ textContent }) => textContent);
}

/** Every colour that it names. */
export function coloursOf(svg: string): readonly string[] {
  return [...new Set(svg.match(/(?<==")(#[0-9a-f]+|rgb[^"]*|color[^"]*|var[^"]*)(?=")/g))].sort();
}

/** The picture on the page. */
export function onPage({ svg }: Picture): SVGSVGElement {
  const place = document.createElement('div');
  place.innerHTML = svg;
  document.body.append(place);
  onTestFinished(() => place.remove());
  return place.firstElementChild as SVGSVGElement;
}

/** Nothing of it is cut off: it is as large as it says, and everything but its ground stands inside a margin. */
export function expectInside(picture: Picture): void {
  const shown = onPage(picture);
  const frame = shown.getBoundingClientRect();
  expect([frame.width, frame.height]).toEqual([picture.width, picture.height]);
  expect(shown.getAttribute('viewBox')).toBe(`0 0 ${picture.width} ${picture.height}`);
  const margin = 18;
  for (const part of shown.querySelectorAll('text, path, line, :not(svg) > rect, circle')) {
    const { left, top, right, bottom } = part.getBoundingClientRect();
    const distance = Math.min(
      left - frame.left,
      top - frame.top,
      frame.right - right,
      frame.bottom - bottom,
    );
    expect(distance, part.outerHTML).toBeGreaterThanOrEqual(margin);
  }
}

/** Draws with the window in these looks, and leaves it as it was. */
export async function inWindow<Answer>(
  looks: { readonly theme: 'light' | 'dark'; readonly projector: boolean },
  draw: () => Promise<Answer>,
): Promise<Answer> {
  const root = document.documentElement;
  root.dataset['theme'] = looks.theme;
  root.toggleAttribute('data-projector', looks.projector);
  try {
    return await draw();
  } finally {
    delete root.dataset['theme'];
    root.removeAttribute('data-projector');
  }
}
