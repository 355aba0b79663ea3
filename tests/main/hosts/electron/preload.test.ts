import { expect, test } from 'vitest';
import { type Bridge, FRAME_CHANNEL } from '../../../../src/contract/bridge';
import { FakeWebContents } from '../../../fakes/electron';
import { withElectron } from '../../../support/with-electron';

async function loadPreload() {
  const { electron } = await withElectron(() => import('../../../../src/preload/preload'));
  const { contextBridge, ipcRenderer } = electron.module;
  return { world: contextBridge.world as { chainrule: Bridge }, ipcRenderer };
}

test('promise 4: the preload script exposes exactly post and subscribe', async () => {
  const { world } = await loadPreload();
  expect(Object.keys(world)).toEqual(['chainrule']);
  expect(Object.keys(world.chainrule)).toEqual(['post', 'subscribe']);
});

test('promise 4: the event object never reaches the page', async () => {
  const { world, ipcRenderer } = await loadPreload();
  const received: unknown[][] = [];
  const subscribe: (receive: (...args: unknown[]) => void) => unknown = world.chainrule.subscribe;
  const returned = subscribe((...args) => received.push(args));
  ipcRenderer.emit(FRAME_CHANNEL, { sender: ipcRenderer }, 'frame', 'more');
  ipcRenderer.emit('another-channel', { sender: ipcRenderer }, 'other');
  expect(received).toEqual([['frame']]);
  // ipcRenderer.on returns ipcRenderer.
  expect(returned).toBeUndefined();
});

test('promise 4: post sends on one channel only, and returns nothing', async () => {
  const { world, ipcRenderer } = await loadPreload();
  const contents = new FakeWebContents();
  ipcRenderer.attach(contents);
  const arrived: unknown[] = [];
  contents.ipc.on(FRAME_CHANNEL, (_event, ...args: unknown[]) => arrived.push(args));
  const post = world.chainrule.post as (...args: unknown[]) => unknown;
  expect(post('frame', 'another-channel')).toBeUndefined();
  await Promise.resolve();
  expect(arrived).toEqual([['frame']]);
});
