import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import type { ErrorData } from '../../../src/contract/errors';
import type { LabApi } from '../../../src/contract/lab-api';
import type { LabEvent, LabView, SessionState } from '../../../src/contract/lab-events';
import type { Recipe } from '../../../src/contract/recipe';
import type { Lab, LabDependencies } from '../../../src/main/lab';
import type { OutgoingFile } from '../../../src/main/runs/deliver';
import type * as Library from '../../../src/main/parts';

const OUT = resolve(import.meta.dirname, '../../../out/main');

/** The lab as it is built, since a worker thread can only be started from its bundle. `npm run build` makes it. */
export const built = (await import(
  /* @vite-ignore */ pathToFileURL(join(OUT, 'lab.js')).href
)) as typeof Library;

export interface OpenLab {
  readonly lab: Lab;
  readonly api: LabApi;
  /** Everything the lab has said. */
  readonly events: readonly LabEvent[];
  readonly view: () => Promise<LabView>;
  /** Resolves when the lab's state is this one. @throws after five seconds */
  readonly until: (state: SessionState) => Promise<LabView>;
  readonly untilStep: (step: number) => Promise<LabView>;
}

/** A lab with real worker threads, closed when the test ends. */
export async function openLab(
  recipe: Recipe,
  instead: Partial<LabDependencies> = {},
): Promise<OpenLab> {
  const deliver = () => Promise.resolve(null);
  const dependencies = {
    ...built.productionDependencies,
    deliver,
    keepIn: { guest: true } as const,
    ...instead,
  };
  const lab = await built.createLab(dependencies, recipe);
  onTestFinished(() => lab.close());
  const events: LabEvent[] = [];
  lab.subscribe((event) => events.push(event));
  const { api } = lab;
  const view = () => api.view({});
  const soon = { timeout: 5000, interval: 5 };
  const until = (holds: (now: LabView) => boolean, what: string) =>
    expect
      .poll(async () => holds(await view()), { ...soon, message: what })
      .toBe(true)
      .then(view);
  return {
    lab,
    api,
    events,
    view,
    until: (state) => until((now) => now.state === state, `the lab is ${state}`),
    untilStep: (step) => until((now) => now.snapshot.step >= step, `step ${step} is reached`),
  };
}

/** What `call` rejects with. The bundle has a LabError class of its own, so only its data are looked at. */
export async function rejection(call: Promise<unknown>): Promise<ErrorData> {
  const error: unknown = await call.then(
    () => expect.unreachable('the call was answered'),
    (reason: unknown) => reason,
  );
  return (error as { data: ErrorData }).data;
}

/** A `deliver` that takes each file into memory as soon as it is offered. */
export function inMemory(): {
  readonly deliver: LabDependencies['deliver'];
  readonly offered: OutgoingFile[];
  readonly text: () => Promise<string>;
} {
  const offered: OutgoingFile[] = [];
  const chunks: Uint8Array[] = [];
  let sent: Promise<unknown> = Promise.resolve();
  return {
    offered,
    deliver: (file) => {
      offered.push(file);
      chunks.length = 0;
      sent = file.send(async (pieces) => {
        for await (const piece of pieces) chunks.push(new Uint8Array(piece));
      });
      return Promise.resolve({ address: null });
    },
    text: async () => {
      expect(await sent).toStrictEqual({ kind: 'done' });
      return Buffer.concat(chunks).toString();
    },
  };
}
