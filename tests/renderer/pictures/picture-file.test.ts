import { afterEach, describe, expect, test, vi } from 'vitest';
import { facesIn, fontsFor, withFonts } from '../../../src/renderer/pictures/fonts';
import { graphPicture } from '../../../src/renderer/pictures/graph-picture';
import { type Picture, picture } from '../../../src/renderer/pictures/picture';
import { drawn, pictureFile } from '../../../src/renderer/pictures/picture-file';
import { element } from '../../../src/renderer/pictures/svg';
import { lastEdge } from './example-scene';
import { onPage, parsed } from './look-at';

const graph = () =>
  drawn((pen) =>
    graphPicture(pen, lastEdge, 'right', { title: 'Graph', notes: ['η 0.1'], summary: '' }),
  );

/** A line of text in a face, and nothing else. */
const written = (text: string, width = 200, height = 60): Picture => ({
  svg: element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width, height },
    element('text', { x: 10, y: 40, 'font-family': "'IBM Plex Mono', monospace" }, text),
  ),
  ...{ width, height },
});

async function pixels(png: Blob) {
  const image = await createImageBitmap(png);
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context?.drawImage(image, 0, 0);
  return { width, height, data: context?.getImageData(0, 0, width, height).data ?? [] };
}

afterEach(() => void vi.restoreAllMocks());

describe('an SVG file', () => {
  test('has the faces of its texts in it, only those whose letters it uses', async () => {
    const fonts = await fontsFor((await graph()).svg);
    const rules = fonts.css.match(/@font-face\{[^}]*\}/g) ?? [];
    const named = rules.map((rule) => /font-family:'([^']+)'/.exec(rule)?.[1]);
    // Inter for Latin and for η; STIX for Latin and for ŷ; numbers need one.
    expect(named.sort()).toEqual([
      'IBM Plex Mono',
      'Inter Variable',
      'Inter Variable',
      'STIX Two Text',
      'STIX Two Text',
    ]);
    for (const rule of rules)
      expect(rule).toMatch(/src:url\(data:font\/woff2;base64,[\w+/=]{2000,}\)/);
    expect(fonts.samples).toHaveLength(rules.length);
  });

  test('is well formed, and its texts are texts', async () => {
    const file = await pictureFile(await graph(), 'svg');
    expect(file.type).toBe('image/svg+xml');
    const svg = parsed(await file.text());
    expect(svg.querySelector('style')?.textContent).toContain('@font-face');
    expect(svg.querySelectorAll('text').length).toBeGreaterThan(50);
  });

  test('names faces as they are written, also where a group says them', () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg"><g font-family="\'A B\', serif" font-weight="bold"><text>aηa<tspan font-style="italic">z</tspan></text></g></svg>';
    expect(facesIn(svg)).toEqual([
      { family: 'A B', weight: 700, italic: false, letters: 'aη' },
      { family: 'A B', weight: 700, italic: true, letters: 'z' },
    ]);
    expect(withFonts(svg, { css: '', samples: [] })).toBe(svg);
  });

  test('that cannot have its faces is none', async () => {
    vi.spyOn(window, 'fetch').mockResolvedValue(new Response(null, { status: 404 }));
    await expect(pictureFile(written('42'), 'svg')).rejects.toThrow('could not be read');
  });
});

