/** What Play plays, and how much of it a second; Infinity: as fast as possible. */
export interface PlaySpeed {
  readonly of: 'calculations' | 'steps';
  readonly perSecond: number;
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, Infinity];

/** The positions of the slider: calculations first, then whole steps, the last without a limit. */
export const SPEEDS: readonly PlaySpeed[] = [
  ...[0.5, 1, 2, 5].map((perSecond) => ({ of: 'calculations' as const, perSecond })),
  ...steps.map((perSecond) => ({ of: 'steps' as const, perSecond })),
];
