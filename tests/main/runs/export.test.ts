import { noLabels } from '../../../src/contract/run-document';
import { EventEmitter } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../src/contract/recipe';
import { runChecksum } from '../../../src/main/runs/checksum';
import { exportPieces } from '../../../src/main/runs/export';
import type { FromReplay } from '../../../src/main/training/replay-messages';
import type { WriteTask } from '../../../src/main/runs/writers/run-writer';

const task: WriteTask = {
  format: 'csv',
  program: 'chainrule',
  run: { recipe: defaultRecipe, interventions: [] },
  labels: noLabels,
  result: {
    steps: 2,
    stop: 'stopped',
    w: 0.4,
    b: 0.4,
    loss: 4,
    checksum: runChecksum(2, [0.4, 0.4]),
    divergedAt: null,
  },
};

const piece = (text: string, progress: number): FromReplay => ({
  kind: 'piece',
  bytes: Buffer.from(text),
  progress,
});
const end = (w: number): FromReplay => ({
  kind: 'end',
  steps: 2,
  parameters: Float64Array.of(w, 0.4),
});

/** A worker that answers each 'next' with the next of these; "exits" and "throws" are what a broken one does. */
class ScriptedWorker extends EventEmitter {
  asked = 0;
  terminated = false;

  constructor(readonly script: readonly (FromReplay | 'exits' | 'throws')[]) {
    super();
  }

  postMessage(): void {
    const answer = this.script[this.asked++];
    setImmediate(() => {
      if (answer === 'exits') this.emit('exit', 1);
      else if (answer === 'throws') this.emit('error', new Error('out of its depth'));
      else this.emit('message', answer);
    });
  }

  terminate(): Promise<number> {
    this.terminated = true;
    return Promise.resolve(0);
  }
}

function exporting(...script: readonly (FromReplay | 'exits' | 'throws')[]) {
  const worker = new ScriptedWorker(script);
  const progress: number[] = [];
  const cancelled = new AbortController();
  const pieces = exportPieces(
    task,
    () => worker as unknown as Worker,
    cancelled.signal,
    (now) => progress.push(now),
  );
  return { worker, progress, pieces, cancel: () => cancelled.abort() };
}

async function text(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let all = '';
  for await (const bytes of pieces) all += Buffer.from(bytes).toString();
  return all;
}

describe('an export', () => {
  it('hands the pieces on in order, says how far it is, and ends its worker', async () => {
    const { pieces, progress, worker } = exporting(
      piece('a', 0),
      piece('', 0.5),
      piece('b', 1),
      end(0.4),
    );
    expect(await text(pieces)).toBe('ab');
    expect(progress).toEqual([0, 0.5, 1]);
    expect(worker.terminated).toBe(true);
  });

  it('asks for a piece only when the one before was taken', async () => {
    const { pieces, worker } = exporting(piece('a', 0), piece('b', 1), end(0.4));
    await pieces.next();
    await new Promise(setImmediate);
    expect(worker.asked).toBe(1);
    await pieces.return();
  });

  it('fails when the replay comes to other numbers, were it by the last bit', async () => {
    const { pieces, worker } = exporting(piece('a', 1), end(0.4000000000000001));
    await expect(text(pieces)).rejects.toMatchObject({ data: { code: 'export-failed' } });
    expect(worker.terminated).toBe(true);
  });

  it('fails when its worker throws or exits half-way', async () => {
    for (const fault of ['throws', 'exits'] as const) {
      const { pieces, worker } = exporting(piece('a', 0), fault);
      await expect(text(pieces)).rejects.toThrow();
      expect(worker.terminated).toBe(true);
    }
  });

  it('ends its worker when the reader stops early', async () => {
    const { pieces, worker } = exporting(piece('a', 0), piece('b', 1), end(0.4));
    for await (const bytes of pieces) {
      expect(bytes.length).toBe(1);
      break;
    }
    expect(worker.terminated).toBe(true);
  });

  it('ends its worker at once when it is cancelled, even if nobody reads on', async () => {
    const { pieces, worker, cancel } = exporting(piece('a', 0), end(0.4));
    await pieces.next();
    cancel();
    expect(worker.terminated).toBe(true);
    // The reader that comes back later must not take what it has for the whole.
    await expect(pieces.next()).rejects.toThrow('abort');
  });

  it('that is cancelled ends with an error, so that half a file is not taken for a whole one', async () => {
    const { pieces, worker, cancel } = exporting(piece('a', 0), piece('b', 1), end(0.4));
    await expect(async () => {
      for await (const bytes of pieces) if (bytes.length > 0) cancel();
    }).rejects.toThrow('abort');
    expect(worker.terminated).toBe(true);
  });
});
