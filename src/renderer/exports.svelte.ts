import { describesStep, type ExportFormat } from '../contract/export-formats';
import type { LabApi, StartedExport } from '../contract/lab-api';
import type { JobState } from '../contract/lab-events';
import type { SweepFormat } from '../contract/sweep';
import { fetchFile } from './fetch-file';
import type { Jobs } from './jobs';
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

  async cancel(): Promise<void> {
    const job = this.job?.id;
    if (job !== undefined) await this.#lab.ask((api) => api.cancelJob({ job }));
  }

  async #start(start: (api: LabApi) => Promise<StartedExport | null>): Promise<void> {
    const started = await this.#lab.ask(start);
    if (!started) return;
    const { job: id, name, address } = started;
    this.job = { id, name, state: { kind: 'running', progress: 0 } };
    this.#lab.jobs.follow(id, (state) => {
      if (this.job?.id === id) this.job = { id, name, state };
    });
    if (address !== null) fetchFile(address, name);
  }
}
