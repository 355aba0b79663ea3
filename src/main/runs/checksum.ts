import { createHash } from 'node:crypto';

/** First 16 hex digits of SHA-256 over steps (uint64), then the parameters (binary64, declared order), little-endian. */
export function runChecksum(steps: number, parameters: ArrayLike<number>): string {
  const bytes = Buffer.alloc(8 + 8 * parameters.length);
  bytes.writeBigUInt64LE(BigInt(steps));
  for (let i = 0; i < parameters.length; i++) {
    bytes.writeDoubleLE(parameters[i] as number, 8 + 8 * i);
  }
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
