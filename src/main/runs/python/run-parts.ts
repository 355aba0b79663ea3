import type { Intervention } from '../../../contract/intervention';
import { batchSize, type Recipe } from '../../../contract/recipe';
import type { RunResult } from '../../../contract/run-document';
import { buildModel } from '../../../engine/build-model';
import { examplesOf } from '../../../engine/datasets';
import type { Model } from '../../../engine/model';
import { Mt19937 } from '../../../engine/mt19937';
import type { RunSource } from '../../../engine/replay';
import { Tape } from '../../../engine/tape';
import type { Value } from '../../../engine/value';

/** What a run comes to as code in another language. */
export interface RunParts {
  /** Name and version of the program that writes. */
  readonly program: string;
  readonly recipe: Recipe;
  readonly result: RunResult;
  /** The training examples: inputs, then the target. */
  readonly rows: readonly (readonly number[])[];
  /** Examples that training never sees. */
  readonly heldOut: number;
  readonly model: Model;
  readonly tape: Tape;
  /** Those that the loss depends on, with their initial values, in declared order. */
  readonly parameters: readonly Value[];
  /** 32-bit words of the run's stream that data and initial weights took before the samples. */
  readonly words: number;
  /** Examples in each update but an epoch's last. */
  readonly size: number;
  /** Those that the run came to. */
  readonly changes: readonly Intervention[];
}

/** The run's stream, counted. */
class CountedWords extends Mt19937 {
  words = 0;
  override word(): number {
    this.words += 1;
    return super.word();
  }
}

export function partsOf(program: string, run: RunSource, result: RunResult): RunParts {
  const { recipe } = run;
  const random = new CountedWords(recipe.seed);
  const { columns, inputs, training, count } = examplesOf(recipe.dataset, random);
  const model = buildModel(recipe, inputs, random);
  const tape = new Tape(model.root);
  return {
    ...{ program, recipe, result, model, tape },
    rows: Array.from({ length: training }, (_, i) => columns.map((column) => column[i] as number)),
    heldOut: count - training,
    parameters: model.parameters.filter((node) => tape.has(node)),
    words: random.words,
    size: batchSize(recipe),
    changes: run.interventions.filter(({ step }) => step <= result.steps),
  };
}
