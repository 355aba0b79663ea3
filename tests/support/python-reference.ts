import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StopReason } from '../../src/contract/run-document';
import type { RunSource } from '../../src/engine/replay';

/** What python_reference.py says of a run. */
export interface PythonResult {
  readonly steps: number;
  readonly stop: StopReason;
  readonly w: number;
  readonly b: number;
  readonly loss: number | null;
  /** The step that failed. */
  readonly divergedAt: number | null;
}

const SCRIPT = fileURLToPath(new URL('python_reference.py', import.meta.url));

/** What it says of an MLP's run. */
export interface PythonMlpResult extends Omit<PythonResult, 'w' | 'b'> {
  /** In declared order. */
  readonly parameters: readonly number[];
}

/** Trains MLPs likewise; ReLU only, since Python's tanh is not ours. */
export function trainMlpsInPython(runs: readonly RunSource[]): PythonMlpResult[] {
  return trainInPython(runs) as unknown as PythonMlpResult[];
}

/** Trains the runs in one Python process, one after the other. */
export function trainInPython(runs: readonly RunSource[]): PythonResult[] {
  const output = execFileSync('python3', [SCRIPT], {
    input: JSON.stringify(runs),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return JSON.parse(output) as PythonResult[];
}
