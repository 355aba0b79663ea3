import { labError } from '../../contract/errors';
import { type EmbeddedFonts, type UsedFace, withFonts } from './fonts';
import type { Picture } from './picture';
import { element, escaped, moved } from './svg';

/** Pixels of a PNG to one of the picture, so that it stays sharp in print. */
export const SCALE = 2;
/** What a canvas can hold on every machine: pixels along a side, and in all. */
const MOST = { side: 16_384, area: 100_000_000 } as const;
/** A sample's place below the picture, and its letter's size. */
const SAMPLE = { place: 32, size: 20 } as const;
/** Milliseconds in which the faces of a picture must be there; between two looks. */
const PATIENCE = { most: 10_000, look: 10 } as const;

/**
 * Draws a picture on pixels, with its faces. What else it needs must be in it: such a picture reaches nothing outside.
 * @throws LabError export-failed when it is larger than a canvas can be, or its faces do not come
 */
export async function rasterised(picture: Picture, fonts: EmbeddedFonts): Promise<Blob> {
  const [across, down] = [picture.width * SCALE, picture.height * SCALE];
  if (Math.max(across, down) > MOST.side || across * down > MOST.area) {
    const message = `A PNG of ${across} by ${down} pixels is too large.`;
    throw labError('export-failed', message, 'picture', { reason: 'too-many-pixels' });
  }
  const { svg, width, height } = withSamples(picture, fonts);
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    await facesCome(image, picture.height, fonts.samples.length);
    const canvas = Object.assign(document.createElement('canvas'), { width: across, height: down });
    canvas.getContext('2d')?.drawImage(image, 0, 0, width * SCALE, height * SCALE);
    return await pngOf(canvas);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The picture, and below it, where it will be cut off, a letter of each of its faces. */
function withSamples({ svg, width, height }: Picture, fonts: EmbeddedFonts): Picture {
  const { samples } = fonts;
  const all = {
    width: Math.max(width, samples.length * SAMPLE.place),
    height: height + SAMPLE.place,
  };
  const letters = samples.map((face, i) => sample(face, i * SAMPLE.place));
  const whole = element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...all },
    svg,
    moved(0, height, ...letters),
  );
  return { svg: withFonts(whole, fonts), ...all };
}

function sample({ family, weight, italic, letters }: UsedFace, x: number): string {
  const attributes = {
    x: x + SAMPLE.place / 2,
    y: 0.75 * SAMPLE.place,
    'font-family': `'${family}'`,
    'font-size': SAMPLE.size,
    'font-weight': weight,
    'font-style': italic ? 'italic' : 'normal',
    'text-anchor': 'middle',
  };
  return element('text', attributes, escaped(letters));
}

/**
 * Chromium says that an SVG is decoded before the faces in it are read, and draws no letters until they are: waits until each
 * sample is drawn.
 */
async function facesCome(image: HTMLImageElement, top: number, samples: number): Promise<void> {
  const { place } = SAMPLE;
  const canvas = new OffscreenCanvas(Math.max(1, samples * place), place);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const missing = () => {
    context?.clearRect(0, 0, canvas.width, place);
    context?.drawImage(image, 0, -top);
    return Array.from({ length: samples }, (_, i) => i).some((i) => {
      const pixels = context?.getImageData(i * place, 0, place, place).data ?? [];
      return !pixels.some((value) => value !== 0);
    });
  };
  const started = performance.now();
  while (missing()) {
    if (performance.now() - started > PATIENCE.most) {
      const message = 'The faces of the picture did not come.';
      throw labError('export-failed', message, 'picture', { reason: 'not-drawn' });
    }
    await new Promise((resolve) => setTimeout(resolve, PATIENCE.look));
  }
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(labError('export-failed', 'The canvas gave no PNG.', 'picture'));
    }, 'image/png');
  });
}
