import type { LabApi } from '../../contract/lab-api';
import { labError } from '../../contract/errors';
import { type ImportedRun, MAX_FILE_BYTES } from '../../contract/library';
import { sendPieces } from '../send-pieces';

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
  const shortName = name.slice(0, 300);
  return sendPieces(file, (piece) => api.importRun({ ...piece, name: shortName }));
}
