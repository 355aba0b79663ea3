/** A node card's width and height in graph units; CSS and layout agree on them. */
export const CARD = { width: 124, height: 86 } as const;
