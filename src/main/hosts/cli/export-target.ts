import { statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { exportEndings, type ExportFormat, exportFormats } from '../../../contract/lab-api';
import { badArgument } from '../arguments';

export interface ExportTarget {
  readonly path: string;
  readonly format: ExportFormat;
}

/** Where an option writes. @throws LabError invalid-value when its ending is none of ours or there is no such folder */
export function exportTarget(
  path: string,
  option = '--export',
  formats: readonly ExportFormat[] = exportFormats,
): ExportTarget {
  const ending = extname(path).slice(1).toLowerCase();
  const format = formats.find((one) => exportEndings[one] === ending);
  const endings = formats.map((one) => `.${exportEndings[one]}`);
  const last = endings.pop() ?? '';
  if (!format)
    throw badArgument(option, path, `a file name that ends in ${endings.join(', ')} or ${last}`);
  const full = resolve(path);
  if (!isFolder(dirname(full))) throw badArgument(option, path, 'a file in a folder that exists');
  return { path: full, format };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
