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

/** Why runs are not written; null: they are. */
export function hindrance(storage: Storage): string | null {
  if (storage.kind === 'folder') return storage.failing;
  const { reason, detail } = storage;
  if (reason === 'guest') return 'this is a guest’s lab';
  return reason === 'locked' ? `${detail} has it; close that first` : detail;
}

/** @throws LabError not-kept, which says who has the folder or what is wrong with it */
export function checkWritable(storage: Storage): void {
  const why = hindrance(storage);
  if (why === null) return;
  const message = `${storage.folder ?? ''} cannot be written to (${why}).`;
  throw labError('not-kept', message, '--data', { reason: why });
}
