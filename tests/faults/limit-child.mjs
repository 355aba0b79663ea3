// Keeps a run in the folder that is named, on a disk that takes no more, and prints where the lab says it is.
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
  { ...defaultRecipe, dataset: 'pair', stop: { steps: 500, lossBelow: 0 } },
);
/** @type {Promise<void>} */
const ended = new Promise((done) => {
  lab.subscribe((event) => {
    if (event.kind === 'state' && event.state === 'finished') done();
  });
});
await lab.api.play({});
await ended;
// Leaving it saves it.
await lab.api.reset({});
const query = { search: '', order: 'modified', descending: true, first: 0, count: 9 };
const { rows } = await lab.api.listRuns(/** @type {any} */ (query));
const failing = lab.storage.kind === 'folder' ? lab.storage.failing : null;
console.log(JSON.stringify({ failing, rows }));
await lab.close();
