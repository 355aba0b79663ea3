import { UPLOAD_PIECE } from '../contract/library';

/** Bytes of a piece: base64 writes three as four characters. */
const PIECE_BYTES = (UPLOAD_PIECE / 4) * 3;

export interface UploadedPiece {
  readonly upload: string;
  /** base64 */
  readonly data: string;
  readonly last: boolean;
}

/** Sends a file piece by piece, since a frame cannot carry a long one. @returns the answer to the last piece */
export async function sendPieces<Answer>(
  file: Blob,
  send: (piece: UploadedPiece) => Promise<Answer>,
): Promise<Answer> {
  const upload = crypto.randomUUID();
  for (let first = 0; ; first += PIECE_BYTES) {
    const last = first + PIECE_BYTES >= file.size;
    const data = await base64Of(file.slice(first, first + PIECE_BYTES));
    const answer = await send({ upload, data, last });
    if (last) return answer;
  }
}

/** What a file holds as an address of its own: by the browser, which does it without a loop over every byte. */
export function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read.'));
    reader.readAsDataURL(blob);
  });
}

async function base64Of(blob: Blob): Promise<string> {
  const address = await dataAddress(blob);
  return address.slice(address.indexOf(',') + 1);
}
