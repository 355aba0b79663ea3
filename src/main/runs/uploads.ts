import { labError } from '../../contract/errors';
import { MAX_FILE_BYTES } from '../../contract/library';

/** Files that come in at once, at the most. */
const AT_ONCE = 4;

/** Files that come in piece by piece, since a frame cannot carry a long one. */
export class Uploads {
  readonly #coming = new Map<string, { readonly pieces: Buffer[]; bytes: number }>();

  /**
   * @param data base64
   * @returns the file's bytes with the last piece, else null
   * @throws LabError invalid-file when it grows too large
   */
  add(upload: string, file: string, data: string, last: boolean): Uint8Array | null {
    const coming = this.#coming.get(upload) ?? { pieces: [], bytes: 0 };
    const piece = Buffer.from(data, 'base64');
    coming.pieces.push(piece);
    coming.bytes += piece.length;
    this.#coming.delete(upload);
    if (coming.bytes > MAX_FILE_BYTES) {
      const accepted = `at most ${MAX_FILE_BYTES} bytes`;
      const received = `more than ${MAX_FILE_BYTES} bytes`;
      const message = `${file}: size is ${received}; accepted: ${accepted}.`;
      throw labError('invalid-file', message, 'size', { accepted, received, file });
    }
    if (last) return Buffer.concat(coming.pieces);
    this.#coming.set(upload, coming);
    const [oldest] = this.#coming.keys();
    // A page that went away never sends its last piece.
    if (this.#coming.size > AT_ONCE && oldest !== undefined) this.#coming.delete(oldest);
    return null;
  }
}
