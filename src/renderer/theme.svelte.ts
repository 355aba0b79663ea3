import { chosen as chosenBefore, keepChoice } from './kept-choices';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'chainrule-theme';
const PROJECTOR = 'chainrule-projector';

/** The theme that was chosen, and a count that changes whenever the colours or sizes on screen do. */
export const theme = $state<{
  chosen: Theme;
  /** Large and in high contrast. */ projector: boolean;
  version: number;
}>({
  chosen: 'system',
  projector: false,
  version: 0,
});

/** Takes up the theme that was chosen last time and follows the system's. */
export function startTheme(): void {
  const kept = themes.find((one) => one === chosenBefore(KEY));
  apply(kept ?? 'system');
  project(chosenBefore(PROJECTOR) === 'on');
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => theme.version++);
}

export function chooseTheme(chosen: Theme): void {
  keepChoice(KEY, chosen);
  apply(chosen);
}

export function chooseProjector(on: boolean): void {
  keepChoice(PROJECTOR, on ? 'on' : 'off');
  project(on);
}

function project(on: boolean): void {
  document.documentElement.toggleAttribute('data-projector', on);
  theme.projector = on;
  theme.version++;
}

function apply(chosen: Theme): void {
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
  theme.chosen = chosen;
  theme.version++;
}

/** A length of tokens.css, in pixels. */
export function tokenPixels(name: string): number {
  return Number.parseFloat(
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`),
  );
}

/** Colours of tokens.css as a canvas can use them. */
export function tokenColours<const Names extends string>(
  names: readonly Names[],
): Record<Names, string> {
  const probe = document.createElement('span');
  document.body.append(probe);
  const entries = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(entries) as Record<Names, string>;
}
