import { Command } from 'commander';
import { labError } from '../../../contract/errors';
import { productionDependencies } from '../../production';
import { exportPieces } from '../../runs/export';
import { writeWhole } from '../../runs/write-whole';
import { INTERRUPTED } from './exit-codes';
import { runTarget } from './export-target';
import { openRun } from './open-run';

interface ExportOptions {
  readonly to: string;
}

export function exportCommand(): Command {
  return new Command('export')
    .description(
      'Writes a saved run as every step (FILE.csv), a run document (FILE.chainrule), a script for Python (FILE.py) or PyTorch (FILE.torch.py), or a Jupyter notebook (FILE.ipynb).',
    )
    .argument('<run>', 'a run document')
    .requiredOption('--to <file>', 'what to write: its ending says as what')
    .action(exportRun);
}

async function exportRun(path: string, { to }: ExportOptions): Promise<void> {
  const target = runTarget(to, '--to');
  const { recipe, interventions, result } = await openRun(path);
  const { program, createReplayWorker } = productionDependencies;
  const cancelled = new AbortController();
  const interrupt = () => cancelled.abort();
  process.once('SIGINT', interrupt);
  try {
    const run = { recipe, interventions };
    const task = { format: target.format, program, run, result };
    const pieces = exportPieces(task, createReplayWorker, cancelled.signal, () => undefined);
    await writeWhole(target.path, pieces);
  } catch (error) {
    if (cancelled.signal.aborted) {
      process.exitCode = INTERRUPTED;
      return;
    }
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') throw error;
    throw labError('invalid-value', `--to ${to}: the file could not be written (${code}).`, '--to');
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}
