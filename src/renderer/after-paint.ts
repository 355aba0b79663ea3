/** Resolves when what was mounted stands on the screen: the frame that paints it, and what was waiting for it, are over. */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(resolve))));
  });
}
