/** A node card's width and height in graph units; CSS and layout agree on them. */
export const CARD = { width: 124, height: 86 } as const;
/** The smallest type on a card that is drawn for a projector, in graph units: at this zoom it is 20 px high. */
export const PROJECTOR_ZOOM = 20 / 14;
