import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { _electron as electron, type Page, test as base } from '@playwright/test';
import type { HostOption } from './host-option';
import { LabPage } from './lab-page';

export { expect } from '@playwright/test';

/** A host in a process of its own, which is ended with the test. */
export interface RunningHost {
  readonly address: string;
  /** Its data folder: one of its own, unless one was named. */
  readonly data: string;
  readonly close: () => Promise<void>;
  /** As a power cut would end it. */
  readonly kill: () => Promise<void>;
}

/** A new folder among the test's results, which the next run of the tests clears. */
function dataFolder(): string {
  const results = base.info().outputPath();
  mkdirSync(results, { recursive: true });
  return mkdtempSync(join(results, 'data-'));
}

/** Starts a Node script that serves the lab and prints its address. */
export async function startHost(
  script: string,
  args: readonly string[],
  data = dataFolder(),
): Promise<RunningHost> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CHAINRULE_DATA: data },
  });
  const address = await addressOf(child);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return {
    address,
    data,
    close: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (text: Buffer) => {
      printed += text.toString();
      const address = /http:\/\/\S+/.exec(printed)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) =>
      reject(new Error(`The host ended with ${String(code)}: ${printed}`)),
    );
  });
}

interface LabFixtures extends HostOption {
  /** The lab in its own host, newly started. */
  readonly lab: LabPage;
  /** What the page asked for beyond this machine, and what its console said. Both must stay empty (promises 5 and 23). */
  readonly watch: (page: Page) => void;
}

export const test = base.extend<LabFixtures>({
  host: ['browser', { option: true }],

  watch: async ({ host }, use) => {
    const troubles: string[] = [];
    await use((page) => {
      page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => troubles.push(error.message));
      page.on('request', (request) => {
        const url = new URL(request.url());
        const here =
          url.hostname === '127.0.0.1' || url.protocol === 'blob:' || url.protocol === 'data:';
        if (!here && !(host === 'electron' && url.protocol === 'app:')) troubles.push(url.href);
      });
    });
    base.expect(troubles, 'console messages and requests off the machine').toEqual([]);
  },

  lab: async ({ host, browser, watch }, use) => {
    if (host === 'electron') {
      const executablePath = createRequire(import.meta.url)('electron') as string;
      const app = await electron.launch({
        executablePath,
        args: ['.', '--data', dataFolder()],
      });
      const page = await app.firstWindow();
      watch(page);
      const lab = new LabPage(page, 'app://chainrule/');
      await base.expect(lab.button('Play')).toBeVisible();
      await use(lab);
      await app.close();
      return;
    }
    const running = await startHost('out/main/browser.js', ['--no-open']);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    watch(page);
    await page.goto(running.address);
    const lab = new LabPage(page, running.address);
    // The page is loaded before the lab is there.
    await base.expect(lab.button('Play')).toBeVisible();
    await use(lab);
    await page.close();
    await running.close();
  },
});
