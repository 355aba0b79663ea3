import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { downloadElectron, findElectron } from '../../scripts/electron-binary.mjs';
import { tempFolder, writeFile } from '../support/temp-folder';

describe("Electron's binary", () => {
  it('is the one that path.txt names in dist', () => {
    const folder = tempFolder();
    writeFile(folder, 'path.txt', 'electron');
    const binary = writeFile(folder, 'dist/electron', '');
    expect(findElectron(folder, {})).toBe(binary);
  });

  it('is the one in ELECTRON_OVERRIDE_DIST_PATH, where that is set', () => {
    const override = tempFolder();
    const binary = writeFile(override, 'electron', '');
    expect(findElectron(tempFolder(), { ELECTRON_OVERRIDE_DIST_PATH: override })).toBe(binary);
  });

  it.each(['dist/other', 'path.txt'])('is not there where only %s is', (name) => {
    const folder = tempFolder();
    writeFile(folder, name, 'electron');
    expect(findElectron(folder, {})).toBeUndefined();
    expect(findElectron(folder, { ELECTRON_OVERRIDE_DIST_PATH: folder })).toBeUndefined();
  });
});

describe("Electron's download", () => {
  const short = 600;

  /** Runs an installer in place of electron's; it writes into the folder that is watched. */
  async function download(installer: string, stallMs = 30_000) {
    const folder = tempFolder();
    const tempParent = tempFolder();
    const preamble = `
      import { appendFileSync, writeFileSync } from 'node:fs';
      import { tmpdir } from 'node:os';
      import { setTimeout as sleep } from 'node:timers/promises';
      const receive = () => appendFileSync(tmpdir() + '/electron.zip', 'bytes');
    `;
    const installScript = writeFile(folder, 'install.mjs', preamble + installer);
    const begun = performance.now();
    const failure = await downloadElectron({
      installScript,
      env: process.env,
      stallMs,
      tempParent,
    });
    expect(readdirSync(tempParent), 'its temporary folder is removed').toEqual([]);
    return { folder, failure, ms: performance.now() - begun };
  }

  it('is ended when no byte has come for too long', async () => {
    const { failure, ms } = await download('receive(); await sleep(60_000);', short);
    expect(failure).toBe('no byte came for 0.6 s');
    expect(ms).toBeLessThan(10_000);
  });

  it('is ended when not even the first byte comes', async () => {
    const { failure } = await download('await sleep(60_000);', short);
    expect(failure).toBe('no byte came for 0.6 s');
  });

  it('may take longer than that while bytes come', async () => {
    const { failure, ms } = await download(
      'for (let i = 0; i < 15; i++) { receive(); await sleep(100); }',
      short,
    );
    expect(failure).toBeUndefined();
    expect(ms).toBeGreaterThan(2 * short);
  });

  it('tells why the installer failed', async () => {
    const { failure } = await download(
      "console.error('TypeError: fetch failed\\n  at fetch'); process.exit(1);",
    );
    expect(failure).toBe('exit code 1, TypeError: fetch failed');
  });

  it('tells the exit code of an installer that said nothing', async () => {
    const { failure } = await download('process.exit(3);');
    expect(failure).toBe('exit code 3');
  });

  it('leaves what the installer installed', async () => {
    const { folder, failure } = await download(
      "writeFileSync(new URL('path.txt', import.meta.url), 'electron');",
    );
    expect(failure).toBeUndefined();
    expect(existsSync(join(folder, 'path.txt'))).toBe(true);
  });
});
