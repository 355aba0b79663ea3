import type { LabState } from './lab.svelte';

/** What keeps its own keys. */
const CONTROLS = 'input, select, textarea, [contenteditable], [role^="menu"], [role="tab"]';

/** Space is Play and Pause, → is Step, wherever no control wants the key for itself. */
export function pageKey(event: KeyboardEvent, lab: LabState): void {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (target.closest(CONTROLS)) return;
  const state = lab.view?.state;
  const atRest = state === 'idle' || state === 'paused';
  if (event.key === ' ' && !target.closest('button, a, summary')) {
    event.preventDefault();
    if (event.repeat) return;
    if (state === 'running') void lab.pause();
    else if (atRest) void lab.play();
  } else if (event.key === 'ArrowRight' && atRest) {
    event.preventDefault();
    void lab.step();
  }
}
