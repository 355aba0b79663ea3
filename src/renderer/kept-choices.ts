/** What a person chose of the window, from one start to the next. A guest's choices end with the window. */
const ofGuest = new Map<string, string>();
let guest = false;

export function chosen(key: string): string | null {
  return ofGuest.get(key) ?? localStorage.getItem(key);
}

export function keepChoice(key: string, value: string): void {
  if (guest) ofGuest.set(key, value);
  else localStorage.setItem(key, value);
}

/** From here on nothing that is chosen stays in this browser. */
export function forgetChoices(): void {
  guest = true;
}
