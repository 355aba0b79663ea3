import { type Session, shell, type WebContents } from 'electron';
import { startAddress } from './address';

/** What may be opened in the machine's own browser: whole addresses, compared as they stand. */
export const externalAddresses: readonly string[] = [];

/** Keeps a page where it is: it goes nowhere, opens no window, embeds no other page. */
export function guardContents(
  contents: WebContents,
  external: readonly string[] = externalAddresses,
): void {
  const refuse = (event: { preventDefault: () => void }) => event.preventDefault();
  // Only what a page starts is asked about here; loadURL and Reload of the menu are not.
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(({ url }) => {
    if (external.includes(url)) void shell.openExternal(url).catch(() => undefined);
    return { action: 'deny' };
  });
}

/** @param developing lets the developer tools load their own page */
export function guardSession(session: Session, developing: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // It would fetch dictionaries past webRequest, whatever webPreferences.spellcheck says.
  session.setSpellCheckerEnabled(false);
  const allowed = developing ? [...LOCAL, DEVELOPER_TOOLS] : LOCAL;
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !allowed.some((start) => url.startsWith(start)) });
  });
}

/** What is answered on this machine: our own files, and what a page itself holds. */
const LOCAL: readonly string[] = [startAddress, `blob:${startAddress}`, 'data:'];
/** devtools://devtools/remote/ would be fetched from the net. */
const DEVELOPER_TOOLS = 'devtools://devtools/bundled/';
