import { describe, expect, test } from 'vitest';
import { FakeWebContents, type Permission } from '../../../fakes/electron';
import { withElectron } from '../../../support/with-electron';

const load = () => withElectron(() => import('../../../../src/main/hosts/electron/guards'));

const strange = [
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://x/?next=localhost:',
  'http://localhost:5173/',
  'https://chainrule/',
  'app://other',
  'app://chainrule.evil/',
  'app://chainrule@evil/',
  'data:text/html,<script>alert(1)</script>',
  'about:blank',
  'view-source:app://chainrule/',
  '',
];

describe('promise 2', () => {
  test('promise 2: a page goes nowhere, not even to itself, and embeds no other page', async () => {
    const { loaded } = await load();
    const contents = new FakeWebContents();
    loaded.guardContents(contents.real);
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(contents.allows(event), event).toBe(false);
    }
    expect(contents.allows('will-attach-webview')).toBe(false);
  });

  test.each([...strange, 'app://chainrule/'])('promise 2: no window opens for %s', async (url) => {
    const { loaded, electron } = await load();
    const contents = new FakeWebContents();
    loaded.guardContents(contents.real);
    expect(contents.windowOpen(url)).toBe(false);
    expect(electron.module.shell.opened).toEqual([]);
  });

  test('promise 2: only what stands on the list, letter by letter, opens in the browser', async () => {
    const { loaded, electron } = await load();
    const page = 'https://example.org/chainrule';
    const contents = new FakeWebContents();
    loaded.guardContents(contents.real, [page]);
    const near = [`${page}/`, `${page}?x`, `${page}#x`, page.toUpperCase(), ` ${page}`];
    for (const url of [...strange, ...near, 'https://example.org/']) contents.windowOpen(url);
    expect(electron.module.shell.opened).toEqual([]);

    expect(contents.windowOpen(page)).toBe(false);
    expect(electron.module.shell.opened).toEqual([page]);
    expect(loaded.externalAddresses).toEqual([]);
  });

  test('promise 2: every permission is denied, asked for or looked up', async () => {
    const { loaded, electron } = await load();
    const session = electron.module.session.defaultSession;
    expect(session.grants('media')).toEqual(['request', 'check', 'device']);
    loaded.guardSession(session.real, true);
    const permissions: Permission[] = ['media', 'geolocation', 'openExternal', 'usb', 'fileSystem'];
    for (const permission of permissions)
      expect(session.grants(permission), permission).toEqual([]);
  });
});

describe('promise 23', () => {
  const off = [
    'https://example.org/',
    'http://127.0.0.1:80/',
    'http://localhost/',
    'ws://localhost:9229/',
    'wss://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'app://other/',
    'app://chainrule',
    'app://chainrule.evil/',
    'app://chainrule@evil/',
    'app:chainrule/',
    'blob:https://example.org/1',
    'chrome-extension://abc/',
    'devtools://devtools/remote/serve_file/x.js',
    'https://example.org/?app://chainrule/',
    '',
  ];

  test.each([true, false])(
    'promise 23: every request off app://chainrule is cancelled (developing: %s)',
    async (developing) => {
      const { loaded, electron } = await load();
      const { webRequest, real } = electron.module.session.defaultSession;
      expect(webRequest.passes('https://example.org/')).toBe(true);
      loaded.guardSession(real, developing);
      for (const url of off) expect(webRequest.passes(url), url).toBe(false);
      for (const url of ['app://chainrule/', 'app://chainrule/assets/index.js?v=1']) {
        expect(webRequest.passes(url), url).toBe(true);
      }
      // What the page itself holds never leaves the machine.
      expect(webRequest.passes('data:image/png;base64,AA==')).toBe(true);
      expect(webRequest.passes('blob:app://chainrule/1')).toBe(true);
      expect(webRequest.passes('devtools://devtools/bundled/a.js')).toBe(developing);
    },
  );

  test('promise 23: the spell checker, which fetches dictionaries, is off', async () => {
    const { loaded, electron } = await load();
    loaded.guardSession(electron.module.session.defaultSession.real, false);
    expect(electron.module.session.defaultSession.spellChecker).toBe(false);
  });
});
