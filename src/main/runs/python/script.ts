import type { RunResult } from '../../../contract/run-document';
import type { RunSource } from '../../../engine/replay';
import { partsOf } from './run-parts';
import { runtime } from './runtime';
import { sectionsOf } from './sections';
import { titles } from './titles';

/**
 * A run as one Python script without packages: the seminar's Value class, the data, the model, and the loop with every change
 * that was made. `python3 script.py` prints each parameter after the run's last step, the same binary64, and compares its
 * checksum with the run's. Numbers are float literals; squares are x·x; exp, log and tanh are ours.
 */
export function pythonScript(program: string, run: RunSource, result: RunResult): string {
  const sections = sectionsOf(partsOf(program, run, result));
  const { imports, examples, parameters, forward, settings, draws, optimizers, loop } = sections;
  const gap = ['', ''];
  return [
    `"""${titles[run.recipe.model]} trained by gradient descent, as ${program} trained it; python3 and nothing else."""`,
    '',
    ...imports,
    ...gap,
    ...Object.values(runtime).flatMap((text) => [text, ...gap]),
    ...examples,
    '',
    ...parameters,
    ...gap,
    ...forward,
    ...gap,
    ...settings,
    '',
    ...draws,
    ...optimizers,
    ...(loop.length === 0 ? [] : ['', ...loop]),
    '',
    ...sections.printed,
    '',
    ...sections.checksum,
    '',
  ].join('\n');
}
