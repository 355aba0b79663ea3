import { open } from 'node:fs/promises';
import { labError } from '../../../contract/errors';
import type { RunDocument } from '../../../contract/run-document';
import { MAX_RUN_BYTES, readRun } from '../../runs/read-run';

/** @throws LabError invalid-file when it cannot be read or is no run document */
export async function openRun(path: string): Promise<RunDocument> {
  return readRun(path, await bytesOf(path));
}

/** A file's bytes, at most one more than a run document may have. @throws LabError invalid-file */
async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size <= MAX_RUN_BYTES) return await file.readFile();
      return new Uint8Array(MAX_RUN_BYTES + 1);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') throw error;
    const accepted = 'a file that can be read';
    throw labError('invalid-file', `${path} cannot be read (${code}).`, 'file', {
      ...{ accepted, received: code, file: path },
    });
  }
}
