/** The run diverged; its result up to there is printed. */
export const DIVERGED = 3;
/** Ctrl+C, as shells count it. */
export const INTERRUPTED = 130;
