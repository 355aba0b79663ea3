import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { badArgument } from './arguments';

/** The folder given with --data, made if need be. @throws LabError when it cannot be a folder to write in */
export function prepareDataFolder(path: string): string {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    if (!statSync(folder).isDirectory()) throw new Error('not a folder');
  } catch {
    throw badArgument('--data', path, 'a folder that can be made and written to');
  }
  return folder;
}
