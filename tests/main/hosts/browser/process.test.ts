import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { exercise10 } from '../../../../src/contract/recipe';
import { rawGet } from '../../../support/raw-http';
import { connectBySocket } from '../../../support/web-socket-pair';

const PROGRAM = resolve(import.meta.dirname, '../../../../out/main/browser.js');

/** Starts the built browser host as `npm start -- --browser` does. */
function start(...options: string[]) {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    process.execPath,
    [PROGRAM, '--no-open', ...options],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
    vi.unstubAllEnvs();
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    output,
    errors,
  }));
  const address = async () => {
    const printed = /^Chainrule is at (\S+)\nCtrl\+C ends it\.\n$/;
    await expect.poll(() => output, { timeout: 10_000 }).toMatch(printed);
    return printed.exec(output)?.[1] ?? '';
  };
  return { child, ended, address };
}

describe('the browser host as a program', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'prints an address with the token, serves the lab there and ends with 0 on %s',
    async (signal) => {
      const { child, ended, address } = start('--port', '0');
      const at = await address();
      expect(at).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[0-9a-f]{64}$/);
      const { status, headers } = await rawGet(Number(new URL(at).port), '/');
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      const { connection, socket } = await connectBySocket(at, () => {});
      const { state, recipe } = await connection.api.view({});
      expect({ state, recipe }).toEqual({ state: 'idle', recipe: exercise10 });
      await connection.api.play({});
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0, errors: '' });
      expect(socket.readyState).toBeGreaterThan(1);
    },
  );

  test('says in one sentence that a port is taken, with exit code 2', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const { ended } = start('--port', String(port));
    expect(await ended).toEqual({
      code: 2,
      output: '',
      errors: `--port is "${port}"; accepted: a port that is not taken.\n`,
    });
  });

  test.each([
    [['--port', '70000'], '--port is "70000"; accepted: a whole number from 0 to 65535.'],
    [['--port', '80a'], '--port is "80a"; accepted: a whole number from 0 to 65535.'],
    [['--port', '1.5'], '--port is "1.5"; accepted: a whole number from 0 to 65535.'],
    [['--port=-1'], '--port is "-1"; accepted: a whole number from 0 to 65535.'],
    [['--port'], "Option '--port <number>' argument missing (--help lists what is accepted)"],
    [['--prot', '1'], "Unknown option '--prot' (Did you mean --port?)"],
    [['--data='], '--data is ""; accepted: a folder.'],
  ])('says in one sentence what is wrong with %j, with exit code 2', async (options, sentence) => {
    expect(await start(...options).ended).toEqual({ code: 2, output: '', errors: `${sentence}\n` });
  });

  test.each(['/dev/null/x', import.meta.filename])(
    'promise 19: with %s as its data folder it opens, says so, and keeps its runs in memory',
    async (folder) => {
      vi.stubEnv('CHAINRULE_GUEST', '');
      const { child, ended, address } = start('--data', folder);
      const { connection } = await connectBySocket(await address(), () => {});
      const { library } = await connection.api.view({});
      const detail = folder.startsWith('/dev') ? 'ENOTDIR' : 'EEXIST';
      expect(library.storage).toEqual({ kind: 'memory', reason: 'failed', folder, detail });
      await connection.api.step({});
      const query = {
        search: '',
        order: 'modified',
        descending: true,
        first: 0,
        count: 9,
      } as const;
      await expect
        .poll(async () => (await connection.api.listRuns(query)).rows)
        .toMatchObject([{ steps: 1, stored: false }]);
      child.kill('SIGTERM');
      expect(await ended).toMatchObject({ code: 0, errors: '' });
    },
  );

  test('refuses a word that is no option', async () => {
    const { code, output, errors } = await start('serve').ended;
    expect([code, output, errors.split('\n').length]).toEqual([2, '', 2]);
  });
});
