import { createHash } from 'node:crypto';

/** First 16 hex digits of SHA-256 over steps (uint64), then the parameters (binary64, declared order), little-endian. */
export function runChecksum(steps: number, parameters: readonly number[]): string {
  const bytes = Buffer.alloc(8 + 8 * parameters.length);
  bytes.writeBigUInt64LE(BigInt(steps));
  parameters.forEach((value, i) => bytes.writeDoubleLE(value, 8 + 8 * i));
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
