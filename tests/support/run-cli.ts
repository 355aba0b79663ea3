import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { PerceptronRecipe } from '../../src/contract/recipe';
import type { PerceptronResult } from '../../src/contract/run-document';

/** The command line as it is built: `npm run build` makes it. */
const CLI = resolve(import.meta.dirname, '../../out/main/cli.js');

export interface CliOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Of a perceptron, which the command line trains where no other model is asked for. */
export interface CliRun {
  readonly recipe: PerceptronRecipe;
  readonly result: PerceptronResult;
}

/** Runs the real command line with these arguments; with `interruptAfter` it gets Ctrl+C after as many milliseconds. */
export function runCli(args: readonly string[], interruptAfter?: number): Promise<CliOutput> {
  return new Promise((done, fail) => {
    const cli = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    cli.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    cli.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    cli.on('error', fail);
    cli.on('close', (code) => done({ code, stdout, stderr }));
    if (interruptAfter !== undefined) setTimeout(() => cli.kill('SIGINT'), interruptAfter);
  });
}

/** `train` with the options of a line as one would type them. */
export function train(options: string, interruptAfter?: number): Promise<CliOutput> {
  return runCli(['train', ...options.split(' ').filter(Boolean)], interruptAfter);
}

/** What stands on stdout: one JSON object on one line, and nothing else. @throws when it is not that */
export function printed({ stdout, stderr }: CliOutput): CliRun {
  if (!/^\{.*\}\n$/.test(stdout)) throw new Error(`stdout: ${stdout}\nstderr: ${stderr}`);
  return JSON.parse(stdout) as CliRun;
}
