import type { LabState } from './lab.svelte';
import { chooseProjector, theme } from './theme.svelte';

/** What keeps its own keys. */
const CONTROLS =
  'input, select, textarea, [contenteditable], [role^="menu"], [role="tab"], [role="dialog"]';

/** The keys of the page, wherever no control wants them for itself. */
export function pageKey(event: KeyboardEvent, lab: LabState): void {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (target.closest(CONTROLS)) return;
  if (event.key === ' ') {
    if (target.closest('button, a, summary')) return;
    event.preventDefault();
    if (!event.repeat) void lab.playOrPause();
    return;
  }
  if (event.key.toLowerCase() === 'p') {
    event.preventDefault();
    chooseProjector(!theme.projector);
    return;
  }
  if (lab.view?.state === 'running' || lab.stepper.playing !== null) return;
  const act = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  void act(lab);
}

const actions: Readonly<Record<string, (lab: LabState) => Promise<void> | void>> = {
  ArrowRight: ({ stepper }) => stepper.next(),
  PageDown: ({ stepper }) => stepper.next(),
  ArrowLeft: ({ stepper }) => stepper.back(),
  PageUp: ({ stepper }) => stepper.back(),
  f: ({ stepper }) => stepper.finishPhase(),
  s: ({ stepper }) => stepper.step(),
  Escape: ({ stepper }) => stepper.leave(),
};
