import { forwardLines } from './forward';
import { float, text, tuple } from './literals';
import { drawLines, loopLines, seedLines, settingLines } from './loop';
import type { RunParts } from './run-parts';

/** A run in plain Python, after the runtime: what a script and a notebook are put together from. */
export interface Sections {
  readonly imports: readonly string[];
  readonly examples: readonly string[];
  readonly parameters: readonly string[];
  readonly forward: readonly string[];
  readonly settings: readonly string[];
  readonly draws: readonly string[];
  readonly optimizers: readonly string[];
  /** Empty for a run that made no step. */
  readonly loop: readonly string[];
  readonly printed: readonly string[];
  readonly checksum: readonly string[];
}

export function sectionsOf(parts: RunParts): Sections {
  const { recipe, result, rows, parameters } = parts;
  return {
    imports: ['import hashlib', 'import math', 'import random', 'import struct'],
    examples: [
      '# The training examples: inputs, then the target.',
      'examples = [',
      ...rows.map((row) => `    ${tuple(row.map(float))},`),
      ']',
    ],
    parameters: [
      '# What is trained, by name, with its initial value.',
      'parameters = {',
      ...parameters.map(({ label, data }) => `    ${text(label)}: Value(${float(data)}),`),
      '}',
    ],
    forward: forwardLines(parts),
    settings: settingLines(parts),
    draws: [...seedLines(parts), ...drawLines(parts)],
    optimizers: [`optimizers = [Optimizer(${text(recipe.optimizer)}) for _ in parameters]`],
    loop: loopLines(parts),
    printed: [
      'for name, p in parameters.items():',
      '    print(name, p.data)',
      ...(result.steps === 0 ? [] : ['print("loss", loss.data)']),
    ],
    checksum: [
      '# The first 16 digits of SHA-256 over the steps and the parameters, as the run document has them.',
      'numbers = struct.pack(f"<Q{len(parameters)}d", steps, *(p.data for p in parameters.values()))',
      'checksum = hashlib.sha256(numbers).hexdigest()[:16]',
      `print("checksum", checksum, "as in the lab" if checksum == ${text(result.checksum)} else "other than in the lab")`,
    ],
  };
}
