// A training worker that fails: the real one, built, to which something happens. Started by faulty-factory.mjs.
import { setTimeout } from 'node:timers';
import { parentPort, workerData } from 'node:worker_threads';

const { real, fault } = workerData;

/** @type {Record<string, () => void>} */
const faults = {
  throw: () => {
    throw new Error('injected');
  },
  exit: () => process.exit(7),
  hang: () => {
    for (;;);
  },
  memory: () => {
    const hoard = [];
    for (;;) hoard.push({ hoard: hoard.length, more: [hoard.length] });
  },
};

if (!parentPort) throw new Error('faulty-worker.mjs was started outside a worker thread.');
const port = parentPort;
const listen = port.on.bind(port);
let armed = true;
// The real worker listens through this, so that the fault comes before it reads the message.
/** @type {(event: string, listener: (message: any) => void) => any} */
port.on = (event, listener) =>
  listen(event, (/** @type {any} */ message) => {
    if (armed && message.kind === fault.on) {
      armed = false;
      if (fault.after === 0) faults[fault.kind]?.();
      else setTimeout(() => faults[fault.kind]?.(), fault.after);
    }
    listener(message);
  });
await import(real);
