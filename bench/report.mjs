import { cpus } from 'node:os';

/** What is wanted: a contender's rate over another one's on a workload, at the least. */
const wanted = [
  ['A', 'kernel', 'C', 0.95],
  ['B', 'kernel', 'C', 0.95],
  ['C-relu-16', 'kernel', 'C', 0.85],
  ['C-tanh-16', 'kernel', 'C, libm', 1],
  ['C-relu-32', 'kernel', 'C', 0.6],
  ['C-relu-64', 'kernel', 'C', 0.6],
  ['C-tanh-32', 'kernel', 'C', 0.6],
  ['C-tanh-64', 'kernel', 'C', 0.6],
  ['A', 'kernel', 'synaptic', 5],
  ['C-relu-16', 'kernel', 'tfjs cpu', 15],
];

/** …and of the other measurements: at most, or at the least. */
const wantedOthers = [
  ['chain', 'D: chain of 1,000,000 additions, forward and backward, s', 'seconds', 0.5, 'most'],
  ['lab', 'E: end to end / kernel, recorded', 'ratio', 0.95, 'least'],
  ['start', 'F: from Play to the first step, ms', 'milliseconds', 50, 'most'],
  ['memory', '10,000,000 perceptron steps, recorded, s', 'seconds', 0.2, 'most'],
  ['memory', '…growth of resident memory, MiB', 'mebibytes', 64, 'most'],
];

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export function ratios({ rates }, one, other) {
  const [a, b] = [rates.get(one), rates.get(other)];
  return a && b ? a.map((rate, i) => rate / b[i]) : [];
}

/** What is wanted beside what was measured. `met` is null where that could not be measured. */
export function judged(measured, others) {
  const first = wanted.map(([name, one, other, least]) => {
    const workload = measured.find((each) => each.name === name);
    const all = workload ? ratios(workload, one, other) : [];
    const met = all.length === 0 ? null : median(all) >= least;
    return { what: `${name}: ${one} / ${other}`, wanted: `≥ ${least}`, all, met };
  });
  const second = wantedOthers.map(([name, what, key, limit, kind]) => {
    const all = others[name]?.[key] ?? [];
    const value = median(all);
    const met = all.length === 0 ? null : kind === 'most' ? value <= limit : value >= limit;
    return { what, wanted: `${kind === 'most' ? '≤' : '≥'} ${limit}`, all, met };
  });
  return [...first, ...second];
}

const show = (value) =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
const spread = (values) =>
  values.length === 0
    ? 'not measured'
    : `${show(median(values))} (${show(Math.min(...values))} – ${show(Math.max(...values))})`;

export function report({ measured, others, gcc, rounds }) {
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`;
  const lines = [
    '# How fast the lab trains',
    '',
    `\`npm run bench\`: ${machine}; Node ${process.version}, V8 ${process.versions.v8}; ${gcc ?? 'no gcc'}.`,
    `Medians of ${rounds} rounds (least – most). A, B and C: steps or epochs a second of processor time, the best of six slices of a`,
    'process, whose parameters are first compared with the plain JavaScript loop’s: every bit for ours and C, 10⁻⁹ for libraries in',
    'double and 10⁻⁴ for those in single precision; the loop with libm’s tanh within 10⁻¹² after 50 epochs. C: -O3 -march=native',
    '-ffp-contract=off, the same order of operations; it keeps neither the loss nor a check that numbers are finite.',
    '',
    '| what | wanted | measured | |',
    '| --- | --- | --- | --- |',
    ...judged(measured, others).map(({ what, wanted: limit, all, met }) => {
      const word = met === null ? 'not measured' : met ? 'reached' : 'not reached';
      return `| ${what} | ${limit} | ${spread(all)} | ${word} |`;
    }),
    '',
    ...measured.flatMap((workload) => [
      `## ${workload.title}`,
      '',
      '| contender | a second | of C |',
      '| --- | --- | --- |',
      ...[...workload.rates].map(
        ([name, rates]) =>
          `| ${name} | ${spread(rates)} | ${spread(ratios(workload, name, 'C'))} |`,
      ),
      '',
    ]),
    ...Object.entries(others).map(([, { notes = [] }]) =>
      notes.map((note) => `- ${note}\n`).join(''),
    ),
  ];
  return `${lines.join('\n').trim()}\n`;
}
