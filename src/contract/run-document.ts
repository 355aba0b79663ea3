import type { Intervention } from './intervention';
import type { Recipe } from './recipe';

export const RUN_FORMAT = 'chainrule-run';
export const RUN_VERSION = 1;

/** How a run ended: "stopped" is a run that was exported or kept before its end. */
export const stopReasons = ['steps', 'loss', 'diverged', 'stopped'] as const;
export type StopReason = (typeof stopReasons)[number];

/** The update that failed and the first node, in evaluation order, that was not finite. */
export interface Divergence {
  readonly step: number;
  readonly node: string;
  /** Where that node's operation is not defined: its name in the op table, and its operands' values. */
  readonly domain?: { readonly op: string; readonly operands: readonly number[] } | undefined;
}

interface Reached {
  readonly steps: number;
  readonly stop: StopReason;
  /** The loss before the last committed update; null before the first. */
  readonly loss: number | null;
  /** First 16 hex digits of SHA-256 over steps (uint64) and the parameters (binary64, declared order), little-endian. */
  readonly checksum: string;
  readonly divergedAt: Divergence | null;
}

/** The last committed update of a perceptron's run. */
export interface PerceptronResult extends Reached {
  readonly w: number;
  readonly b: number;
}

/** The last committed update of another model's run. */
export interface NamedResult extends Reached {
  /** By name, in declared order. */
  readonly parameters: Readonly<Record<string, number>>;
}

export type RunResult = PerceptronResult | NamedResult;

export interface BucketedSeries {
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly last: readonly number[];
}

/** Series of a run. Bucket i covers steps i·stride + 1 … (i + 1)·stride, the last one up to the run's last step. */
export interface RunHistory {
  readonly stride: number;
  readonly loss: BucketedSeries;
  /** Of the first 16 parameters, by name. */
  readonly parameters: Readonly<Record<string, BucketedSeries>>;
}

/** A perceptron's series: its parameters stand beside the loss. */
export interface PerceptronHistory {
  readonly stride: number;
  readonly loss: BucketedSeries;
  readonly w: BucketedSeries;
  readonly b: BucketedSeries;
}

/** What a learner calls a run and writes about it. */
export interface RunLabels {
  /** Empty: the run goes by what its recipe says. */
  readonly name: string;
  readonly notes: string;
  readonly tags: readonly string[];
}

/** Characters, and tags. */
export const labelLimits = { name: 200, notes: 10_000, tags: 20, tag: 40 } as const;

/** When a run began and was last saved, as ISO 8601 in UTC; null where a file does not say. */
export interface RunDates {
  readonly created: string | null;
  readonly modified: string | null;
}

export const noLabels: RunLabels & RunDates = {
  name: '',
  notes: '',
  tags: [],
  created: null,
  modified: null,
};

/** A run as a file: everything else about it follows by replay, to the last bit. */
export interface RunDocument extends RunLabels, RunDates {
  readonly format: typeof RUN_FORMAT;
  readonly version: typeof RUN_VERSION;
  readonly program: string;
  readonly recipe: Recipe;
  readonly interventions: readonly Intervention[];
  readonly result: RunResult;
  readonly history: PerceptronHistory | RunHistory;
}
