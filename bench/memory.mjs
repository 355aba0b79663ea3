// 10,000,000 recorded steps of the perceptron in a process of their own. Prints {seconds, mebibytes}.
import { enginePath } from './engine.mjs';

const { defaultRecipe, History, Trainer } = await import(enginePath);

const STEPS = 10_000_000;
const before = process.memoryUsage.rss();
const trainer = new Trainer({ ...defaultRecipe, stop: { steps: 1e9, lossBelow: 0 } });
const history = new History(trainer.row.length);
const begun = process.cpuUsage();
trainer.record(STEPS, history);
const { user, system } = process.cpuUsage(begun);
if (trainer.step !== STEPS || history.steps !== STEPS) throw new Error('wrong');
const mebibytes = [(process.memoryUsage.rss() - before) / 1048576];
console.log(JSON.stringify({ seconds: [(user + system) / 1e6], mebibytes }));
