// Writes every step of a run of ten million as CSV into the folder that is named, and prints how much memory that took.
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder = ''] = process.argv.slice(2);
const STEPS = 10_000_000;
/** @type {typeof import('../../src/main/parts')} */
const { createLab, defaultRecipe, productionDependencies, writeWhole } = await import(
  pathToFileURL(resolve(import.meta.dirname, '../../out/main/lab.js')).href
);
const path = join(folder, 'run.csv');
/** @type {Promise<unknown>} */
let written = Promise.resolve();
const lab = await createLab(
  {
    ...productionDependencies,
    keepIn: { guest: true },
    deliver: (file) => {
      written = file.send((pieces) => writeWhole(path, pieces));
      return Promise.resolve({ address: null });
    },
  },
  {
    ...defaultRecipe,
    dataset: 'integers',
    sampling: 'random',
    stop: { steps: STEPS, lossBelow: 0 },
  },
);
/** @type {Promise<void>} */
const ended = new Promise((done) => {
  lab.subscribe((event) => {
    if (event.kind === 'state' && event.state === 'finished') done();
  });
});
await lab.api.play({});
await ended;
const before = process.memoryUsage().rss;
let most = before;
const sampling = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
await lab.api.exportRun({ format: 'csv' });
await written;
clearInterval(sampling);
const { result } = lab.result();
const { size } = statSync(path);
console.log(JSON.stringify({ grown: (most - before) / 2 ** 20, result, size }));
await lab.close();
