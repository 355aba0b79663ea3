/** How an edge is drawn: what went along it, and whether that happens now. */
export interface EdgeLook {
  readonly node: number;
  readonly operand: number;
  readonly contribution: number;
  readonly active: boolean;
}

/** In graph units: where nothing went along an edge, and where something goes along it now. */
export const EDGE_WIDTH = { quiet: 1.5, active: 5 } as const;
export const EDGE_OPACITY = 0.75;

/** In graph units; ten times the contribution is a little more than one of them. */
export function widthOf({ contribution, active }: EdgeLook): number {
  if (active) return EDGE_WIDTH.active;
  const size = Math.abs(contribution);
  return 1.8 + Math.min(4, 1.2 * Math.log10(1 + (Number.isFinite(size) ? size : 1e4)));
}

/** Which way a gradient points; what is no number points nowhere. */
export type Sign = 'positive' | 'negative' | 'zero';

export function signOf(value: number): Sign {
  return value > 0 ? 'positive' : value < 0 ? 'negative' : 'zero';
}
