import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * What happens to a training worker.
 * @typedef {object} Fault
 * @property {'throw' | 'exit' | 'hang' | 'memory'} kind
 * @property {'begin' | 'play' | 'step' | 'change' | 'look'} on the message with which it starts
 * @property {number} after milliseconds from then on; 0: before the message is read
 */

const CHUNKS = resolve(import.meta.dirname, '../../out/main/chunks');

/** The built training worker. */
function realWorker() {
  const name = readdirSync(CHUNKS).find((file) => /^worker-.*\.js$/.test(file));
  if (name === undefined) throw new Error(`There is no training worker in ${CHUNKS}.`);
  return pathToFileURL(join(CHUNKS, name)).href;
}

/**
 * A training worker factory whose first worker fails; the later ones are good.
 *
 * @param {Fault} fault
 * @param {(control: SharedArrayBuffer) => Worker} createGood
 * @returns {(control: SharedArrayBuffer) => Worker}
 */
export function firstWorkerFails(fault, createGood) {
  let started = 0;
  return (control) => {
    started += 1;
    if (started > 1) return createGood(control);
    return new Worker(new URL('faulty-worker.mjs', import.meta.url), {
      workerData: { control, real: realWorker(), fault },
      // Small, so that it runs out of memory soon.
      resourceLimits: { maxOldGenerationSizeMb: 24, maxYoungGenerationSizeMb: 4 },
    });
  };
}
