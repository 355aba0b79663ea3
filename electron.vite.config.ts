import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

export default defineConfig({
  main: {
    build: {
      // Electron 45 and the oldest Node the browser host and the command line run on.
      target: 'node20.19',
      sourcemap: true,
      rolldownOptions: {
        input: {
          electron: resolve('src/main/hosts/electron/main.ts'),
          browser: resolve('src/main/hosts/browser/main.ts'),
          cli: resolve('src/main/hosts/cli/main.ts'),
          // The lab without a host, for tests and the benchmark.
          lab: resolve('src/main/parts.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      rolldownOptions: {
        input: resolve('src/preload/preload.ts'),
        // A sandboxed window loads its preload script as CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // The content security policy allows no data: fonts.
    build: {
      assetsInlineLimit: 0,
      minify: true,
      rolldownOptions: { input: resolve('src/renderer/index.html') },
    },
    plugins: [svelte({ configFile: resolve('svelte.config.js') })],
  },
});
