import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StaticFiles } from '../../../../src/main/hosts/static-files';
import type { FakeElectron } from '../../../fakes/electron';
import { withElectron } from '../../../support/with-electron';

const SECRET = 'not for the page';
const PAGE = '<!doctype html><title>Chainrule</title>';
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// folder/renderer is served; beside it are a secret and a folder whose name begins alike.
const folder = mkdtempSync(join(tmpdir(), 'chainrule-app-'));
const root = join(folder, 'renderer');
let protocol: FakeElectron['module']['protocol'];

beforeAll(async () => {
  for (const name of ['renderer/assets', 'renderer-old']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, 'secret.txt'), SECRET);
  writeFileSync(join(folder, 'renderer-old', 'secret.txt'), SECRET);
  writeFileSync(join(root, 'index.html'), PAGE);
  writeFileSync(join(root, 'assets', 'index.js'), 'export {};');
  symlinkSync(join(folder, 'secret.txt'), join(root, 'link.txt'));
  symlinkSync(folder, join(root, 'up'));

  const { electron, loaded } = await withElectron(
    () => import('../../../../src/main/hosts/electron/app-protocol'),
  );
  protocol = electron.module.protocol;
  loaded.registerAppScheme();
  loaded.serveAppScheme(new StaticFiles(root));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('app:// is a standard, secure scheme, and nothing more', () => {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  expect(protocol.schemes).toStrictEqual([{ scheme: 'app', privileges }]);
});

test('a file is served with its type', async () => {
  const page = await protocol.fetch('app://chainrule/');
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    'text/html; charset=utf-8',
  ]);
  expect(await page.text()).toBe(PAGE);
  const script = await protocol.fetch('app://chainrule/assets/index.js?v=1#x');
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(await script.text()).toBe('export {};');
});

test('HEAD answers without a body, other methods are refused', async () => {
  const head = await protocol.fetch('app://chainrule/', 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
    const answer = await protocol.fetch('app://chainrule/', method);
    expect([answer.status, await answer.text()], method).toEqual([405, '']);
  }
});

test('promise 5: every app:// response carries exactly this policy', async () => {
  for (const [url, method] of [
    ['app://chainrule/', 'GET'],
    ['app://chainrule/', 'HEAD'],
    ['app://chainrule/', 'POST'],
    ['app://chainrule/assets/index.js', 'GET'],
    ['app://chainrule/nowhere', 'GET'],
    ['app://other/', 'GET'],
  ] as const) {
    const { headers } = await protocol.fetch(url, method);
    expect(headers.get('content-security-policy'), `${method} ${url}`).toBe(CSP);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

describe('promise 6: app:// never leaves its folder', () => {
  test.each([
    '/../secret.txt',
    '/../../../../../../etc/passwd',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2E%2E%2Fsecret.txt',
    '/..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets\\index.js',
    '/index.html%00',
    '/index.html%00.js',
    '/%00',
    '/../renderer-old/secret.txt',
    '-old/secret.txt',
    '/link.txt',
    '/up/secret.txt',
    '/up/renderer/index.html',
    '//secret.txt',
    `//${root}/index.html`,
    '/assets',
    '/assets/',
    '/./',
    '/INDEX.HTML',
  ])('promise 6: %s', async (path) => {
    // "/./" is written as "/" before anyone can look at it.
    const expected = path === '/./' ? PAGE : '';
    const answer = await protocol.fetch(`app://chainrule${path}`);
    expect(await answer.text()).toBe(expected);
    expect(answer.status).toBe(expected === '' ? 404 : 200);
  });

  test.each(['app://other/', 'app://chainrule.evil/', 'app://chainrule:80/'])(
    'promise 6: another host, %s, has no files',
    async (url) => expect((await protocol.fetch(url)).status).toBe(404),
  );

  test('promise 6: an address without a host has no files', async () => {
    for (const url of ['app:/index.html', 'app:///index.html', 'app:index.html']) {
      expect((await protocol.fetch(url)).status, url).toBe(404);
    }
  });

  test('a file that is gone since the start is not found', async () => {
    const path = join(root, 'gone.txt');
    writeFileSync(path, 'soon gone');
    const { electron, loaded } = await withElectron(
      () => import('../../../../src/main/hosts/electron/app-protocol'),
    );
    loaded.serveAppScheme(new StaticFiles(root));
    rmSync(path);
    expect((await electron.module.protocol.fetch('app://chainrule/gone.txt')).status).toBe(404);
  });
});
