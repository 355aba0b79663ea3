import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runChecksum } from '../../../src/main/runs/checksum';

describe('the checksum of a run', () => {
  // Python: hashlib.sha256(struct.pack('<Qdd', steps, w, b)).hexdigest()[:16]
  it.each([
    { steps: 1000, parameters: [0.9999999999999987, 0.9999999999999987], sum: 'b54e16a793292f50' },
    { steps: 0, parameters: [0, 0], sum: '9d908ecfb6b256de' },
    { steps: Number.MAX_SAFE_INTEGER, parameters: [-1.5, 1e300], sum: 'efe6313987aca632' },
    {
      steps: 1053,
      parameters: [7.461421413349837e153, 7.461421413349837e153],
      sum: '0260599aa20cbc3e',
    },
  ])('equals what Python computes: $steps steps', ({ steps, parameters, sum }) => {
    expect(runChecksum(steps, parameters)).toBe(sum);
  });

  it('is SHA-256 over steps (uint64) and parameters (binary64), little-endian, 16 hex digits', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.array(fc.double()), (steps, parameters) => {
        const view = new DataView(new ArrayBuffer(8 * (1 + parameters.length)));
        view.setUint32(0, steps % 2 ** 32, true);
        view.setUint32(4, Math.floor(steps / 2 ** 32), true);
        parameters.forEach((value, i) => view.setFloat64(8 * (i + 1), value, true));
        const all = createHash('sha256').update(new Uint8Array(view.buffer)).digest('hex');
        expect(runChecksum(steps, parameters)).toBe(all.slice(0, 16));
      }),
    );
  });

  it('tells parameters apart that differ in the last bit, and their order', () => {
    expect(runChecksum(1, [1, 2])).not.toBe(runChecksum(1, [1, 2.0000000000000004]));
    expect(runChecksum(1, [1, 2])).not.toBe(runChecksum(1, [2, 1]));
    expect(runChecksum(1, [0])).not.toBe(runChecksum(1, [-0]));
  });
});
