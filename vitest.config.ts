import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { quietArgs } from './scripts/browser-args.mjs';
import { findBrowser } from './scripts/ensure-browser.mjs';

const executablePath = findBrowser();

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          // A style sheet that is part of a file that is written is read as it is.
          css: { include: [/\.css\?raw$/] },
          // No test writes into the folder of whoever runs it.
          env: { CHAINRULE_GUEST: '1' },
          include: ['tests/{engine,contract,main,faults,scripts}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [
          svelte({
            // The testing library's own components are written without runes.
            dynamicCompileOptions: ({ filename }) =>
              filename.includes('node_modules') ? { runes: undefined } : undefined,
          }),
        ],
        // A package found while tests run would reload the page under them.
        optimizeDeps: {
          entries: ['src/renderer/**/*.{ts,svelte}', 'tests/renderer/**/*.ts'],
          include: ['vitest-browser-svelte', 'axe-core'],
        },
        test: {
          name: 'component',
          include: ['tests/renderer/**/*.test.ts'],
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath !== undefined && { executablePath }),
                // Chromium's sandbox does not run as root.
                chromiumSandbox: false,
                args: quietArgs,
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
