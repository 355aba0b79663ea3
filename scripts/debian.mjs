import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** ID of /etc/os-release; undefined where there is none. */
export function distribution() {
  if (!existsSync('/etc/os-release')) return undefined;
  return /^ID="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
}

/**
 * Installs packages of Debian, as root.
 *
 * @param {readonly string[]} packages
 * @param {number} [longest] for each of the two commands, in ms
 * @returns {boolean} whether they are installed
 */
export function aptInstall(packages, longest) {
  return [['update'], ['install', '-y', ...packages]].every((args) => {
    const { status } = spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      // Standard output is for what a script finds.
      stdio: ['ignore', process.stderr, process.stderr],
      timeout: longest,
    });
    return status === 0;
  });
}
