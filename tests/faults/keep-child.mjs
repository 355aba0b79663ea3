// Trains and saves into the folder that is named, until it is killed. Prints what is written, after it is written.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder = ''] = process.argv.slice(2);
/** @type {typeof import('../../src/main/parts')} */
const { createLab, defaultRecipe, productionDependencies } = await import(
  pathToFileURL(resolve(import.meta.dirname, '../../out/main/lab.js')).href
);
const deliver = () => Promise.resolve(null);
const lab = await createLab(
  { ...productionDependencies, deliver, keepIn: { folder } },
  { ...defaultRecipe, dataset: 'pair', stop: { steps: 1e9, lossBelow: 0 } },
);
process.stdout.write('ready\n');
await lab.api.play({});
for (let i = 1; ; i++) {
  const { kept } = (await lab.api.view({})).library;
  if (!kept) {
    await new Promise((next) => setTimeout(next, 1));
    continue;
  }
  const { id, steps } = kept;
  await lab.api.labelRun({ run: id, name: String(i), notes: '', tags: [] });
  process.stdout.write(`saved ${id} ${i} ${steps}\n`);
  // The keeper's own save, of a later step.
  if (i % 5 === 0) {
    await lab.api.pause({});
    await lab.api.play({});
  }
}
