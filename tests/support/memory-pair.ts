import type { LabApi } from '../../src/contract/lab-api';
import type { LabEvent } from '../../src/contract/lab-events';
import { type Channel, connectLab, type Connection, serveLab } from '../../src/contract/rpc';

/** Two ends of a channel in memory; a frame arrives in a later microtask, as over any transport. */
export function memoryChannel(): { readonly lab: Channel; readonly page: Channel } {
  const end = () => {
    const receivers: ((frame: unknown) => void)[] = [];
    const deliver = (frame: unknown) =>
      queueMicrotask(() => {
        for (const receive of receivers) receive(frame);
      });
    return { deliver, subscribe: (receive: (frame: unknown) => void) => receivers.push(receive) };
  };
  const [lab, page] = [end(), end()];
  return {
    lab: { post: page.deliver, subscribe: lab.subscribe },
    page: { post: lab.deliver, subscribe: page.subscribe },
  };
}

export interface MemoryPair {
  readonly connection: Connection;
  readonly say: (event: LabEvent) => void;
  readonly sendRaw: (frame: unknown) => void;
}

/** A lab and a window in one process. */
export function memoryPair(api: LabApi, onEvent: (event: LabEvent) => void): MemoryPair {
  const { lab, page } = memoryChannel();
  const say = serveLab(api, lab);
  const connection = connectLab(page, onEvent);
  return { connection, say, sendRaw: (frame) => page.post(frame as string) };
}
