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

/** On the screen: in the theme and size that are chosen. For print: light, in the usual size. */
export type Medium = 'screen' | 'print';

/** Tokens of tokens.css as they stand there. */
export function tokenTexts<const Names extends string>(
  names: readonly Names[],
  medium: Medium,
): Record<Names, string> {
  return probed(medium, (probe) => {
    const style = getComputedStyle(probe);
    return fromNames(names, (name) => style.getPropertyValue(`--${name}`).trim());
  });
}

/** A length of tokens.css, in pixels. */
export function tokenPixels(name: string, medium: Medium = 'screen'): number {
  return Number.parseFloat(tokenTexts([name], medium)[name] ?? '');
}

/** Colours of tokens.css as a canvas can use them. */
export function tokenColours<const Names extends string>(
  names: readonly Names[],
  medium: Medium = 'screen',
): Record<Names, string> {
  return probed(medium, (probe) =>
    fromNames(names, (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    }),
  );
}

/** Reads from an element that the medium's tokens hold for. */
function probed<Answer>(medium: Medium, read: (probe: HTMLElement) => Answer): Answer {
  const probe = document.createElement('span');
  probe.classList.toggle('for-print', medium === 'print');
  document.body.append(probe);
  const answer = read(probe);
  probe.remove();
  return answer;
}

function fromNames<Names extends string>(
  names: readonly Names[],
  read: (name: Names) => string,
): Record<Names, string> {
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Names, string>;
}
