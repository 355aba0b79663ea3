import { vi } from 'vitest';
import { type FakeElectron, fakeElectron } from '../fakes/electron';

/** Loads modules anew, for which `import 'electron'` is a fresh fake. */
export async function withElectron<Loaded>(
  load: () => Promise<Loaded>,
  prepare: (electron: FakeElectron) => void = () => {},
): Promise<{ readonly electron: FakeElectron; readonly loaded: Loaded }> {
  const electron = fakeElectron();
  prepare(electron);
  vi.resetModules();
  vi.doMock('electron', () => electron.module);
  return { electron, loaded: await load() };
}
