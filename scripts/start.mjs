import { constants } from 'node:os';
import { join } from 'node:path';
import { buildIfStale } from './build-if-stale.mjs';
import { startChild, stopSignal } from './child.mjs';
import { openWindow, thisMachine } from './open-window.mjs';
import { root } from './project.mjs';
import { OptionError, startOptions } from './start-options.mjs';

/** @returns {import('./start-options.mjs').StartOptions} */
function readOptions() {
  try {
    return startOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

/**
 * @param {import('./start-options.mjs').StartOptions} options
 * @param {readonly string[]} dataArgs
 */
function openBrowser({ port, open }, dataArgs) {
  const host = join(root, 'out', 'main', 'browser.js');
  const args = [host, '--port', String(port), ...dataArgs, ...(open ? [] : ['--no-open'])];
  return startChild(process.execPath, args, { stdio: 'inherit' }).ended;
}

const options = readOptions();
buildIfStale();
const dataArgs = options.data === undefined ? [] : ['--data', options.data];

if (!options.browser) {
  const window = await openWindow({ machine: thisMachine, folder: root, args: dataArgs });
  if ('code' in window) process.exit(window.code);
  const signal = stopSignal();
  if (signal !== undefined) process.exit(128 + constants.signals[signal]);
  console.error(`${window.why}, so Chainrule opens in the browser instead.`);
}
const { code } = await openBrowser(options, dataArgs);
process.exit(code);
