import { describe, expect, test } from 'vitest';
import { rawGet, rawRequest } from '../../../support/raw-http';
import { openHost, upgradeRequest } from './open-host';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

describe('the static server', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/assets/index.js', 'text/javascript; charset=utf-8'],
    ['/assets/index.css', 'text/css; charset=utf-8'],
    ['/assets/font.woff2', 'font/woff2'],
    ['/assets/inner/icon.svg', 'image/svg+xml'],
    ['/assets/logo.png', 'image/png'],
    ['/assets/data.json', 'application/json'],
    ['/assets/unknown', 'application/octet-stream'],
    ['/?later=1', 'text/html; charset=utf-8'],
    ['/index.html?v=2#here', 'text/html; charset=utf-8'],
  ])('gives %s as %s', async (path, type) => {
    const { port } = await openHost();
    const { status, headers, body } = await rawGet(port, path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type);
    expect(body.length).toBeGreaterThan(0);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('answers HEAD without the file', async () => {
    const { port } = await openHost();
    const { status, headers, body } = await rawGet(port, '/index.html', { method: 'HEAD' });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toHaveLength(0);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('refuses %s', async (method) => {
    const { port } = await openHost();
    expect((await rawGet(port, '/index.html', { method })).status).toBe(405);
  });
});

describe('promise 5: the content security policy', () => {
  test.each([
    ['the page', 'GET', '/', {}, 200],
    ['a file', 'GET', '/assets/index.js', {}, 200],
    ['an answer to HEAD', 'HEAD', '/', {}, 200],
    ['a file that is not there', 'GET', '/nope', {}, 404],
    ['a download that is not there', 'GET', '/download/00', {}, 404],
    ['a method that is not allowed', 'POST', '/', {}, 405],
    ['a wrong Host', 'GET', '/', { Host: 'evil.example' }, 421],
  ])('is on %s', async (_, method, path, headers, expected) => {
    const { port } = await openHost();
    const answer = await rawGet(port, path, { method, headers });
    expect(answer.status).toBe(expected);
    expect(answer.headers.get('content-security-policy')).toBe(CSP);
  });

  test('is on a refused upgrade', async () => {
    const open = await openHost();
    for (const changes of [{ Host: 'evil.example' }, { Origin: 'http://evil.example' }]) {
      const { headers } = await rawRequest(open.port, upgradeRequest(open, changes));
      expect(headers.get('content-security-policy')).toBe(CSP);
    }
  });
});

describe('promise 6: the static server never leaves its root:', () => {
  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/../index.html',
    '/./index.html',
    '//index.html',
    '/%2e%2e/secret.txt',
    '/%2E%2E%2Fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/..;/secret.txt',
    '/..\\secret.txt',
    '\\..\\secret.txt',
    '/..%5csecret.txt',
    '/assets\\index.js',
    '/index.html%00',
    '/%00',
    '/../secret.txt%00.html',
    '/index.html/',
    '/assets',
    '/assets/',
    '/renderer-old/secret.txt',
    '/../renderer-old/secret.txt',
    '-old/secret.txt',
    '/-old/secret.txt',
    '/link.txt',
    '/linked/secret.txt',
    '/linked',
    '/assets/etc/passwd',
    '/etc/passwd',
    '//etc/passwd',
    '/~root/.profile',
    '/proc/self/environ',
    '/index.html::$DATA',
    '/INDEX.HTML',
    '/constructor',
    '/__proto__',
    '*',
    'index.html',
    'http://127.0.0.1/index.html',
    'file:///etc/passwd',
    `/${'../'.repeat(2000)}etc/passwd`,
    `/${'a'.repeat(10_000)}`,
  ])('%s', async (path) => {
    const { port } = await openHost();
    const { status, body } = await rawGet(port, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.toString()).not.toMatch(/secret|root:|doctype/);
  });

  test('a path with a raw zero byte', async () => {
    const { port } = await openHost();
    const request = `GET /index.html\0 HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`;
    expect((await rawRequest(port, request)).status).toBe(400);
  });

  test('files that came after the host was started are not served', async () => {
    const { port } = await openHost();
    expect((await rawGet(port, '/later.html')).status).toBe(404);
  });
});
