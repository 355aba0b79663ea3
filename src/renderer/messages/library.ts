import type { ErrorData } from '../../contract/errors';
import type { FileDifference, Storage } from '../../contract/library';
import type { StopReason } from '../../contract/run-document';
import { count } from '../format';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EROFS: 'the folder is read-only',
  EACCES: 'the folder may not be written to',
  EPERM: 'the folder may not be written to',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a file stands where the folder should be',
  EIO: 'the disk reports an error',
  EFBIG: 'files may not grow so large here',
};

function reason(code: string): string {
  return reasons[code] ?? code;
}

/** What is said of the runs that are kept. */
export const library = {
  button: 'Runs',
  title: 'Runs',
  notKept: ({ params }: ErrorData) =>
    `The data folder could not be changed: ${reason(params['reason'] ?? '')}.`,
  storage: (storage: Storage): string => {
    if (storage.kind === 'folder') {
      return storage.failing === null
        ? ''
        : `Runs cannot be saved: ${reason(storage.failing)}. They stay in memory, and Export works; saving is tried again.`;
    }
    switch (storage.reason) {
      case 'guest':
        return '';
      case 'locked':
        return storage.detail === ''
          ? 'Another Chainrule has taken over the data folder. Runs of this window stay in memory until it is closed; Export works.'
          : `Another Chainrule has the data folder (${storage.detail}). Runs of this window stay in memory until it is closed; Export works.`;
      case 'failed':
        return `Runs cannot be kept in ${storage.folder ?? ''}: ${reason(storage.detail)}. They stay in memory until the lab is closed; Export works.`;
    }
  },
  where: (storage: Storage): string => {
    if (storage.kind === 'folder') return `Kept in ${storage.folder}`;
    return storage.reason === 'guest'
      ? 'Guest: nothing is kept after closing.'
      : 'In memory: gone when the lab is closed.';
  },
  stops: {
    steps: 'finished',
    loss: 'loss reached',
    diverged: 'diverged',
    stopped: 'stopped',
  } satisfies Record<StopReason, string>,
  differs: (differences: readonly FileDifference[]) =>
    `This file does not reproduce. ${differences
      .slice(0, 3)
      .map(
        ({ field, stated, replayed }) => `${field}: ${stated} in the file, ${replayed} by replay`,
      )
      .join('; ')}${
      differences.length > 3 ? `; and ${count(differences.length - 3)} more` : ''
    }. What you see is the replay; the file stays as it is.`,
};
