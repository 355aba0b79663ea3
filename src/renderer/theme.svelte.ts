export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

const KEY = 'chainrule-theme';

/** The theme that was chosen, and a count that changes whenever the colours on screen do. */
export const theme = $state<{ chosen: Theme; version: number }>({ chosen: 'system', version: 0 });

/** Takes up the theme that was chosen last time and follows the system's. */
export function startTheme(): void {
  const kept = themes.find((one) => one === localStorage.getItem(KEY));
  apply(kept ?? 'system');
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => theme.version++);
}

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(KEY, chosen);
  apply(chosen);
}

function apply(chosen: Theme): void {
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
  theme.chosen = chosen;
  theme.version++;
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
