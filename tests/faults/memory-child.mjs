// Trains ten million perceptron steps in the built lab and prints how far its resident memory grew, in MB.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const WARM = 200_000;
const STEPS = 10_000_000;

/** @type {typeof import('../../src/main/parts')} */
const { createLab, productionDependencies, defaultRecipe } = await import(
  pathToFileURL(resolve(import.meta.dirname, '../../out/main/lab.js')).href
);
const recipe = {
  ...defaultRecipe,
  dataset: /** @type {const} */ ('integers'),
  sampling: /** @type {const} */ ('random'),
  stop: { steps: STEPS, lossBelow: 0 },
};
const lab = await createLab(
  { ...productionDependencies, deliver: () => Promise.resolve(null), keepIn: { guest: true } },
  recipe,
);
let warm = 0;
let most = 0;
/** @type {Promise<void>} */
const ended = new Promise((done) => {
  lab.subscribe((event) => {
    if (event.kind === 'state' && event.state === 'finished') done();
    if (event.kind !== 'snapshot' || event.snapshot.step < WARM) return;
    const { rss } = process.memoryUsage();
    warm ||= rss;
    most = Math.max(most, rss);
  });
});
await lab.api.play({});
await ended;
const { snapshot } = await lab.api.view({});
console.log(JSON.stringify({ steps: snapshot.step, grown: (most - warm) / 2 ** 20 }));
await lab.close();
