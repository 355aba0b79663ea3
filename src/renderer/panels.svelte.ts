import { chosen, keepChoice } from './kept-choices';

/** Panels beside the graph that can be made wider; widths in pixels, and as a share of the window's, so that a graph stays. */
export const panelWidths = {
  setup: { least: 220, most: 460, share: 0.3 },
  plots: { least: 260, most: 760, share: 0.4 },
} as const;
export type Panel = keyof typeof panelWidths;

const KEY = 'chainrule-panels';

/** What a learner chose; null: as the window's size suggests. */
export const panels = $state<Record<Panel, number | null>>(kept());

/** Null: back to what the window's size suggests. */
export function resizePanel(panel: Panel, width: number | null): void {
  panels[panel] = width === null ? null : within(panel, Math.min(width, widest(panel)));
  keepChoice(KEY, JSON.stringify(panels));
}

/** How wide a panel may be in this window. */
export function widest(panel: Panel): number {
  const { least, most, share } = panelWidths[panel];
  return Math.max(least, Math.min(most, Math.floor(share * innerWidth)));
}

function within(panel: Panel, width: number): number {
  return Math.round(Math.min(panelWidths[panel].most, Math.max(panelWidths[panel].least, width)));
}

function kept(): Record<Panel, number | null> {
  let stored: unknown;
  try {
    stored = JSON.parse(chosen(KEY) ?? 'null');
  } catch {
    stored = null;
  }
  const width = (panel: Panel) => {
    const value = (stored as Partial<Record<Panel, unknown>> | null)?.[panel];
    return typeof value === 'number' && Number.isFinite(value) ? within(panel, value) : null;
  };
  return { setup: width('setup'), plots: width('plots') };
}
