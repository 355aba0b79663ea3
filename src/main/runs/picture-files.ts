import { Readable } from 'node:stream';
import type { LabArgument } from '../../contract/lab-api';
import type { PictureFormat } from '../../contract/picture';
import type { ExportFile } from './export-jobs';
import { Uploads } from './uploads';

const types: Readonly<Record<PictureFormat, string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
};

/** Pictures that a window has drawn and sends, piece by piece, to be written as files. */
export class PictureFiles {
  readonly #uploads = new Uploads();

  /**
   * @param run how the names of the open run's files begin
   * @returns the file with the last piece, else null
   * @throws LabError invalid-file when it grows too large
   */
  add(
    { upload, of, name, format, data, last }: LabArgument<'exportPicture'>,
    run: string,
  ): ExportFile | null {
    const file = of === 'run' ? `${run} ${name}.${format}` : `chainrule-${name}.${format}`;
    const bytes = this.#uploads.add(upload, file, data, last);
    return bytes && { name: file, type: types[format], pieces: () => Readable.from([bytes]) };
  }
}
