import type { LabApi } from '../../contract/lab-api';

/** What the stepper needs of the run. */
export interface SteppedRun {
  readonly api: () => LabApi | null;
  /** Counts the runs of the session. */
  readonly run: () => number;
  /** Committed updates. */
  readonly committed: () => number;
  /** Whether another update is possible. */
  readonly goesOn: () => boolean;
  /** Whether there is a loss to be trained; without one there is a forward and a backward pass, and no update. */
  readonly trains: () => boolean;
  /** Settles when the lab has answered the changes of the controls; null: it has. */
  readonly edited: () => Promise<void> | null;
  /** Takes the next update. */
  readonly commit: () => Promise<void>;
  /** Shows why something could not be done. */
  readonly refused: (error: unknown) => void;
}
