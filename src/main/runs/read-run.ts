import * as v from 'valibot';
import { invalidValue, labError, LabError } from '../../contract/errors';
import { MAX_FILE_BYTES } from '../../contract/library';
import { RUN_FORMAT, RUN_VERSION, type RunDocument } from '../../contract/run-document';
import { runDocumentSchema } from '../../contract/run-document-schema';
import { checkRecipe } from '../recipe-check';
import { runChecksum } from './checksum';
import { parametersOf } from './result';

/**
 * A run document out of a file's bytes, which are taken for hostile: nothing is read beyond the limit, nothing is merged, and
 * every field is checked before it is used.
 * @param file its name, for the sentence
 * @throws LabError invalid-file, which names the field and what is accepted there
 */
export function readRun(file: string, bytes: Uint8Array): RunDocument {
  if (bytes.length > MAX_FILE_BYTES) {
    throw refused(file, 'size', `${bytes.length} bytes`, `at most ${MAX_FILE_BYTES} bytes`);
  }
  const json = parsed(file, textOf(file, bytes));
  const { format, version } = (json ?? {}) as Record<string, unknown>;
  if (format === RUN_FORMAT && typeof version === 'number' && version > RUN_VERSION) {
    const accepted = `up to ${RUN_VERSION}; a newer Chainrule wrote this file`;
    throw refused(file, 'version', String(version), accepted);
  }
  const checked = v.safeParse(runDocumentSchema, json, { abortEarly: true });
  if (!checked.success) throw inFile(file, invalidValue(checked.issues[0]));
  const document = checked.output;
  try {
    checkRecipe(document.recipe);
  } catch (error) {
    throw error instanceof LabError ? inFile(file, error) : error;
  }
  const { steps, checksum } = document.result;
  const own = runChecksum(steps, parametersOf(document.result));
  if (own !== checksum) throw refused(file, 'result.checksum', checksum, own);
  return document;
}

function textOf(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused(file, 'text', 'other bytes', 'UTF-8');
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(file, 'text', text.trim() === '' ? 'empty' : 'something else', 'JSON, whole');
  }
}

/** The same refusal, said of the file. */
function inFile(file: string, { data }: LabError): LabError {
  const message = `${file}: ${data.message}`;
  return labError('invalid-file', message, data.where, { ...data.params, file });
}

function refused(file: string, where: string, received: string, accepted: string): LabError {
  const message = `${file}: ${where} is ${received}; accepted: ${accepted}.`;
  return labError('invalid-file', message, where, { accepted, received, file });
}
