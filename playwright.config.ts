import { defineConfig } from '@playwright/test';
import { quietArgs } from './scripts/browser-args.mjs';
import { findBrowser } from './scripts/ensure-browser.mjs';
import type { HostOption } from './tests/e2e/host-option';

const executablePath = findBrowser();

export default defineConfig<HostOption>({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [
    ['list'],
    ['json', { outputFile: 'node_modules/.cache/chainrule-test/playwright.json' }],
  ],
  use: {
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      // Chromium's sandbox does not run as root.
      chromiumSandbox: false,
      args: quietArgs,
    },
  },
  // `npm test` names the first two, `npm run pictures` the last.
  projects: [
    { name: 'browser', testMatch: '**/*.e2e.ts', use: { host: 'browser' } },
    { name: 'electron', testMatch: '**/*.e2e.ts', use: { host: 'electron' } },
    { name: 'pictures', testMatch: '**/*.pictures.ts', use: { host: 'browser' } },
  ],
});
