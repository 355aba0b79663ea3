import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { labError } from '../../../contract/errors';
import { type GraphView, graphViews } from '../../../contract/explanation';
import { describesStep, type ExportFormat, exportFormats } from '../../../contract/export-formats';
import { shownSteps } from '../../../contract/looked-at';
import { numberFrom } from '../../../contract/recipe';
import type { RunDocument, RunResult } from '../../../contract/run-document';
import { productionDependencies } from '../../production';
import { labelsOf } from '../../runs/document';
import { exportPieces } from '../../runs/export';
import { stepRange, type StepRefusal, stepRefusal } from '../../runs/step/shown-step';
import { systemCode } from '../../runs/system-code';
import { writeWhole } from '../../runs/write-whole';
import type { WriteTask } from '../../runs/writers/run-writer';
import { badArgument } from '../arguments';
import { type DataOption, withLibrary } from './library';
import { found } from './runs';
import { INTERRUPTED } from './exit-codes';
import { runTarget } from './export-target';
import { openRun } from '../../runs/library/run-folder';

/** Of a format that describes one step. */
interface StepOptions {
  readonly step?: string;
  readonly view?: string;
}

interface ExportOptions extends DataOption, StepOptions {
  readonly to: string;
  readonly format?: string;
}

export function exportCommand(): Command {
  return new Command('export')
    .description(
      'Writes a saved run as every step (FILE.csv), a run document (FILE.chainrule), a script for Python (FILE.py) or PyTorch (FILE.torch.py), or a Jupyter notebook (FILE.ipynb); or one of its steps, worked out (FILE.md) or as a worksheet to be printed (FILE.html).',
    )
    .argument('<run>', 'a run document, or the id of a kept run')
    .option('--data <folder>', 'the data folder of kept runs')
    .requiredOption('--to <file>', 'what to write: its ending says as what')
    .option('--format <word>', `as what, whatever the ending: ${exportFormats.join(', ')}`)
    .option(
      '--step <number>',
      'of a derivation or worksheet: which update, from 1 (default: the last)',
    )
    .option('--view <word>', `of the same: the graph: ${graphViews.join(', ')} (default compact)`)
    .action(exportRun);
}

async function exportRun(run: string, { to, ...options }: ExportOptions): Promise<void> {
  const target = runTarget(to, '--to', options.format);
  checkStepOptions(options, target.format);
  const document = await documentOf(run, options);
  const { recipe, interventions, result } = document;
  const task = {
    format: target.format,
    program: productionDependencies.program,
    run: { recipe, interventions },
    result,
    labels: labelsOf(document),
    ...shownBy(options, result),
  };
  const refusal = stepRefusal(task);
  if (refusal) throw refused(refusal, to, options);
  const { createReplayWorker } = productionDependencies;
  const cancelled = new AbortController();
  const interrupt = () => cancelled.abort();
  process.once('SIGINT', interrupt);
  try {
    const pieces = exportPieces(task, createReplayWorker, cancelled.signal, () => undefined);
    await writeWhole(target.path, pieces);
  } catch (error) {
    if (cancelled.signal.aborted) {
      process.exitCode = INTERRUPTED;
      return;
    }
    const code = systemCode(error);
    if (code === null) throw error;
    throw labError('invalid-value', `--to ${to}: the file could not be written (${code}).`, '--to');
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

/** @throws LabError invalid-value when they are for another format, or are none */
function checkStepOptions({ step, view }: StepOptions, format: ExportFormat): void {
  for (const [option, text] of Object.entries({ '--step': step, '--view': view })) {
    if (text === undefined || describesStep(format)) continue;
    throw badArgument(option, text, 'only with a derivation (FILE.md) or a worksheet (FILE.html)');
  }
  if (view !== undefined && !isView(view)) throw badArgument('--view', view, graphViews.join(', '));
}

function isView(word: string | undefined): word is GraphView {
  return graphViews.some((one) => one === word);
}

/** Which step, and in which view. @throws LabError invalid-value that names the steps there are */
function shownBy({ step, view }: StepOptions, result: RunResult): Pick<WriteTask, 'step' | 'view'> {
  const number = step === undefined ? undefined : numberFrom(shownSteps, step);
  if (number === null) throw badArgument('--step', step ?? '', stepRange(result));
  return { ...(number !== undefined && { step: number }), ...(isView(view) && { view }) };
}

/** The option at fault. */
function refused({ where, accepted }: StepRefusal, to: string, { step, view }: StepOptions) {
  if (where === 'step') return badArgument('--step', step ?? '', accepted);
  return where === 'view'
    ? badArgument('--view', view ?? '', accepted)
    : badArgument('--to', to, accepted);
}

/** A file's run; where there is no such file, the kept one whose id begins so. @throws LabError invalid-file, invalid-value */
async function documentOf(run: string, options: DataOption): Promise<RunDocument> {
  if (existsSync(run) || !/^\d{4}-\d\d-\d\d-/.test(run)) return openRun(run);
  return withLibrary(options, async (library) => library.read(await found(library, run)));
}
