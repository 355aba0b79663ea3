// E: the lab end to end (session, worker thread, history, snapshots) and the kernel alone, in turn. Prints {ratio}.
import { enginePath } from './engine.mjs';
import { productionLab } from '../out/main/lab.js';

const { defaultRecipe, History, Trainer } = await import(enginePath);

const ROUNDS = 9;
const MS = 700;
const recipe = { ...defaultRecipe, stop: { steps: 1e9, lossBelow: 0 } };
const lab = await productionLab(() => Promise.resolve(null), { guest: true }, recipe);
let now = 0;
let events = 0;
lab.subscribe((event) => {
  events += 1;
  if (event.kind === 'progress') now = event.step ?? event.standing?.step ?? now;
});
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const step = () => lab.result().result.steps;

async function endToEnd() {
  await lab.api.play({});
  await wait(100);
  const [from, begun] = [step(), performance.now()];
  await wait(MS);
  const rate = (step() - from) / (performance.now() - begun);
  await lab.api.pause({});
  await wait(50);
  return rate;
}

const trainer = new Trainer(recipe);
const history = new History(trainer.row.length);
function alone() {
  const begun = performance.now();
  let steps = 0;
  while (performance.now() - begun < MS) {
    trainer.record(500_000, history);
    steps += 500_000;
  }
  return steps / (performance.now() - begun);
}

await endToEnd();
alone();
const ratio = [];
let snapshots = 0;
for (let i = 0; i < ROUNDS && step() < 8e8 && trainer.step < 8e8; i++) {
  events = 0;
  const ours = await endToEnd();
  snapshots += events / ((MS + 150) / 1000) / ROUNDS;
  ratio.push(ours / alone());
}
await lab.close();
const notes = [`E: ${Math.round(snapshots)} events a second; wall time, lab and kernel in turn.`];
console.log(JSON.stringify({ ratio, notes }));
