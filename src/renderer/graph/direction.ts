/** Where the loss stands: at the right end, or at the bottom. */
export const directions = ['right', 'down'] as const;
export type Direction = (typeof directions)[number];
