import { labError } from '../../contract/errors';
import { MAX_FILE_BYTES } from '../../contract/library';
import type { PictureFormat } from '../../contract/picture';
import { facesIn, fontsFor, loadFaces, withFonts } from './fonts';
import { Pen } from './pen';
import type { Picture } from './picture';
import { rasterised } from './raster';
import { withResolution } from './resolution';

/** Draws once the faces are there, since letters are measured in them: which are needed a first drawing tells. */
export async function drawn(draw: (pen: Pen) => Picture): Promise<Picture> {
  await loadFaces(facesIn(draw(new Pen()).svg));
  return draw(new Pen());
}

/** A picture as a file. @throws LabError export-failed; TypeError when a face cannot be read */
export async function pictureFile(picture: Picture, format: PictureFormat): Promise<Blob> {
  const fonts = await fontsFor(picture.svg);
  const file =
    format === 'svg'
      ? new Blob([withFonts(picture.svg, fonts)], { type: 'image/svg+xml' })
      : await withResolution(await rasterised(picture, fonts));
  if (file.size > MAX_FILE_BYTES) {
    const message = `The picture has ${file.size} bytes, more than ${MAX_FILE_BYTES}.`;
    throw labError('export-failed', message, 'picture', { reason: 'too-many-pixels' });
  }
  return file;
}
