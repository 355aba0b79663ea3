import { type ErrorData, LabError, labError } from '../contract/errors';
import { describesStep, type ExportFormat } from '../contract/export-formats';
import type { LabApi, StartedExport } from '../contract/lab-api';
import type { JobState } from '../contract/lab-events';
import type { PictureFormat } from '../contract/picture';
import type { SweepFormat } from '../contract/sweep';
import { fetchFile } from './fetch-file';
import type { Jobs } from './jobs';
import { messages } from './messages/messages';
import type { PictureOffer } from './pictures/offer';
import { sendPieces } from './send-pieces';
import type { ShownStep } from './stepping/shown-step';

/** An export as this window follows it. */
export interface Job {
  readonly id: string;
  readonly name: string;
  readonly state: JobState;
}

export interface ExportsLab {
  /** Asks; a refusal is shown. @returns null when it was refused */
  readonly ask: <Answer>(call: (api: LabApi) => Promise<Answer>) => Promise<Answer | null>;
  readonly jobs: Jobs;
  /** Where the window stands. */
  readonly shown: () => ShownStep;
}

/** The files that this window has the lab write. */
export class ExportState {
  /** The latest. */
  job = $state.raw<Job | null>(null);
  readonly #lab: ExportsLab;
  /** The picture that is being drawn: a job that the lab does not know yet. */
  #drawing: string | null = null;

  constructor(lab: ExportsLab) {
    this.#lab = lab;
  }

  /** The run; in a format that describes one step, the step that is shown. */
  run(format: ExportFormat): Promise<void> {
    const asked = describesStep(format) ? { format, ...this.#lab.shown() } : { format };
    return this.#start((api) => api.exportRun(asked));
  }

  comparison(runs: readonly string[]): Promise<void> {
    return this.#start((api) => api.exportComparison({ runs: [...runs] }));
  }

  /** The table of a sweep that is done. */
  sweep(job: string, format: SweepFormat): Promise<void> {
    return this.#start((api) => api.exportSweep({ job, format }));
  }

  /** A picture that this window draws. */
  async picture({ name, of, file, draw }: PictureOffer, format: PictureFormat): Promise<void> {
    const id = crypto.randomUUID();
    const job = { id, name: messages.pictures.item(name, format) };
    const picture = await this.#drawn(job, async () => {
      const { pictureFile } = await import('./pictures/picture-file');
      return pictureFile(await draw(), format);
    });
    if (!picture) return;
    await this.#start((api) =>
      sendPieces(picture, (piece) => api.exportPicture({ ...piece, of, name: file, format })),
    );
    // Refused, which is shown, or declined.
    if (this.#shows(id)) this.job = null;
  }

  async cancel(): Promise<void> {
    const { job } = this;
    if (!job) return;
    if (job.id === this.#drawing) {
      this.#drawing = null;
      this.job = { ...job, state: { kind: 'cancelled' } };
      return;
    }
    await this.#lab.ask((api) => api.cancelJob({ job: job.id }));
  }

  /** @returns null when it failed, which is shown, or is not wanted any more */
  async #drawn(job: Omit<Job, 'state'>, draw: () => Promise<Blob>): Promise<Blob | null> {
    this.job = { ...job, state: { kind: 'running', progress: 0 } };
    this.#drawing = job.id;
    const wanted = () => this.#drawing === job.id;
    try {
      const picture = await draw();
      return wanted() ? picture : null;
    } catch (error) {
      if (wanted()) this.job = { ...job, state: { kind: 'failed', error: notDrawn(error) } };
      return null;
    } finally {
      if (wanted()) this.#drawing = null;
    }
  }

  #shows(job: string): boolean {
    return this.job?.id === job;
  }

  async #start(start: (api: LabApi) => Promise<StartedExport | null>): Promise<void> {
    const started = await this.#lab.ask(start);
    if (!started) return;
    const { job: id, name, address } = started;
    this.job = { id, name, state: { kind: 'running', progress: 0 } };
    this.#lab.jobs.follow(id, (state) => {
      if (this.#shows(id)) this.job = { id, name, state };
    });
    if (address !== null) fetchFile(address, name);
  }
}

/** Why a picture could not be drawn. */
function notDrawn(error: unknown): ErrorData {
  if (error instanceof LabError) return error.data;
  const message = `The picture could not be drawn: ${String(error)}`;
  return labError('export-failed', message, 'picture', { reason: 'not-drawn' }).data;
}