describe('a PNG file', () => {
  test('is exactly twice as large as the picture, and as large in print', async () => {
    const shown = await graph();
    const file = await pictureFile(shown, 'png');
    expect(file.type).toBe('image/png');
    const { width, height } = await pixels(file);
    expect([width, height]).toEqual([2 * shown.width, 2 * shown.height]);
    const bytes = new DataView(await file.arrayBuffer());
    // After the header's chunk: 192 pixels to the inch, in both directions.
    expect(new TextDecoder().decode(bytes.buffer.slice(37, 41))).toBe('pHYs');
    expect([bytes.getUint32(41), bytes.getUint32(45), bytes.getUint8(49)]).toEqual([7559, 7559, 1]);
    // The checksum of just this chunk, by another program.
    expect(bytes.getUint32(50)).toBe(0x8fe5f165);
  });

  test('shows every text of the picture, from the first drawing on', async () => {
    const shown = await graph();
    const { width, data } = await pixels(await pictureFile(shown, 'png'));
    const svg = onPage(shown);
    const frame = svg.getBoundingClientRect();
    const colourOf = (text: Element) =>
      (text.getAttribute('fill')?.match(/[0-9a-f]{2}/g) ?? []).map((part) =>
        Number.parseInt(part, 16),
      );
    const isDrawn = (text: Element) => {
      const box = text.getBoundingClientRect();
      const fill = colourOf(text);
      for (let y = 2 * (box.top - frame.top); y < 2 * (box.bottom - frame.top); y++) {
        for (let x = 2 * (box.left - frame.left); x < 2 * (box.right - frame.left); x++) {
          const at = 4 * (Math.round(y) * width + Math.round(x));
          if (fill.every((part, i) => Math.abs(part - (data[at + i] ?? 0)) < 40)) return true;
        }
      }
      return false;
    };
    const texts = [...svg.querySelectorAll('text')];
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.filter((text) => !isDrawn(text)).map((text) => text.textContent)).toEqual([]);
  });

  test('waits for faces that are not there when Chromium says that the picture is decoded', async () => {
    const looks = vi.spyOn(OffscreenCanvasRenderingContext2D.prototype, 'drawImage');
    const whole = vi.spyOn(CanvasRenderingContext2D.prototype, 'drawImage');
    // While a face is read its letters are not drawn.
    for (let i = 0; i < 3; i++) looks.mockImplementationOnce(() => {});
    await pictureFile(written('42'), 'png');
    expect([looks.mock.calls.length, whole.mock.calls.length]).toEqual([4, 1]);
  });

  test('is none where its faces never come', async () => {
    vi.spyOn(OffscreenCanvasRenderingContext2D.prototype, 'drawImage').mockReturnValue();
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 4000));
    const data = { code: 'export-failed', params: { reason: 'not-drawn' } };
    await expect(pictureFile(written('42'), 'png')).rejects.toMatchObject({ data });
  });

  test('shows its texts in their own faces', async () => {
    // In Plex Mono all letters are as wide; in a face that stands in for it, they may not be.
    const { width, data } = await pixels(await pictureFile(written('MMMMMMMMMM'), 'png'));
    const columns = new Set<number>();
    for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) columns.add(((i - 3) / 4) % width);
    const wide = Math.max(...columns) - Math.min(...columns);
    // Ten letters of 0.6 em at 16 px, twice as large.
    expect(wide).toBeGreaterThan(180);
    expect(wide).toBeLessThan(192);
  });

  test('is white where nothing is drawn, and has ink', async () => {
    const { data } = await pixels(await pictureFile(await graph(), 'png'));
    expect([...data.slice(0, 4)]).toEqual([255, 255, 255, 255]);
    let ink = 0;
    for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 100) ink++;
    expect(ink / (data.length / 4)).toBeGreaterThan(0.005);
  });

  test('that a canvas cannot hold is refused by name', async () => {
    const data = { code: 'export-failed', params: { reason: 'too-many-pixels' } };
    await expect(pictureFile(written('42', 9000, 100), 'png')).rejects.toMatchObject({ data });
    await expect(pictureFile(written('42', 6000, 6000), 'png')).rejects.toMatchObject({ data });
    const svg = await pictureFile(written('42', 9000, 9000), 'svg');
    expect(svg.size).toBeGreaterThan(10_000);
  });
});

test('a narrow picture is as wide as its title and legend need', async () => {
  const body = {
    svg: element('circle', { r: 5 }),
    box: { left: -5, right: 5, top: -5, bottom: 5 },
  };
  const legend = ['one', 'two', 'three'].map((text) => ({ sample: null, text: text.repeat(20) }));
  const texts = { title: 'A title', notes: [], summary: '' };
  const { width, height } = await drawn((pen) => picture(pen, { ...texts, body, legend }));
  expect(width).toBe(400);
  expect(height).toBeGreaterThan(20 + 18 + 14 + 10 + 14 + 3 * 18);
});
