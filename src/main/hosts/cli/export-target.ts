import { statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { type ExportFormat, exportFormats } from '../../../contract/lab-api';
import { badArgument } from '../arguments';

export interface ExportTarget {
  readonly path: string;
  readonly format: ExportFormat;
}

/** Where --export writes. @throws LabError invalid-value when its ending is none of ours or there is no such folder */
export function exportTarget(path: string): ExportTarget {
  const ending = extname(path).slice(1).toLowerCase();
  const format = exportFormats.find((one) => one === ending);
  if (!format) throw badArgument('--export', path, 'a file name that ends in .csv or .json');
  const full = resolve(path);
  if (!isFolder(dirname(full)))
    throw badArgument('--export', path, 'a file in a folder that exists');
  return { path: full, format };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
