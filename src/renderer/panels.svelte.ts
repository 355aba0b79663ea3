/** Panels beside the graph that can be made wider; widths in pixels. */
export const panelWidths = {
  setup: { least: 220, most: 460 },
  plots: { least: 260, most: 760 },
} as const;
export type Panel = keyof typeof panelWidths;

const KEY = 'chainrule-panels';

/** What a learner chose; null: as the window's size suggests. */
export const panels = $state<Record<Panel, number | null>>(kept());

/** Null: back to what the window's size suggests. */
export function resizePanel(panel: Panel, width: number | null): void {
  panels[panel] = width === null ? null : within(panel, width);
  localStorage.setItem(KEY, JSON.stringify(panels));
}

function within(panel: Panel, width: number): number {
  const { least, most } = panelWidths[panel];
  return Math.round(Math.min(most, Math.max(least, width)));
}

function kept(): Record<Panel, number | null> {
  let stored: unknown;
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? 'null');
  } catch {
    stored = null;
  }
  const width = (panel: Panel) => {
    const value = (stored as Partial<Record<Panel, unknown>> | null)?.[panel];
    return typeof value === 'number' && Number.isFinite(value) ? within(panel, value) : null;
  };
  return { setup: width('setup'), plots: width('plots') };
}
