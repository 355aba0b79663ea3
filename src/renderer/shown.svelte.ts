import type { Direction } from './graph/direction';

/** Pictures that stand in the page only where they were chosen. */
export const pagePictures = ['network', 'landscape', 'slice', 'data'] as const;
export type PagePicture = (typeof pagePictures)[number];

/** How graph and charts are shown, here and in the pictures that are kept of them. */
export const shown = $state<{
  direction: Direction;
  /** Of the loss. */ logarithmic: boolean;
  /** Which of the plots below the charts. */ plot: Exclude<PagePicture, 'network'>;
  /** Whether a network is drawn as its neurons. */ network: boolean;
}>({ direction: 'right', logarithmic: true, plot: 'landscape', network: false });
