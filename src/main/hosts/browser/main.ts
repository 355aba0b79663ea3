import { join } from 'node:path';
import { Command } from 'commander';
import open from 'open';
import { version } from '../../../../package.json';
import { parseNumber } from '../../../contract/number-text';
import { describeRange, inRange, type NumberRange } from '../../../contract/ranges';
import { productionLab } from '../../production';
import type { KeepIn } from '../../runs/library/run-library';
import { badArgument, runCommandLine } from '../arguments';
import { keepIn } from '../data-folder';
import { StaticFiles } from '../static-files';
import { Downloads } from './downloads';
import { type BrowserHost, startBrowserHost } from './server';

const ports: NumberRange = { min: 0, minIncluded: true, max: 65535, integer: true };

interface Options {
  readonly port: string;
  readonly data?: string;
  readonly guest?: boolean;
  readonly open: boolean;
}

const program = new Command('chainrule')
  .description('Serves the lab to the browser of this machine, until Ctrl+C.')
  .version(version)
  .option('--port <number>', 'where to listen on 127.0.0.1; 0: any free port', '0')
  .option('--data <folder>', 'the data folder')
  .option('--guest', 'keep no run after closing')
  .option('--no-open', 'do not open the browser')
  .action(serve);

async function serve(options: Options): Promise<void> {
  const port = parseNumber(options.port);
  if (port === null || !inRange(port, ports)) {
    throw badArgument('--port', options.port, describeRange(ports));
  }
  const host = await start(port, keepIn(options));
  process.stdout.write(`Chainrule is at ${host.address}\nCtrl+C ends it.\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void host.close().then(() => process.exit(0)));
  }
  if (options.open && canOpen()) await open(host.address).catch(() => undefined);
}

async function start(port: number, keep: KeepIn): Promise<BrowserHost> {
  const downloads = new Downloads();
  const files = new StaticFiles(join(import.meta.dirname, '../renderer'));
  const lab = await productionLab(downloads.deliver, keep);
  try {
    return await startBrowserHost({ lab, downloads, files, port });
  } catch (error) {
    await lab.close();
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE')
      throw badArgument('--port', String(port), 'a port that is not taken');
    if (code === 'EACCES') throw badArgument('--port', String(port), 'a port above 1023');
    throw error;
  }
}

/** Without a display there is no browser to open, and the tool that would try complains. */
function canOpen(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

const exitCode = await runCommandLine(program, process.argv.slice(2));
if (exitCode !== 0) process.exit(exitCode);
