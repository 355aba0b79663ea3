let painted: Promise<void> | null = null;

/** Resolves when the window stands on the screen: the frame that first paints it, and what was waiting for it, are over. */
function firstPaint(): Promise<void> {
  painted ??= new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => setTimeout(resolve))));
  });
  return painted;
}

/** Reads a module and draws with it once the window stands and can be used. @returns what calls it off */
export function drawLater<Module>(
  load: () => Promise<Module>,
  draw: (module: Module) => void,
): () => void {
  let wanted = true;
  const loading = firstPaint().then(load);
  void loading.then((module) => {
    if (wanted) draw(module);
  });
  return () => {
    wanted = false;
  };
}
