import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { labError } from '../../../contract/errors';
import type { RunDocument } from '../../../contract/run-document';
import { productionDependencies } from '../../production';
import { labelsOf } from '../../runs/document';
import { exportPieces } from '../../runs/export';
import { systemCode } from '../../runs/system-code';
import { writeWhole } from '../../runs/write-whole';
import { type DataOption, withLibrary } from './library';
import { found } from './runs';
import { INTERRUPTED } from './exit-codes';
import { runTarget } from './export-target';
import { openRun } from '../../runs/library/run-folder';

interface ExportOptions extends DataOption {
  readonly to: string;
}

export function exportCommand(): Command {
  return new Command('export')
    .description(
      'Writes a saved run as every step (FILE.csv), a run document (FILE.chainrule), a script for Python (FILE.py) or PyTorch (FILE.torch.py), or a Jupyter notebook (FILE.ipynb).',
    )
    .argument('<run>', 'a run document, or the id of a kept run')
    .option('--data <folder>', 'the data folder of kept runs')
    .requiredOption('--to <file>', 'what to write: its ending says as what')
    .action(exportRun);
}

async function exportRun(run: string, { to, ...options }: ExportOptions): Promise<void> {
  const target = runTarget(to, '--to');
  const document = await documentOf(run, options);
  const { recipe, interventions, result } = document;
  const { program, createReplayWorker } = productionDependencies;
  const cancelled = new AbortController();
  const interrupt = () => cancelled.abort();
  process.once('SIGINT', interrupt);
  try {
    const task = {
      format: target.format,
      program,
      run: { recipe, interventions },
      result,
      labels: labelsOf(document),
    };
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

/** A file's run; where there is no such file, the kept one whose id begins so. @throws LabError invalid-file, invalid-value */
async function documentOf(run: string, options: DataOption): Promise<RunDocument> {
  if (existsSync(run) || !/^\d{4}-\d\d-\d\d-/.test(run)) return openRun(run);
  return withLibrary(options, async (library) => library.read(await found(library, run)));
}
