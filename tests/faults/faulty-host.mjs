// node tests/faults/faulty-host.mjs throw|exit|hang|memory MILLISECONDS [PORT]
// The real browser host, whose first training worker fails so many milliseconds after the first Play; later ones are good.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { firstWorkerFails } from './faulty-factory.mjs';

const kinds = /** @type {const} */ (['throw', 'exit', 'hang', 'memory']);
const [given, after = '0', port = '0'] = process.argv.slice(2);
const kind = kinds.find((one) => one === given);
if (kind === undefined || !/^\d+$/.test(after) || !/^\d+$/.test(port)) {
  process.stderr.write(`Say how the worker fails: ${kinds.join(', ')}; then after how many ms.\n`);
  process.exit(2);
}

const OUT = resolve(import.meta.dirname, '../../out');
/** @type {typeof import('../../src/main/parts')} */
const built = await import(pathToFileURL(join(OUT, 'main/lab.js')).href);
const { createLab, Downloads, productionDependencies, startBrowserHost, StaticFiles } = built;

const downloads = new Downloads();
const lab = await createLab({
  ...productionDependencies,
  deliver: downloads.deliver,
  keepIn: { guest: true },
  createTrainingWorker: firstWorkerFails(
    { kind, on: 'play', after: Number(after) },
    productionDependencies.createTrainingWorker,
  ),
});
const files = new StaticFiles(join(OUT, 'renderer'));
const host = await startBrowserHost({ lab, downloads, files, port: Number(port) });
process.stdout.write(`Chainrule is at ${host.address}\nCtrl+C ends it.\n`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void host.close().then(() => process.exit(0)));
}
