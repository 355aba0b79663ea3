// The engine as one file for the benchmark's processes.
import { join } from 'node:path';
import { build } from 'vite';
import { root } from '../scripts/project.mjs';

const folder = join(root, 'node_modules', '.cache', 'chainrule-bench');
export const enginePath = join(folder, 'engine-entry.js');

export async function buildEngine() {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(root, 'bench', 'engine-entry.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
    },
    ssr: { noExternal: true },
  });
}

export { folder as cache };
