import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test(
  'promise 14: over ten million steps resident memory grows by at most 64 MB',
  { timeout: 120_000 },
  () => {
    const script = join(import.meta.dirname, 'memory-child.mjs');
    const output = execFileSync(process.execPath, [script], { encoding: 'utf8' });
    const { steps, grown } = JSON.parse(output) as { steps: number; grown: number };
    console.info(`grown by ${grown.toFixed(1)} MB`);
    expect(steps).toBe(10_000_000);
    expect(grown).toBeLessThanOrEqual(64);
  },
);
