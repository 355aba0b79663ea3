import type { Outcome } from '../../contract/lab-events';
import type { RunResult } from '../../contract/run-document';
import type { Standing } from '../training/messages';
import { runChecksum } from './checksum';

/** The last committed update of a run that stands here; `outcome` null or failed: it was stopped before its end. */
export function resultOf(standing: Standing, outcome: Outcome | null): RunResult {
  const { step, w, b, row } = standing;
  const ended = outcome !== null && outcome.kind !== 'failed';
  return {
    steps: step,
    stop: ended ? outcome.kind : 'stopped',
    w,
    b,
    loss: row?.loss ?? null,
    checksum: runChecksum(step, [w, b]),
    divergedAt: outcome?.kind === 'diverged' ? outcome.at : null,
  };
}
