import type { Direction } from './graph/direction';

/** How graph and charts are shown, here and in the pictures that are kept of them. */
export const shown = $state<{
  direction: Direction;
  /** Of the loss. */ logarithmic: boolean;
}>({ direction: 'right', logarithmic: true });
