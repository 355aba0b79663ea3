/** Milliseconds of a frame after which the drawings that still wait get the next one. */
const SHARE_MS = 6;

const waiting = new Map<object, () => void>();
let frame = 0;

/**
 * Draws in one of the next frames of the screen, in the order of asking: pictures that are all due at once would make one long
 * task. Of the drawings of one owner only the last is made.
 */
export function drawInTurn(owner: object, draw: () => void): void {
  waiting.set(owner, draw);
  frame ||= requestAnimationFrame(drawSome);
}

/** What its owner asked for is not drawn. */
export function leaveTurn(owner: object): void {
  waiting.delete(owner);
}

function drawSome(): void {
  frame = 0;
  const until = performance.now() + SHARE_MS;
  try {
    for (const [owner, draw] of waiting) {
      waiting.delete(owner);
      draw();
      if (performance.now() >= until) break;
    }
  } finally {
    if (waiting.size > 0) frame ||= requestAnimationFrame(drawSome);
  }
}
