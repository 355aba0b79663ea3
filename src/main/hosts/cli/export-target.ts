import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { exportEndings, type ExportFormat, exportFormats } from '../../../contract/export-formats';
import { badArgument } from '../arguments';

export interface ExportTarget {
  readonly path: string;
  readonly format: ExportFormat;
}

type Endings<Format extends string> = Readonly<Record<Format, readonly string[]>>;

/** Where an option writes. @throws LabError invalid-value when its ending is none of these or there is no such folder */
export function exportTarget<Format extends string>(
  path: string,
  option: string,
  endings: Endings<Format>,
): { readonly path: string; readonly format: Format } {
  const format = formatOf(path, endings);
  const accepted = Object.values<readonly string[]>(endings)
    .flat()
    .map((ending) => `.${ending}`);
  const last = accepted.pop() ?? '';
  if (format === null) {
    throw badArgument(option, path, `a file name that ends in ${accepted.join(', ')} or ${last}`);
  }
  return { path: inFolder(path, option), format };
}

/** The whole path. @throws LabError invalid-value when there is no such folder */
function inFolder(path: string, option: string): string {
  const full = resolve(path);
  if (!isFolder(dirname(full))) throw badArgument(option, path, 'a file in a folder that exists');
  return full;
}

/**
 * Where a run is written.
 * @param format what it is written as; undefined: its ending says
 * @throws LabError invalid-value
 */
export function runTarget(path: string, option: string, format?: string): ExportTarget {
  if (format === undefined) return exportTarget(path, option, exportEndings);
  const known = exportFormats.find((one) => one === format);
  if (!known) throw badArgument('--format', format, exportFormats.join(', '));
  return { path: inFolder(path, option), format: known };
}

/** By the longest ending that fits: of two the more exact one. */
function formatOf<Format extends string>(path: string, endings: Endings<Format>): Format | null {
  const name = basename(path).toLowerCase();
  let found: { readonly format: Format; readonly length: number } | null = null;
  for (const format of Object.keys(endings) as Format[]) {
    for (const { length } of endings[format].filter((one) => isNamed(name, one))) {
      if (length > (found?.length ?? 0)) found = { format, length };
    }
  }
  return found?.format ?? null;
}

function isNamed(name: string, ending: string): boolean {
  return name.length > ending.length + 1 && name.endsWith(`.${ending}`);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
