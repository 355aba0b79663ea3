import type { Trainer } from '../../engine/trainer';
import type { Rest } from './messages';

/** How a run comes to its end. */
export type Ending = Exclude<Rest, { kind: 'paused' }>;

/** How a trainer's run ended; null while it can go on. */
export function outcomeOf({ ended, divergedAt }: Trainer): Ending | null {
  if (divergedAt) return { kind: 'diverged', at: divergedAt };
  return ended === 'steps' || ended === 'loss' ? { kind: ended } : null;
}
