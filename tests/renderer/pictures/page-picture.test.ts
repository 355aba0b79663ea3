import { expect, onTestFinished, test } from 'vitest';
import { pagePicture } from '../../../src/renderer/pictures/page-picture';
import { drawn } from '../../../src/renderer/pictures/picture-file';
import { coloursOf, expectInside, inWindow, parsed, textsOf } from './look-at';

const css = `
  .plot { width: 200px; height: 100px; }
  .plot .band { fill: color-mix(in srgb, var(--accent) 17%, transparent); stroke: var(--series-b); stroke-dasharray: 5 4; }
  .plot .band + text { font: italic 500 11px 'IBM Plex Mono'; fill: var(--positive); text-anchor: middle; }
  .plot .hidden { display: none; }
`;

/** An SVG as a component of the page draws it, with looks from style sheets only. */
function onPage(): SVGSVGElement {
  const place = document.createElement('div');
  place.innerHTML = `<style>${css}</style>
    <svg class="plot" viewBox="0 0 100 50"><g><rect class="band" width="100" height="50"/><text x="50" y="20">w &lt; 1</text></g>
    <circle class="hidden" r="3"/></svg>`;
  document.body.append(place);
  onTestFinished(() => place.remove());
  return place.querySelector('svg')!;
}

const texts = { title: 'A plot', notes: ['My run'], summary: 'It shows w.' };
const draw = (shown: SVGSVGElement) =>
  drawn((pen) => pagePicture(pen, shown, texts, [{ sample: null, text: 'a band' }]));

test('an SVG of the page stands alone: as large, with its looks written into it', async () => {
  const shown = onPage();
  const before = shown.parentElement?.innerHTML;
  const picture = await draw(shown);
  expect(shown.parentElement?.innerHTML).toBe(before);
  const svg = parsed(picture.svg);
  const plot = svg.querySelector('svg svg');
  expect(['width', 'height', 'viewBox'].map((name) => plot?.getAttribute(name))).toEqual([
    '200',
    '100',
    '0 0 100 50',
  ]);
  const looks = (selector: string, ...names: string[]) =>
    names.map((name) => plot?.querySelector(selector)?.getAttribute(name));
  expect(looks('rect', 'fill', 'fill-opacity', 'stroke', 'stroke-dasharray')).toEqual([
    '#24476b',
    '0.17',
    '#1d7a55',
    '5px, 4px',
  ]);
  expect(looks('text', 'font-style', 'font-weight', 'font-size', 'text-anchor', 'fill')).toEqual([
    'italic',
    '500',
    '11px',
    'middle',
    '#0b6bb5',
  ]);
  // What is hidden is not in the file.
  expect(plot?.querySelector('circle')).toBeNull();
  expect(picture.svg).not.toMatch(/ (class|style)=|var\(/);
  expect(textsOf(picture.svg)).toEqual(['A plot', 'My run', 'w < 1', 'a band']);
  expectInside(picture);
});

test('it is light, whatever the screen shows', async () => {
  const shown = onPage();
  const light = await inWindow({ theme: 'light', projector: false }, () => draw(shown));
  const dark = await inWindow({ theme: 'dark', projector: true }, () => draw(shown));
  expect(dark).toEqual(light);
  expect(coloursOf(dark.svg)).toEqual(expect.arrayContaining(['#24476b', '#0b6bb5']));
});
