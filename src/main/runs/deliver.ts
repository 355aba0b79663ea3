import type { JobState } from '../../contract/lab-events';

/** A file on its way out of the lab; the host says where it goes. */
export interface OutgoingFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** Runs `write` over the file's pieces, once, and says how the job ended; it never rejects. A piece is to be used up before the next is asked for. */
  readonly send: (write: (pieces: AsyncIterable<Uint8Array>) => Promise<void>) => Promise<JobState>;
  readonly cancel: () => void;
}

/**
 * How a host hands a file to the learner: it arranges for `send` to be called and says from which address the file can be
 * fetched (null where it writes the file itself), or answers null when the learner declined.
 */
export type Deliver = (file: OutgoingFile) => Promise<{ readonly address: string | null } | null>;
