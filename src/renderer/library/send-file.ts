import type { LabApi } from '../../contract/lab-api';
import { labError } from '../../contract/errors';
import { type ImportedRun, MAX_FILE_BYTES, UPLOAD_PIECE } from '../../contract/library';

/** Bytes of a piece: base64 writes three as four characters. */
const PIECE_BYTES = (UPLOAD_PIECE / 4) * 3;

/**
 * Sends a run document to the lab, piece by piece.
 * @throws LabError invalid-file
 */
export async function sendFile(api: LabApi, file: File): Promise<ImportedRun | null> {
  const { name, size } = file;
  if (size > MAX_FILE_BYTES) {
    const accepted = `at most ${MAX_FILE_BYTES} bytes`;
    const message = `${name}: size is ${size} bytes; accepted: ${accepted}.`;
    throw labError('invalid-file', message, 'size', { accepted, file: name });
  }
  const upload = crypto.randomUUID();
  const shortName = name.slice(0, 300);
  for (let first = 0; ; first += PIECE_BYTES) {
    const last = first + PIECE_BYTES >= size;
    const data = await base64Of(file.slice(first, first + PIECE_BYTES));
    const imported = await api.importRun({ upload, name: shortName, data, last });
    if (last) return imported;
  }
}

/** By the browser, which does it without a loop over every byte. */
async function base64Of(blob: Blob): Promise<string> {
  const text = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read.'));
    reader.readAsDataURL(blob);
  });
  return text.slice(text.indexOf(',') + 1);
}
