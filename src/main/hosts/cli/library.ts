import type { Storage } from '../../../contract/library';
import { labError } from '../../../contract/errors';
import { systemClock } from '../../clock';
import { productionDependencies } from '../../production';
import { RunLibrary } from '../../runs/library/run-library';
import { dataFolder } from '../data-folder';

export interface DataOption {
  readonly data?: string;
}

/** The runs of the data folder, for as long as `work` takes. */
export async function withLibrary<Result>(
  { data }: DataOption,
  work: (library: RunLibrary) => Promise<Result>,
): Promise<Result> {
  const library = new RunLibrary({
    keepIn: { folder: dataFolder(data) },
    clock: systemClock,
    program: productionDependencies.program,
    onChange: () => undefined,
  });
  try {
    return await work(library);
  } finally {
    await library.close();
  }
}

/** @throws LabError not-kept, which says who has the folder or what is wrong with it */
export function checkWritable(storage: Storage): void {
  if (storage.kind === 'folder' && storage.failing === null) return;
  const why =
    storage.kind === 'folder'
      ? (storage.failing ?? '')
      : storage.reason === 'locked'
        ? `${storage.detail} has it; close that first`
        : storage.detail;
  const message = `${storage.folder ?? ''} cannot be written to (${why}).`;
  throw labError('not-kept', message, '--data', { reason: why });
}
