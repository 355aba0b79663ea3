import { exercise10, type Recipe } from '../../../src/contract/recipe';
import type { SweepActivation, SweepRow } from '../../../src/contract/sweep';
import { type Curve, type DoneSweep, runsOf } from '../../../src/renderer/sweep/grid';

/** A curve of these losses, one step a bucket and an epoch. */
export function curve(...losses: number[]): Curve {
  const column = Float64Array.from(losses);
  return {
    start: losses.length > 0 ? { step: 1, loss: losses[0] as number } : null,
    steps: column.map((_, i) => i + 1),
    ...{ lossMin: column, lossMax: column, epochLoss: column },
  };
}

export interface ExampleRun {
  readonly losses: readonly number[];
  readonly diverged?: boolean;
}

/** A sweep whose runs, by learning rate, then activation, then seed, had these losses. */
export function sweepOf(
  learningRates: readonly number[],
  activations: readonly SweepActivation[],
  seeds: readonly number[],
  ended: readonly ExampleRun[],
  recipe: Recipe = exercise10,
): DoneSweep {
  const plan = { recipe, learningRates, activations, seeds };
  const combinations = learningRates.flatMap((learningRate) =>
    activations.flatMap((activation) => seeds.map((seed) => ({ learningRate, activation, seed }))),
  );
  const rows = combinations.map((one, i): SweepRow => {
    const { losses, diverged = false } = ended[i] as ExampleRun;
    const steps = losses.length;
    return {
      ...{ ...one, steps, loss: losses.at(-1) ?? null, parameters: [i, -i] },
      stop: diverged ? 'diverged' : 'steps',
      checksum: `c${i}`,
      divergedAt: diverged ? { step: steps + 1, node: 'loss' } : null,
    };
  });
  const table = { parameters: ['w', 'b'], rows };
  const curves = ended.map(({ losses }) => curve(...losses));
  return {
    job: 'j',
    critical: null,
    plan,
    parameters: ['w', 'b'],
    runs: runsOf(plan, table, curves),
  };
}
