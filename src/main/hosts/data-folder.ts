import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { name } from '../../../package.json';
import type { KeepIn } from '../runs/library/run-library';
import { Settings } from '../settings';
import { badArgument } from './arguments';

/** A folder of this name beside the program makes it portable. */
const PORTABLE = 'chainrule-data';

interface Asked {
  readonly data?: string | undefined;
  readonly guest?: boolean | undefined;
}

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Where the program is. */
  readonly program: string;
}

const here: Surroundings = {
  env: process.env,
  platform: process.platform,
  home: homedir(),
  // Of a portable executable, the folder it was started from.
  program: process.env['PORTABLE_EXECUTABLE_DIR'] ?? resolve(import.meta.dirname, '../..'),
};

/**
 * Where runs are kept: --data, CHAINRULE_DATA, a folder chainrule-data beside the program, or Electron's folder of this user.
 * Nowhere for a guest: --guest, CHAINRULE_GUEST=1, or "guest": true in that folder's settings.json.
 * @throws LabError invalid-value for --data without a name
 */
export function keepIn({ data, guest = false }: Asked, around = here): KeepIn {
  const folder = dataFolder(data, around);
  const keepsNothing = guest || around.env['CHAINRULE_GUEST'] === '1' || new Settings(folder).guest;
  return keepsNothing ? { guest: true, folder } : { folder };
}

/** @throws LabError invalid-value for --data without a name */
export function dataFolder(data: string | undefined, around = here): string {
  if (data !== undefined) {
    if (data.trim() === '') throw badArgument('--data', data, 'a folder');
    return resolve(data);
  }
  const { env, program } = around;
  const chosen = named(env['CHAINRULE_DATA']);
  if (chosen !== undefined) return resolve(chosen);
  const beside = join(program, PORTABLE);
  return existsSync(beside) ? beside : join(userFolder(around), name);
}

/** Electron's appData. */
function userFolder({ env, platform, home }: Surroundings): string {
  if (platform === 'win32') return named(env['APPDATA']) ?? join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return named(env['XDG_CONFIG_HOME']) ?? join(home, '.config');
}

/** An empty variable names nothing. */
function named(variable: string | undefined): string | undefined {
  return variable === '' ? undefined : variable;
}
