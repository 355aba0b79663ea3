import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE, type Bridge, FRAME_CHANNEL } from '../contract/bridge';

const bridge: Bridge = {
  post: (frame) => ipcRenderer.send(FRAME_CHANNEL, frame),
  subscribe: (receive) => {
    // The event holds ipcRenderer itself: it must not reach the page.
    ipcRenderer.on(FRAME_CHANNEL, (_event, frame: unknown) => receive(frame));
  },
};

contextBridge.exposeInMainWorld(BRIDGE, bridge);
