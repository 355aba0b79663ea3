import { labError, type LabError } from '../../contract/errors';

/** How a training worker can come to its end. */
export type Failure = keyof typeof failures;

export function workerFailed(reason: Failure, detail: string): LabError {
  return labError('worker-failed', failures[reason](detail), null, { reason, detail });
}

const failures = {
  threw: (detail: string) => `The training worker made a mistake: ${detail}`,
  exited: (detail: string) => `The training worker ended by itself (exit code ${detail}).`,
  hung: () => 'The training worker has not moved for two seconds and was ended.',
  'out-of-memory': () => 'The training worker ran out of memory.',
} satisfies Record<string, (detail: string) => string>;
