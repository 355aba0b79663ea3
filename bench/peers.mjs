// The libraries that the benchmark compares with: installed here, by the benchmark alone.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/project.mjs';

const folder = join(root, 'bench');

/** Whether they are there, or could be had; where not, it is said. */
export function peers() {
  if (existsSync(join(folder, 'node_modules', 'synaptic'))) return true;
  try {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      stdio: 'ignore',
      timeout: 300_000,
    });
    return true;
  } catch {
    console.error('The libraries to compare with cannot be had; their lines are left out.');
    return false;
  }
}
