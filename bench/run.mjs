// Steps per second of the lab's worker, end to end (session, worker thread, records, snapshots), and of a plain JavaScript
// loop in this process, in turn. Quote the ratio: the machine's speed drifts.
import { cpus } from 'node:os';
import { buildIfStale } from '../scripts/build-if-stale.mjs';

const ROUNDS = 5;
const STEPS = 10_000_000;
const MIN_STEPS_PER_SECOND = 1_000_000;

await buildIfStale();
const { defaultRecipe, productionLab } = await import('../out/main/lab.js');

const recipe = { ...defaultRecipe, stop: { steps: STEPS, lossBelow: 0 } };

/** Trains in the lab. */
async function lab() {
  const built = await productionLab(() => Promise.resolve(null), { guest: true }, recipe);
  let messages = 0;
  const start = performance.now();
  await new Promise((resolve) => {
    built.subscribe((event) => {
      messages += 1;
      if (event.kind === 'state' && event.state === 'finished') resolve();
    });
    void built.api.play({});
  });
  const seconds = (performance.now() - start) / 1000;
  const { w, b } = built.result().result;
  await built.close();
  return { seconds, w, b, messages };
}

/** The same arithmetic as a loop over local variables. */
function plainLoop() {
  const start = performance.now();
  const [x, y, lr] = [1, 2, 0.01];
  let w = 0;
  let b = 0;
  for (let k = 0; k < STEPS; k++) {
    const err = x * w + b - y;
    const g = 2 * err;
    w -= lr * (g * x);
    b -= lr * g;
  }
  return { seconds: (performance.now() - start) / 1000, w, b };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const spread = (values) => `${show(Math.min(...values))} – ${show(Math.max(...values))}`;
const show = (value) => (value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(3));

const rounds = [];
for (let round = -1; round < ROUNDS; round++) {
  const ours = await lab();
  const loop = plainLoop();
  if (ours.w !== loop.w || ours.b !== loop.b) {
    console.error(
      `Not timed: the lab came to w ${ours.w}, b ${ours.b}, the loop to ${loop.w}, ${loop.b}.`,
    );
    process.exit(1);
  }
  // The first round warms up.
  if (round >= 0) {
    rounds.push({
      lab: STEPS / ours.seconds,
      loop: STEPS / loop.seconds,
      ratio: loop.seconds / ours.seconds,
      messages: ours.messages / ours.seconds,
    });
  }
}

console.log(
  `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`,
);
console.log(
  `${STEPS.toLocaleString('en')} steps of the perceptron on one example; median (min – max) of ${ROUNDS} rounds`,
);
for (const [name, key] of [
  ['worker end to end, steps/s', 'lab'],
  ['plain JavaScript loop, steps/s', 'loop'],
  ['worker / loop', 'ratio'],
  ['events a second', 'messages'],
]) {
  const values = rounds.map((round) => round[key]);
  console.log(`${name.padEnd(32)} ${show(median(values)).padStart(14)}  (${spread(values)})`);
}
if (median(rounds.map((round) => round.lab)) < MIN_STEPS_PER_SECOND) {
  console.error(
    `The worker is slower than ${MIN_STEPS_PER_SECOND.toLocaleString('en')} steps a second.`,
  );
  process.exit(1);
}
