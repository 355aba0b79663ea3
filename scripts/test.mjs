import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { runInLanes } from './lanes.mjs';
import { root } from './project.mjs';
import { countLine, runnerCounts, sumCounts } from './test-counts.mjs';
import { parts, stepsOf } from './test-steps.mjs';

/** @typedef {import('./test-steps.mjs').Step} Step */

const lanes = 2;
/** A step that takes longer hangs; in ms. */
const longest = 12 * 60 * 1000;

/** @type {Map<string, import('./test-counts.mjs').Counts & { seconds: number }>} */
const results = new Map();
const env = { ...process.env };

/** @param {Step} step */
async function execute({ args }) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: longest,
  });
  const end = () => child.kill();
  process.once('exit', end);
  let output = '';
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => ((stdout += text), (output += text)));
  child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
  /** @type {number | null} */
  const code = await new Promise((resolve) => child.once('close', resolve));
  process.off('exit', end);
  return { code: code ?? 1, stdout, output };
}

/** @param {Step} step */
async function run(step) {
  const { name, part, report, noElectron, notes } = step;
  if (report !== undefined) {
    rmSync(report.file, { force: true });
    mkdirSync(dirname(report.file), { recursive: true });
  }
  const begun = performance.now();
  const { code, stdout, output } = await execute(step);
  const seconds = (performance.now() - begun) / 1000;

  const failed = code === 0 ? 0 : 1;
  let counts = { passed: part === undefined ? 0 : 1 - failed, failed, skipped: 0 };
  if (report !== undefined) counts = runnerCounts(report.file, report.read, code);
  if (noElectron !== undefined) {
    // Electron would run the tests that the browser ran.
    const { passed, failed, skipped } = counts;
    counts = { passed, failed, skipped: 2 * skipped + passed + failed };
    console.log(`${name}: not run in Electron. ${noElectron}.`);
  }
  results.set(name, { ...counts, seconds });

  const good = counts.failed === 0;
  const summary = report === undefined ? '' : ` (${countLine(counts)})`;
  if (good) console.log(`${name}: passed${summary}`);
  else console.log(`\n${name}: FAILED${summary}\n${output.trimEnd()}\n`);
  if (good && notes && stdout !== '') console.log(stdout.trimEnd());
  if (name === 'browser') env['CHAINRULE_BROWSER'] = stdout.trim();
  return good;
}

/**
 * @param {Step} step
 * @param {string} failed
 */
function skip({ name }, failed) {
  console.log(`${name}: FAILED, not run without ${failed}`);
  results.set(name, { passed: 0, failed: 1, skipped: 0, seconds: 0 });
}

const [wanted, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (wanted !== undefined && !parts.includes(wanted))) {
  console.error(`Cannot test '${rest[0] ?? wanted}'; accepted is one of ${parts.join(', ')}.`);
  process.exit(2);
}
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

const begun = performance.now();
await runInLanes(stepsOf(wanted), lanes, run, skip);

console.log('');
for (const [name, { seconds, ...counts }] of results) {
  console.log(`${name.padEnd(14)}${seconds.toFixed(1).padStart(7)} s   ${countLine(counts)}`);
}
const total = (performance.now() - begun) / 1000;
console.log(`${'all'.padEnd(14)}${total.toFixed(1).padStart(7)} s\n`);

const sum = sumCounts(results.values());
console.log(countLine(sum));
process.exitCode = sum.failed === 0 ? 0 : 1;
