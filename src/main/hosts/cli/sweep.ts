import { Readable } from 'node:stream';
import { Command } from 'commander';
import * as v from 'valibot';
import { invalidValue, labError } from '../../../contract/errors';
import type { JobState } from '../../../contract/lab-events';
import { recipeNumbers } from '../../../contract/recipe';
import {
  sweepActivations,
  type SweepActivation,
  type SweepTable,
  sweepSchema,
} from '../../../contract/sweep';
import type { Lab } from '../../lab';
import { productionLab } from '../../production';
import { sweepText } from '../../runs/sweep-file';
import { writeWhole } from '../../runs/write-whole';
import { badArgument } from '../arguments';
import { INTERRUPTED } from './exit-codes';
import { exportTarget } from './export-target';
import { numbersOption } from './number-option';
import { addRecipeOptions, recipeFrom, type RecipeOptions } from './recipe-options';

const MOST_SEEDS = 1000;
const TABLE_ENDINGS = { csv: ['csv'], json: ['json'] } as const;

interface SweepOptions extends RecipeOptions {
  readonly seeds?: string;
  readonly export?: string;
}

export function sweepCommand(): Command {
  const command = new Command('sweep').description(
    'Trains every combination of learning rates, activations and seeds, and prints one table. --lr and --activation take several values between commas.',
  );
  return addRecipeOptions(command)
    .option(
      '--seeds <numbers>',
      'instead of --seed: several between commas, or a range such as 0..9',
    )
    .option('--export <file>', 'write the table as FILE.csv or FILE.json')
    .action(sweep);
}

async function sweep(options: SweepOptions): Promise<void> {
  const { lr, activation, seeds, ...rest } = options;
  const target =
    options.export === undefined ? null : exportTarget(options.export, '--export', TABLE_ENDINGS);
  const words = activation?.split(',').map((word) => word.trim()) ?? [];
  // The recipe has one of each; the plan says which there are.
  const recipe = recipeFrom({ ...rest, ...(words[0] !== undefined && { activation: words[0] }) });
  const plan = {
    recipe,
    learningRates:
      lr === undefined
        ? [recipe.learningRate]
        : numbersOption('--lr', lr, recipeNumbers.learningRate),
    activations: words.map((word) => activationOf(word, activation ?? '')),
    seeds: seeds === undefined ? [recipe.seed] : seedsFrom(seeds),
  };
  const checked = v.safeParse(sweepSchema, plan, { abortEarly: true });
  if (!checked.success) {
    const { params, where } = invalidValue(checked.issues[0]).data;
    const option = where === 'activations' ? '--activation' : '--seeds';
    throw badArgument(
      option,
      where === 'activations' ? (activation ?? '') : (seeds ?? ''),
      params['accepted'] ?? '',
    );
  }
  const lab = await productionLab(() => Promise.resolve(null), { guest: true }, recipe);
  try {
    const table = await trained(lab, checked.output);
    if (!table) {
      process.exitCode = INTERRUPTED;
      return;
    }
    process.stdout.write(sweepText('json', table));
    if (target) await write(target.path, sweepText(target.format, table));
  } finally {
    await lab.close();
  }
}

/** The table; null when Ctrl+C ended it. @throws LabError worker-failed */
async function trained(
  lab: Lab,
  plan: v.InferOutput<typeof sweepSchema>,
): Promise<SweepTable | null> {
  let started = '';
  const interrupt = () => void lab.api.cancelJob({ job: started });
  process.on('SIGINT', interrupt);
  try {
    const end = new Promise<JobState>((resolve) => {
      lab.subscribe((event) => {
        if (event.kind !== 'job') return;
        if (event.state.kind === 'running') showProgress(event.state.progress);
        else resolve(event.state);
      });
    });
    const { job } = await lab.api.sweep(plan);
    started = job;
    const state = await end;
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    if (state.kind === 'cancelled') return null;
    if (state.kind === 'failed') throw labError('worker-failed', state.error.message);
    return await lab.api.sweepResult({ job });
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

function showProgress(progress: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${Math.floor(progress * 100)} %`);
}

function activationOf(word: string, text: string): SweepActivation {
  const found = sweepActivations.find((one) => one === word);
  if (!found) throw badArgument('--activation', text, sweepActivations.join(', '));
  return found;
}

function seedsFrom(text: string): number[] {
  const range = /^\s*(\d+)\s*\.\.\s*(\d+)\s*$/.exec(text);
  if (!range) return numbersOption('--seeds', text, recipeNumbers.seed);
  const [first, last] = [Number(range[1]), Number(range[2])];
  if (last < first || last - first >= MOST_SEEDS || last > recipeNumbers.seed.max) {
    throw badArgument('--seeds', text, `a range of 1 … ${MOST_SEEDS} seeds, such as 0..9`);
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeWhole(path, Readable.from([Buffer.from(text)]));
  } catch (error) {
    const { code = '' } = error as { code?: string };
    const message = `--export ${path}: the file could not be written (${code}).`;
    throw labError('invalid-value', message, '--export');
  }
}
