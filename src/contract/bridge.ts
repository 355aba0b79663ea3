/** The one thing the preload script adds to the page's window, under the name BRIDGE. Where it is missing, the host is another. */
export interface Bridge {
  post(frame: string): void;
  subscribe(receive: (frame: unknown) => void): void;
}

export const BRIDGE = 'chainrule';
/** The IPC channel that carries frames, both ways. */
export const FRAME_CHANNEL = 'chainrule:frame';
