import type { ErrorData } from '../../contract/errors';
import type { FileDifference, Storage } from '../../contract/library';
import { labelLimits, type StopReason } from '../../contract/run-document';
import { brief, count } from '../format';
import { minus } from './words';

const fieldWords: Readonly<Record<string, string>> = {
  learningRate: 'learning rate',
  'initial.w': 'initial w',
  'initial.b': 'initial b',
  'stop.steps': 'steps at most',
  'stop.lossBelow': 'stop below loss',
  changes: 'changes in mid-run',
};

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
  name: ({ name, recipeName }: { readonly name: string; readonly recipeName: string }) =>
    name === '' ? recipeName : name,
  search: 'Search name, tags, notes, recipe',
  openFile: 'Open file…',
  none: 'No runs yet: each is kept by itself after 100 steps, or when it stops.',
  notFound: (search: string) => `No run has all of these words: ${search}`,
  more: (left: number) => `Show more (${count(left)} left)`,
  date: (iso: string | null) =>
    iso === null
      ? ''
      : new Date(iso).toLocaleString('en-GB', {
          day: 'numeric',
          month: 'short',
          year: 'numeric',
          hour: '2-digit',
          minute: '2-digit',
        }),
  columns: {
    pick: 'Compare',
    curve: 'loss curve',
    name: 'run',
    steps: 'steps',
    stop: 'ended',
    loss: 'loss',
    date: 'saved',
    actions: 'Actions',
  },
  pick: (name: string) => `Compare ${name}`,
  open: (name: string) => `Open ${name}`,
  isOpen: 'open',
  notStored: 'only in memory',
  actionsOf: (name: string) => `More for ${name}`,
  actions: { labels: 'Name, tags, notes…', duplicate: 'Duplicate', remove: 'Delete' },
  deleted: (name: string) => `${name} is deleted.`,
  undo: 'Undo',
  labels: {
    title: 'Name, tags and notes',
    name: 'Name',
    tags: 'Tags, with commas',
    tagsAccepted: `At most ${labelLimits.tags} tags of at most ${labelLimits.tag} characters each.`,
    notes: 'Notes',
    save: 'Save',
    cancel: 'Cancel',
  },
  code: {
    label: 'Recipe code',
    open: 'Open code',
    copy: 'Copy this recipe’s code',
    copied: 'Copied:',
  },
  compare: {
    button: (picked: number) => (picked < 2 ? 'Compare' : `Compare ${picked}`),
    title: 'Comparison',
    back: 'Back to the runs',
    csv: 'As CSV',
    plots: 'Show in the plots',
    axis: 'Horizontal axis',
    by: { step: 'by step', epoch: 'by epoch' },
    units: { step: 'step', epoch: 'epoch' },
    settings: 'Settings that differ',
    same: 'None: recipe and changes are the same.',
    results: 'Results',
    field: (path: string) => fieldWords[path] ?? path.replaceAll('.', ' · '),
    setting: (value: string | null) => (value === null ? '–' : minus(value)),
    summary: (names: readonly string[], losses: readonly (number | null)[]) =>
      `Curves of the loss of ${names.length} runs: ${names
        .map((name, i) => {
          const loss = losses[i] ?? null;
          return loss === null ? `${name}, no step yet` : `${name} ends at ${brief(loss)}`;
        })
        .join('; ')}.`,
  },
  opening: (progress: number) => `The run is trained again: ${Math.floor(100 * progress)} %`,
  cancel: 'Cancel',
  replace: {
    title: 'Open another run?',
    question: (name: string, added: boolean, step: number) =>
      `Open ${name}? ${
        step > 0
          ? `The present run, at step ${count(step)}, stays among your runs.`
          : 'The setup as it stands now is left.'
      }${added ? ' The file is among your runs already.' : ''}`,
    open: 'Open it',
    later: 'Not now',
  },
  interrupted: (name: string, steps: number) =>
    `The lab was ended while ${name} stood at step ${count(steps)}.`,
  goOn: 'Go on from there',
  notNow: 'Not now',
  drop: 'Drop a run document here to open it',
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
  guestNext: 'Shared computer: from the next start on, keep no run after closing',
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
