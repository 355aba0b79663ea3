import { Command } from 'commander';
import { labError, LabError } from '../../../contract/errors';
import type { JobState, LabEvent, Outcome } from '../../../contract/lab-events';
import type { Recipe } from '../../../contract/recipe';
import type { Lab } from '../../lab';
import type { Deliver } from '../../runs/deliver';
import { productionLab } from '../../production';
import type { KeepIn } from '../../runs/library/run-library';
import { worksheetRefusal } from '../../runs/worksheet/limit';
import { writeWhole } from '../../runs/write-whole';
import { badArgument } from '../arguments';
import { keepIn } from '../data-folder';
import { hindrance } from './library';
import { DIVERGED, INTERRUPTED } from './exit-codes';
import { runTarget } from './export-target';
import { addRecipeOptions, recipeFrom, type RecipeOptions } from './recipe-options';

interface TrainOptions extends RecipeOptions {
  readonly export?: string;
  readonly keep?: boolean;
  readonly data?: string;
}

export function trainCommand(): Command {
  const command = new Command('train').description(
    'Trains a model and prints its recipe and result as one JSON object. Exit code 3: it diverged.',
  );
  return addRecipeOptions(command)
    .option(
      '--export <file>',
      'write every step (FILE.csv), the run document (FILE.chainrule), a script for Python (FILE.py) or PyTorch (FILE.torch.py), a Jupyter notebook (FILE.ipynb), or the last step worked out (FILE.md) or as a worksheet (FILE.html)',
    )
    .option('--keep', 'keep the run in the data folder, where the window finds it')
    .option('--data <folder>', 'the data folder, for --keep')
    .action(train);
}

async function train(options: TrainOptions): Promise<void> {
  const recipe = recipeFrom(options);
  const target = options.export === undefined ? null : runTarget(options.export, '--export');
  const exported: { state: JobState | null } = { state: null };
  const deliver: Deliver = async (file) => {
    if (target) exported.state = await file.send((pieces) => writeWhole(target.path, pieces));
    return { address: null };
  };
  const keep: KeepIn = options.keep ? keepIn(options) : { guest: true };
  const lab = await productionLab(deliver, keep, recipe);
  // The first Ctrl+C ends the training, one while the file is written ends that too.
  const interrupt = () => void (training ? lab.api.pause({}) : lab.close());
  let training = true;
  process.on('SIGINT', interrupt);
  let refused: unknown = null;
  try {
    if (target?.format === 'worksheet') checkWorksheet(recipe, target.path);
    await trainToTheEnd(lab);
    training = false;
    const { result } = lab.result();
    if (target) {
      // What is wrong with the file is said when the result was printed.
      const { format } = target;
      await lab.api.exportRun({ format }).catch((error: unknown) => (refused = error));
    }
    process.stdout.write(`${JSON.stringify({ recipe, result })}\n`);
    if (result.stop === 'diverged') process.exitCode = DIVERGED;
    if (result.stop === 'stopped' || exported.state?.kind === 'cancelled') {
      process.exitCode = INTERRUPTED;
    }
    if (target && exported.state?.kind === 'failed') {
      throw notWritten(target.path, exported.state.error);
    }
    if (target && refused instanceof LabError) throw notWritten(target.path, refused);
    if (refused instanceof Error) throw refused;
  } finally {
    process.removeListener('SIGINT', interrupt);
    await lab.close();
  }
  if (options.keep) checkKept(lab);
}

/** @throws LabError not-kept when the run is lost now that the lab is closed */
function checkKept(lab: Lab): void {
  const why = hindrance(lab.storage);
  if (why === null) return;
  throw labError('not-kept', `The run could not be kept (${why}).`, '--keep', { reason: why });
}

/** Before anything is trained. @throws LabError invalid-value when no worksheet can be made of the run's last step */
function checkWorksheet(recipe: Recipe, path: string): void {
  const refusal = worksheetRefusal(recipe, recipe.stop.steps, 'compact');
  if (refusal) throw badArgument('--export', path, refusal.accepted);
}

function notWritten(path: string, error: { readonly message: string }): LabError {
  return labError('invalid-value', `--export ${path}: ${error.message}`, '--export');
}

/** Plays until the run ends by itself or is paused. @throws LabError worker-failed */
async function trainToTheEnd(lab: Lab): Promise<void> {
  const outcome = await new Promise<Outcome | null>((resolve, reject) => {
    lab.subscribe((event: LabEvent) => {
      if (event.kind === 'snapshot') showProgress(event.snapshot.step);
      const atRest = event.kind === 'state' && event.state !== 'running';
      if (atRest) resolve(event.outcome);
    });
    lab.api.play({}).catch(reject);
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  if (outcome?.kind === 'failed') throw new LabError(outcome.error);
}

function showProgress(step: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[Kstep ${step}`);
}
