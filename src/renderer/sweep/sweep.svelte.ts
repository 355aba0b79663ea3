import { fromBase64 } from '../../contract/base64';
import { type ErrorData, errorFrom } from '../../contract/errors';
import type { LabApi } from '../../contract/lab-api';
import type { JobState } from '../../contract/lab-events';
import {
  CURVE_COLUMNS,
  type LossCurve,
  MAX_CURVES,
  type SweepActivation,
  type SweepPlan,
} from '../../contract/sweep';
import { updatesPerEpoch } from '../../contract/recipe';
import type { Jobs } from '../jobs';
import { type Curve, type DoneSweep, runsOf } from './grid';

export interface SweepDependencies {
  readonly api: () => LabApi | null;
  readonly jobs: Jobs;
  /** A call was refused. */
  readonly refused: (error: unknown) => void;
}

/** How the latest sweep stands. */
export type SweepStanding =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly job: string; readonly progress: number }
  | { readonly kind: 'done' | 'cancelled' }
  | { readonly kind: 'failed'; readonly error: ErrorData };

/** The sweep of this window: its plan as it is typed, the one under way, and the last that came to its end. */
export class SweepState {
  /** Whether its sheet is open. */
  open = $state(false);
  /** As typed; null while it follows the setup. */
  rates = $state<string | null>(null);
  seeds = $state<string | null>(null);
  activations = $state.raw<readonly SweepActivation[] | null>(null);

  standing = $state.raw<SweepStanding>({ kind: 'none' });
  /** It stays until another one is done. */
  result = $state.raw<DoneSweep | null>(null);

  readonly #dependencies: SweepDependencies;

  constructor(dependencies: SweepDependencies) {
    this.#dependencies = dependencies;
  }

  get busy(): boolean {
    return this.standing.kind === 'starting' || this.standing.kind === 'running';
  }

  /** @param critical the critical learning rate of the recipe, where it is known */
  async start(plan: SweepPlan, critical: number | null): Promise<void> {
    const api = this.#dependencies.api();
    if (!api || this.busy) return;
    this.standing = { kind: 'starting' };
    try {
      const { learningRates, activations, seeds } = plan;
      const lists = {
        learningRates: [...learningRates],
        activations: [...activations],
        seeds: [...seeds],
      };
      const { job } = await api.sweep({ recipe: plan.recipe, ...lists });
      this.#dependencies.jobs.follow(
        job,
        (state) => void this.#follow({ job, plan, critical }, state),
      );
    } catch (error) {
      this.standing = { kind: 'none' };
      this.#dependencies.refused(error);
    }
  }

  async cancel(): Promise<void> {
    if (this.standing.kind !== 'running') return;
    const { job } = this.standing;
    try {
      await this.#dependencies.api()?.cancelJob({ job });
    } catch (error) {
      this.#dependencies.refused(error);
    }
  }

  async #follow(
    sweep: Pick<DoneSweep, 'job' | 'plan' | 'critical'>,
    state: JobState,
  ): Promise<void> {
    if (state.kind === 'running') {
      this.standing = { kind: 'running', job: sweep.job, progress: state.progress };
    } else if (state.kind === 'done') {
      await this.#take(sweep);
    } else {
      this.standing = state;
    }
  }

  /** Fetches what a sweep came to. */
  async #take(sweep: Pick<DoneSweep, 'job' | 'plan' | 'critical'>): Promise<void> {
    const { job, plan } = sweep;
    try {
      const api = this.#dependencies.api();
      if (!api) return;
      const table = await api.sweepResult({ job });
      const curves: LossCurve[] = [];
      for (let first = 0; first < table.rows.length; first += MAX_CURVES) {
        curves.push(...(await api.sweepCurves({ job, first, count: MAX_CURVES })));
      }
      const epoch = updatesPerEpoch(plan.recipe);
      const numbers = curves.map((one, i) => curveOf(one, epoch, table.rows[i]?.steps ?? 0));
      const { parameters } = table;
      this.result = { ...sweep, parameters, runs: runsOf(plan, table, numbers) };
      this.standing = { kind: 'done' };
    } catch (error) {
      const { data } = errorFrom((error as { data?: unknown }).data);
      this.standing = { kind: 'failed', error: data };
    }
  }
}

/**
 * @param epoch steps of an epoch
 * @param last the run's last step
 */
function curveOf({ start, count, stride, columns }: LossCurve, epoch: number, last: number): Curve {
  const all = fromBase64(columns);
  const [lossMin, lossMax, epochLoss] = CURVE_COLUMNS.map((_, i) =>
    all.subarray(i * count, (i + 1) * count),
  ) as [Float64Array, Float64Array, Float64Array];
  const steps = Float64Array.from({ length: count }, (_, i) => Math.min((i + 1) * stride, last));
  return {
    start: start === null ? null : { step: epoch, loss: start },
    ...{ steps, lossMin, lossMax, epochLoss },
  };
}
