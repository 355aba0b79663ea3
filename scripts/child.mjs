import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * @typedef {object} End
 * @property {number} code an exit code, as a shell would tell it
 * @property {string} how in words
 */

/** @type {NodeJS.Signals | undefined} */
let received;

/** The signal by which we were asked to end while a child ran. */
export const stopSignal = () => received;

/**
 * Starts a child that ends when we are asked to.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function startChild(file, args, options) {
  const child = spawn(file, args, options);
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    received = signal;
    // A terminal sends Ctrl+C to both of us, and a second SIGINT would cut the child's goodbye short.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);

  /** @type {Promise<End>} */
  const ended = new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ code: 1, how: message }));
    child.once('exit', (code, signal) => {
      if (signal === null) resolve({ code: code ?? 1, how: `exit code ${code}` });
      else resolve({ code: 128 + constants.signals[signal], how: `signal ${signal}` });
    });
  });
  void ended.then(() => {
    process.off('SIGINT', forward);
    process.off('SIGTERM', forward);
  });
  return { child, ended };
}
