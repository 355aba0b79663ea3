import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** Namespaces and addresses in error messages, which nobody fetches; loopback is where the browser host is. */
const allowed = ['http://www.w3.org/', 'https://svelte.dev/e/', 'http://127.0.0.1'];

test('promise 23: the bundles name no address off this machine', () => {
  const out = resolve('out');
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
  const texts = files.filter((name) => /\.(js|cjs|css|html|svg)$/.test(name));
  expect(texts.length).toBeGreaterThan(5);
  const found = texts.flatMap((name) =>
    [...readFileSync(join(out, name), 'utf8').matchAll(/https?:\/\/[\w.]+[\w./-]*/g)].map(String),
  );
  expect(found.filter((url) => !allowed.some((start) => url.startsWith(start)))).toEqual([]);
});
