// npm run bench [-- rounds]: how fast the lab trains, beside plain loops in C and JavaScript and libraries from npm. Each contender,
// workload and round is a process of its own; the order turns from round to round. Nothing is timed that comes to a wrong result.
// Writes RESULTS.md.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { buildIfStale } from '../scripts/build-if-stale.mjs';
import { root } from '../scripts/project.mjs';
import { buildEngine, cache } from './engine.mjs';
import { peers } from './peers.mjs';
import { judged, report } from './report.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);
const SLICES = 6;

await buildIfStale();
await buildEngine();
const { plainLoop, start, workloads } = await import('./workloads.mjs');
const installed = peers();
const gcc = compilerOf();

/** gcc's version, or null. */
function compilerOf() {
  try {
    return execFileSync('gcc', ['--version'], { encoding: 'utf8' }).split('\n')[0] ?? null;
  } catch {
    console.error('Without gcc there is no loop in C to compare with.');
    return null;
  }
}

/** A loop in C, compiled for a workload. */
function compiled(name, { width, activation }, libm) {
  const program = join(cache, `${name}${libm ? '-libm' : ''}`);
  const kind = activation === 'relu' ? 0 : libm ? 2 : 1;
  const source = join(root, 'bench/loops', width ? 'network.c' : 'perceptron.c');
  const defined = width ? [`-DWIDTH=${width}`, `-DACTIVATION=${kind}`] : [];
  const options = ['-O3', '-march=native', '-ffp-contract=off'];
  execFileSync('gcc', [...options, ...defined, source, '-o', program, '-lm']);
  return program;
}

/** Examples and parameters as the C loop reads them. */
function dataFile(name, workload) {
  const file = join(cache, `${name}.data`);
  const { columns, parameters } = start(workload.recipe);
  const [x1, x2, y] = columns;
  const x = Float64Array.from({ length: 2 * y.length }, (_, i) =>
    i % 2 === 0 ? x1[i / 2] : x2[(i - 1) / 2],
  );
  writeFileSync(file, Buffer.concat([x, y, parameters].map(({ buffer }) => Buffer.from(buffer))));
  return file;
}

/** Contenders of a workload: how each is run, how many steps a slice has, how far it may be from the plain loop. */
function contendersOf(name, workload) {
  const { width, activation, steps, slow } = workload;
  const script = join(root, 'bench/contender.mjs');
  const node = (contender, count, within = 0) => ({
    name: contender,
    steps: count,
    within,
    run: (slices, each) =>
      JSON.parse(
        execFileSync(process.execPath, [script, name, contender, slices, each], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
          maxBuffer: 1e8,
        })
          .trim()
          .split('\n')
          .at(-1),
      ),
  });
  const c = (label, libm) => {
    const program = compiled(name, workload, libm);
    const first = width ? dataFile(name, workload) : name;
    return {
      name: label,
      steps,
      // The two tanh differ in the last bits; these are compared after 50 epochs.
      within: libm ? 1e-12 : 0,
      compareAfter: libm ? 50 : null,
      run: (slices, each) => {
        const lines = execFileSync(program, [first, slices, each], { encoding: 'utf8' })
          .trim()
          .split('\n');
        return {
          rates: lines.slice(1, slices + 1).map(Number),
          parameters: lines.slice(slices + 1),
        };
      },
    };
  };
  const loop = node('plain JavaScript loop', width ? slow * 5 : steps);
  return [
    node('kernel', steps),
    node('kernel, recorded', steps),
    node('tape', slow),
    loop,
    ...(gcc ? [c('C', false)] : []),
    ...(gcc && activation === 'tanh' ? [c('C, libm', true)] : []),
    ...(name === 'A' && installed ? [node('synaptic', slow, 1e-9)] : []),
    ...(name === 'C-relu-16' && installed
      ? [node('convnetjs', slow, 1e-9), node('tfjs cpu', slow, 1e-4), node('tfjs wasm', slow, 1e-4)]
      : []),
  ];
}

/** The plain loop's parameters after so many steps, as bits. */
const references = new Map();
function reference(name, workload, steps) {
  const key = `${name} ${steps}`;
  if (!references.has(key)) {
    const loop = plainLoop(workload);
    loop.advance(steps);
    references.set(key, [...loop.parameters]);
  }
  return references.get(key);
}

function numberOf(bits) {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${bits}`));
  return view.getFloat64(0);
}

/** How far two lists of parameters are apart, at the most; 0 where they are the same bits. */
function distance(bits, wanted) {
  if (bits.length !== wanted.length) return Infinity;
  return bits.reduce((most, text, i) => {
    const value = numberOf(text);
    return Object.is(value, wanted[i])
      ? most
      : Math.max(most, Math.abs(value - wanted[i]) || Infinity);
  }, 0);
}

/** @throws where a contender does not come to the plain loop's parameters */
function check(name, workload, contender, { parameters }, steps) {
  const apart = distance(parameters, reference(name, workload, steps));
  if (apart <= contender.within) return;
  throw new Error(`${workload.title}: ${contender.name} is not timed, it is ${apart} off.`);
}

function measure(name, workload) {
  const contenders = contendersOf(name, workload);
  const rates = new Map(contenders.map((one) => [one.name, []]));
  for (const one of contenders) {
    if (!one.compareAfter) continue;
    check(name, workload, one, one.run(0, one.compareAfter), one.compareAfter);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const turned = contenders.map((_, i) => contenders[(i + round) % contenders.length]);
    for (const one of turned) {
      const result = one.run(SLICES, one.steps);
      if (!one.compareAfter) check(name, workload, one, result, (SLICES + 1) * one.steps);
      rates.get(one.name).push(Math.max(...result.rates));
    }
  }
  return { name, title: workload.title, rates };
}

mkdirSync(cache, { recursive: true });
const only = process.argv[3]?.split(',');
const measured = [];
for (const [name, workload] of Object.entries(workloads)) {
  if (only && !only.includes(name)) continue;
  console.error(workload.title);
  measured.push(measure(name, workload));
}
const others = Object.fromEntries(
  ['chain', 'memory', 'lab', 'start']
    .filter((name) => !only || only.includes(name))
    .map((name) => {
      console.error(name);
      const script = join(root, 'bench', `${name}.mjs`);
      return [name, JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }))];
    }),
);
const text = await format(report({ measured, others, gcc, rounds: ROUNDS }), {
  parser: 'markdown',
});
if (!only) writeFileSync(join(root, 'bench/RESULTS.md'), text);
console.log(text);
if (judged(measured, others).some(({ met }) => met === false)) process.exitCode = 1;
