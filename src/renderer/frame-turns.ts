import { flushSync } from 'svelte';

/** Milliseconds of a frame after which the drawings that still wait get a later one. */
const SHARE_MS = 3;
/**
 * How many times as long as a frame's drawings took nothing is drawn after them. Where they are quick the next frame is later
 * anyway; where the cores are full they take longer, come less often, and leave the rest of the window its time.
 */
const REST = 4;
/** Milliseconds of the longest rest, so that a run that ends is soon seen as it is. */
const LONGEST_REST_MS = 100;
/** A frame of the screen: a rest that is over before the next one needs no clock. */
const FRAME_MS = 16;

interface Turn {
  readonly owner: object;
  readonly draw: () => void;
}

// Made anew with each change: the old tables of a Map that is filled and emptied all the time hold on to what was drawn until
// the next full collection of garbage.
let waiting: readonly Turn[] = [];
let frame = 0;
let clock: ReturnType<typeof setTimeout> | null = null;
/** When the drawings may go on. */
let rested = 0;

/**
 * Draws after one of the next frames of the screen, in the order of asking: pictures that are all due at once would make one long
 * task, and so would a picture together with the layout and the painting of its frame. Of the drawings of one owner only the
 * last is made.
 */
export function drawInTurn(owner: object, draw: () => void): void {
  const turn = { owner, draw };
  const asked = waiting.some((one) => one.owner === owner);
  waiting = asked ? waiting.map((one) => (one.owner === owner ? turn : one)) : [...waiting, turn];
  goOn();
}

/** Work for a picture, which counts as a drawing of its owner. @returns what it gives; rejects with what it throws */
export function workInTurn<Result>(owner: object, work: () => Result): Promise<Result> {
  return new Promise((resolve, reject) =>
    drawInTurn(owner, () => {
      try {
        resolve(work());
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    }),
  );
}

/** Changes what components show, which they do at once, so that it counts as a drawing of its owner. */
export function showInTurn(owner: object, change: () => void): Promise<void> {
  return workInTurn(owner, () => flushSync(change));
}

/** What its owner asked for is not drawn. */
export function leaveTurn(owner: object): void {
  waiting = waiting.filter((one) => one.owner !== owner);
}

function goOn(): void {
  if (frame !== 0 || clock !== null || waiting.length === 0) return;
  const rest = rested - performance.now();
  if (rest < FRAME_MS) frame = requestAnimationFrame(() => setTimeout(drawSome));
  else {
    clock = setTimeout(() => {
      clock = null;
      goOn();
    }, rest);
  }
}

function drawSome(): void {
  frame = 0;
  const begun = performance.now();
  try {
    for (let [turn] = waiting; turn; [turn] = waiting) {
      waiting = waiting.slice(1);
      turn.draw();
      if (performance.now() >= begun + SHARE_MS) break;
    }
  } finally {
    const now = performance.now();
    rested = now + Math.min(LONGEST_REST_MS, REST * (now - begun));
    goOn();
  }
}
